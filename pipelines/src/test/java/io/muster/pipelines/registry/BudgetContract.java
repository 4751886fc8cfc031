package io.muster.pipelines.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.BudgetBook.Drawn;
import io.muster.delivery.BudgetBook.LeaseLostException;
import io.muster.delivery.BudgetBook.Writer;
import io.muster.destination.CallLimit;
import io.muster.workspace.Limits;
import io.muster.workspace.StateLocation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every registry's book of budgets does, whatever its database. */
interface BudgetContract {

  Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  Writer WRITER = new Writer("linkedin", "run-1");
  Writer OTHER = new Writer("linkedin-2", "run-2");

  /** An empty place, another for each test, that processes of their own reach too. */
  StateLocation state();

  /** A connection to the place, past the registry. */
  Connection database() throws SQLException;

  private static CallLimit limit(int perMinute, int perDay) {
    return new CallLimit("companies", perMinute, perDay);
  }

  private static void lease(Registry registry, Writer... writers) {
    for (Writer writer : writers) {
      LeaseOutcome outcome =
          registry
              .leases(Clock.systemUTC())
              .acquire(
                  List.of(writer.connection()),
                  new LeaseHolder.Process(writer.run(), "host-a", "machine-a", 4711, NOW));
      assertThat(outcome, instanceOf(LeaseOutcome.Granted.class));
    }
  }

  private static Drawn spent(int leftToday, Duration after) {
    return new Drawn(0, leftToday, after);
  }

  @Test
  default void aMinutesCallsAreSharedByAllThatNameTheBudget() {
    CallLimit limit = limit(5, 100);
    try (Registry one = Registry.open(state());
        Registry two = Registry.open(state())) {
      lease(one, WRITER, OTHER);
      assertThat(
          one.budgets().draw(WRITER, "tenant", limit, 3, NOW), is(new Drawn(3, 97, Duration.ZERO)));
      assertThat(
          two.budgets().draw(OTHER, "tenant", limit, 3, NOW.plusSeconds(10)),
          is(new Drawn(2, 95, Duration.ZERO)));
      assertThat(
          one.budgets().draw(WRITER, "tenant", limit, 1, NOW.plusSeconds(20)),
          is(spent(95, Duration.ofSeconds(45))));
    }
  }

  @Test
  default void aCallCountsForTheWindowAndNoLonger() {
    CallLimit limit = limit(2, 100);
    try (Registry registry = Registry.open(state())) {
      lease(registry, WRITER);
      BudgetBook book = registry.budgets();
      assertThat(book.draw(WRITER, "b", limit, 1, NOW).calls(), is(1));
      assertThat(book.draw(WRITER, "b", limit, 9, NOW.plusMillis(10_500)).calls(), is(1));
      Instant free = NOW.plus(BudgetBook.WINDOW);
      assertThat(
          book.draw(WRITER, "b", limit, 9, free.minusNanos(1)), is(spent(98, Duration.ofNanos(1))));
      assertThat(book.draw(WRITER, "b", limit, 9, free).calls(), is(1));
      assertThat(
          "a second that had begun counts whole",
          book.draw(WRITER, "b", limit, 9, free.plusMillis(10_500)),
          is(spent(97, Duration.ofMillis(500))));
    }
  }

  @Test
  default void aDaysCallsEndAtMidnightUtc() {
    CallLimit limit = limit(Limits.UNLIMITED, 4);
    Instant evening = Instant.parse("2026-11-22T23:59:30Z");
    Instant midnight = Instant.parse("2026-11-23T00:00:00Z");
    try (Registry registry = Registry.open(state())) {
      lease(registry, WRITER);
      BudgetBook book = registry.budgets();
      assertThat(
          book.draw(WRITER, "b", limit, 3, NOW.minusSeconds(30_000)),
          is(new Drawn(3, 1, Duration.ZERO)));
      assertThat(book.draw(WRITER, "b", limit, 3, NOW), is(new Drawn(1, 0, Duration.ZERO)));
      assertThat(book.draw(WRITER, "b", limit, 3, evening), is(spent(0, Duration.ofSeconds(30))));
      assertThat(book.draw(WRITER, "b", limit, 3, midnight), is(new Drawn(3, 1, Duration.ZERO)));
    }
  }

  @Test
  default void aCallThatMayArriveTomorrowCountsForBothDays() {
    CallLimit limit = limit(Limits.UNLIMITED, 4);
    Instant midnight = Instant.parse("2026-11-23T00:00:00Z");
    try (Registry registry = Registry.open(state())) {
      lease(registry, WRITER);
      BudgetBook book = registry.budgets();
      assertThat(
          book.draw(WRITER, "b", limit, 1, midnight.minusMillis(5_001)),
          is(new Drawn(1, 3, Duration.ZERO)));
      assertThat(
          book.draw(WRITER, "b", limit, 2, midnight.minusMillis(100)),
          is(new Drawn(2, 1, Duration.ZERO)));
      assertThat(book.draw(WRITER, "b", limit, 9, midnight), is(new Drawn(2, 0, Duration.ZERO)));
    }
  }

  @Test
  default void aDayThatHasNothingLeftGivesNothingBeforeMidnightEither() {
    CallLimit limit = limit(Limits.UNLIMITED, 2);
    Instant midnight = Instant.parse("2026-11-23T00:00:00Z");
    try (Registry registry = Registry.open(state())) {
      lease(registry, WRITER);
      BudgetBook book = registry.budgets();
      assertThat(
          "a clock that is ahead", book.draw(WRITER, "b", limit, 2, midnight).calls(), is(2));
      assertThat(
          book.draw(WRITER, "b", limit, 1, midnight.minusSeconds(1)),
          is(spent(0, Duration.ofSeconds(1))));
    }
  }

  @Test
  default void aCallThatIsLateAfterMidnightCountsForTheNewDay() {
    CallLimit limit = limit(Limits.UNLIMITED, 4);
    Instant midnight = Instant.parse("2026-11-23T00:00:00Z");
    try (Registry registry = Registry.open(state())) {
      lease(registry, WRITER);
      BudgetBook book = registry.budgets();
      book.draw(WRITER, "b", limit, 1, midnight.minusSeconds(20));
      book.late("b", "companies", midnight.plusSeconds(2));
      assertThat(
          book.draw(WRITER, "b", limit, 9, midnight.plusSeconds(3)),
          is(new Drawn(3, 0, Duration.ZERO)));
    }
  }

  @Test
  default void aLimitThatWasLoweredWaitsUntilEnoughCallsAreOld() {
    try (Registry registry = Registry.open(state())) {
      lease(registry, WRITER);
      BudgetBook book = registry.budgets();
      for (int second = 0; second < 10; second++) {
        book.draw(WRITER, "b", limit(100, 100), 1, NOW.plusSeconds(second));
      }
      assertThat(
          book.draw(WRITER, "b", limit(3, 100), 1, NOW.plusSeconds(10)),
          is(spent(90, Duration.ofSeconds(65 - 10 + 7))));
    }
  }

  @Test
  default void kindsAndBudgetsAreCountedApart() {
    try (Registry registry = Registry.open(state())) {
      lease(registry, WRITER);
      BudgetBook book = registry.budgets();
      assertThat(book.draw(WRITER, "b", new CallLimit("put", 1, 1), 9, NOW).calls(), is(1));
      assertThat(book.draw(WRITER, "b", new CallLimit("get", 1, 1), 9, NOW).calls(), is(1));
      assertThat(book.draw(WRITER, "c", new CallLimit("put", 1, 1), 9, NOW).calls(), is(1));
      assertThat(book.draw(WRITER, "b", new CallLimit("put", 1, 1), 9, NOW).calls(), is(0));
    }
  }

  @Test
  default void aLateCallCountsAgainstTheMinuteAndNotTheDay() {
    CallLimit limit = limit(2, 100);
    try (Registry registry = Registry.open(state())) {
      lease(registry, WRITER);
      BudgetBook book = registry.budgets();
      assertThat(book.draw(WRITER, "b", limit, 1, NOW).leftToday(), is(99));
      book.late("b", "companies", NOW.plusSeconds(40));
      assertThat(
          book.draw(WRITER, "b", limit, 1, NOW.plusSeconds(40)),
          is(spent(99, Duration.ofSeconds(25))));
      assertThat(
          book.draw(WRITER, "b", limit, 2, NOW.plusSeconds(65)),
          is(new Drawn(1, 98, Duration.ZERO)));
    }
  }

  @Test
  default void aSecondThatIsAheadCounts() {
    CallLimit limit = limit(2, 100);
    try (Registry registry = Registry.open(state())) {
      lease(registry, WRITER);
      BudgetBook book = registry.budgets();
      assertThat(book.draw(WRITER, "b", limit, 2, NOW.plusSeconds(5)).calls(), is(2));
      assertThat(book.draw(WRITER, "b", limit, 1, NOW), is(spent(98, Duration.ofSeconds(70))));
    }
  }

  @Test
  default void clocksThatDisagreeNeverExceedTheLimitInAnyWindow() {
    long seed = Long.getLong("muster.seed", 20261122L);
    Random random = new Random(seed);
    int limit = 4;
    TreeMap<Long, Integer> granted = new TreeMap<>();
    try (Registry registry = Registry.open(state())) {
      lease(registry, WRITER, OTHER);
      Instant now = NOW;
      for (int i = 0; i < 120; i++) {
        now = now.plusMillis(random.nextInt(12_000));
        boolean other = random.nextBoolean();
        // The other host is behind or ahead by up to two minutes, and its clock jumps.
        Instant seen = other ? now.plusSeconds(random.nextInt(240) - 120) : now;
        int calls =
            registry
                .budgets()
                .draw(
                    other ? OTHER : WRITER,
                    "b",
                    limit(limit, Limits.UNLIMITED),
                    1 + random.nextInt(3),
                    seen)
                .calls();
        granted.merge(seen.plusNanos(999_999_999).getEpochSecond(), calls, Integer::sum);
      }
    }
    for (long second : granted.keySet()) {
      int inWindow =
          granted.subMap(second, second + BudgetBook.WINDOW.toSeconds()).values().stream()
              .mapToInt(Integer::intValue)
              .sum();
      assertThat("seed " + seed + ", from " + second, inWindow, is(lessThanOrEqualTo(limit)));
    }
    assertThat(
        "seed " + seed,
        granted.values().stream().mapToInt(Integer::intValue).sum() > 5 * limit,
        is(true));
  }

  @Test
  default void threadsThatDrawAtOnceGetTheLimitAndNoMore() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Registry shared = Registry.open(state())) {
      lease(shared, WRITER);
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        boolean own = thread % 2 == 0;
        tasks.add(
            () -> {
              Registry registry = own ? Registry.open(state()) : shared;
              int calls = 0;
              for (int i = 0; i < 15; i++) {
                calls += registry.budgets().draw(WRITER, "b", limit(40, 100), 1, NOW).calls();
              }
              if (own) {
                registry.close();
              }
              return calls;
            });
      }
      int all = 0;
      for (Future<Integer> result : threads.invokeAll(tasks)) {
        all += result.get();
      }
      assertThat(all, is(40));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void processesThatDrawAtOnceGetTheLimitAndNoMore() throws Exception {
    try (OtherProcess one = OtherProcess.start(state().registry(), "run-1");
        OtherProcess two = OtherProcess.start(state().registry(), "run-2")) {
      assertThat(one.ask("open"), is("opened"));
      assertThat(two.ask("open"), is("opened"));
      assertThat(one.ask("acquire linkedin"), is("granted"));
      assertThat(two.ask("acquire linkedin-2"), is("granted"));
      one.tell("draw linkedin tenant 30 20");
      two.tell("draw linkedin-2 tenant 30 20");
      assertThat(Integer.parseInt(one.answer()) + Integer.parseInt(two.answer()), is(30));
    }
  }

  @Test
  default void aRunWhoseLeaseAnotherHasTakenDrawsNothing() {
    CallLimit limit = limit(10, 10);
    try (Registry registry = Registry.open(state())) {
      lease(registry, new Writer("linkedin", "run-2"));
      LeaseLostException lost =
          assertThrows(
              LeaseLostException.class, () -> registry.budgets().draw(WRITER, "b", limit, 1, NOW));
      assertThat(
          lost.getMessage(),
          allOf(
              containsString("run run-2 has taken connection linkedin over"),
              containsString("host host-a, process 4711"),
              containsString("run run-1 was silent"),
              containsString("wait for")));
      assertThat(
          registry.budgets().draw(new Writer("linkedin", "run-2"), "b", limit, 9, NOW).leftToday(),
          is(1));
    }
  }

  @Test
  default void aRunWithoutALeaseDrawsNothing() {
    try (Registry registry = Registry.open(state())) {
      lease(registry, OTHER);
      LeaseLostException lost =
          assertThrows(
              LeaseLostException.class,
              () -> registry.budgets().draw(WRITER, "b", limit(10, 10), 1, NOW));
      assertThat(
          lost.getMessage(),
          allOf(
              containsString("run run-1 does not hold connection linkedin any more"),
              containsString("run it again")));
    }
  }

  @Test
  default void aCallWithoutALeaseCountsForTheRunThatHasIt() {
    CallLimit limit = limit(10, 10);
    try (Registry registry = Registry.open(state())) {
      lease(registry, WRITER);
      assertThat(
          registry.unleasedBudgets().draw(new Writer("linkedin", "check"), "b", limit, 1, NOW),
          is(new Drawn(1, 9, Duration.ZERO)));
      assertThat(registry.budgets().draw(WRITER, "b", limit, 99, NOW).calls(), is(9));
    }
  }

  @Test
  default void oldRowsGo() throws SQLException {
    try (Registry registry = Registry.open(state())) {
      lease(registry, WRITER);
      for (int day = 0; day < 40; day++) {
        registry.budgets().draw(WRITER, "b", limit(9, 9), 1, NOW.plus(Duration.ofDays(day)));
      }
    }
    assertThat(rows("muster_recent_calls"), is(1));
    assertThat(rows("muster_day_calls"), is(32));
  }

  private int rows(String table) throws SQLException {
    try (Connection connection = database();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      row.next();
      return row.getInt(1);
    }
  }
}
