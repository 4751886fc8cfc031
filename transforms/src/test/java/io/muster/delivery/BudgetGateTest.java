package io.muster.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.delivery.BudgetBook.LeaseLostException;
import io.muster.delivery.BudgetBook.Writer;
import io.muster.destination.CallLimit;
import io.muster.destination.CallLimit.Purpose;
import io.muster.workspace.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a connection's budget lets through. */
class BudgetGateTest {

  private static final int A_MINUTE = 300;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final MutableClock clock = new MutableClock();
  private final MemoryBudgetBook book = new MemoryBudgetBook();

  private BudgetGate gate(String connection, CallLimit... limits) {
    return new BudgetGate("shared", new Writer(connection, "run"), List.of(limits), book, clock);
  }

  private static CallLimit aMinute(int calls) {
    return new CallLimit("companies", calls, Limits.UNLIMITED, Purpose.MEMBERS);
  }

  private static CallLimit aDay(int calls) {
    return new CallLimit("put", Limits.UNLIMITED, calls, Purpose.MEMBERS);
  }

  /** Calls at once, until the gate asks to wait. */
  private static int burst(BudgetGate gate, String kind) {
    int calls = 0;
    while (gate.take(kind).isZero()) {
      gate.answered(kind, 200);
      calls++;
    }
    return calls;
  }

  @Test
  void neverLetsMoreThroughThanTheVendorAllowsInAnyMinute() {
    Random random = new Random(7);
    BudgetGate one = gate("one", aMinute(A_MINUTE));
    BudgetGate other = gate("other", aMinute(A_MINUTE));
    List<Instant> arrivals = new ArrayList<>();
    Instant end = clock.instant().plus(MINUTE.multipliedBy(10));
    while (clock.instant().isBefore(end)) {
      BudgetGate gate = random.nextBoolean() ? one : other;
      Duration pause = gate.take("companies");
      if (pause.isZero()) {
        clock.advance(Duration.ofMillis(random.nextInt(random.nextInt(50) == 0 ? 9_000 : 60)));
        arrivals.add(clock.instant());
        gate.answered("companies", 200);
      } else {
        clock.advance(random.nextBoolean() ? pause : Duration.ofMillis(random.nextInt(500)));
      }
    }

    for (int i = A_MINUTE; i < arrivals.size(); i++) {
      Duration apart = Duration.between(arrivals.get(i - A_MINUTE), arrivals.get(i));
      assertThat("calls " + (i - A_MINUTE) + " and " + i, apart, greaterThanOrEqualTo(MINUTE));
    }
    assertThat(arrivals.size(), greaterThan(9 * A_MINUTE * 8 / 10));
  }

  @Test
  void aCallThatWasLongOnItsWayCountsFromWhenItWasAnswered() {
    BudgetGate gate = gate("one", aMinute(1));
    assertThat(gate.take("companies"), is(Duration.ZERO));
    clock.advance(Duration.ofSeconds(9));
    gate.answered("companies", 200);
    Instant arrived = clock.instant();

    for (Duration pause = gate.take("companies"); !pause.isZero(); pause = gate.take("companies")) {
      clock.advance(pause);
    }
    assertThat(Duration.between(arrived, clock.instant()), greaterThanOrEqualTo(MINUTE));
  }

  @Test
  void aRateOfOneCallAMinuteIsNotLoweredToNone() {
    BudgetGate gate = gate("one", aMinute(1));
    gate.take("companies");
    gate.answered("companies", 429);
    clock.advance(MINUTE.multipliedBy(2));
    assertThat(gate.take("companies"), is(Duration.ZERO));
  }

  @Test
  void keepsASixtyFourthOfTheRateHoweverOftenTheVendorSays429() {
    BudgetGate gate = gate("one", aMinute(A_MINUTE));
    for (int i = 0; i < 20; i++) {
      gate.take("companies");
      gate.answered("companies", 429);
      clock.advance(Duration.ofSeconds(40));
    }
    assertThat(gate.callsWithin(MINUTE), is(A_MINUTE / 64));
  }

  @Test
  void theSameCalls429sInOneMinuteHalveTheRateOnce() {
    BudgetGate gate = gate("one", aMinute(A_MINUTE));
    for (int i = 0; i < 5; i++) {
      assertThat(gate.take("companies"), is(Duration.ZERO));
      gate.answered("companies", 429);
      clock.advance(Duration.ofSeconds(2));
    }
    assertThat(gate.callsWithin(MINUTE), is(A_MINUTE / 2));
    assertThat("is not put off for a minute", gate.take("companies"), is(Duration.ZERO));
  }

  @Test
  void sharesADayAmongThoseWhoNameOneBudget() {
    BudgetGate accounts = gate("accounts", aDay(10));
    BudgetGate people = gate("people", aDay(10));

    assertThat(burst(accounts, "put"), is(10));
    Duration pause = people.take("put");
    assertThat(pause, is(Duration.between(clock.instant(), Instant.parse("2026-11-21T00:00:00Z"))));
    clock.advance(pause);
    assertThat(burst(people, "put"), is(10));
  }

  @Test
  void keepsTheDayOverARestart() {
    burst(gate("one", aDay(10)), "put");
    assertThat(burst(gate("one", aDay(10)), "put"), is(0));
  }

  @Test
  void lowersTheRateAtA429AndRaisesItSlowly() {
    BudgetGate gate = gate("one", aMinute(A_MINUTE));
    assertThat(gate.take("companies"), is(Duration.ZERO));
    gate.answered("companies", 429);
    assertThat(gate.callsWithin(MINUTE), is(A_MINUTE / 2));
    int lowered = burst(gate, "companies");
    assertThat(lowered, lessThanOrEqualTo(A_MINUTE / 2));

    clock.advance(MINUTE.multipliedBy(2));
    int later = burst(gate, "companies");
    assertThat(later, greaterThan(A_MINUTE / 2));
    assertThat(later, lessThan(A_MINUTE));
    clock.advance(MINUTE.multipliedBy(10));
    assertThat(burst(gate, "companies"), is(A_MINUTE));
    assertThat("no more than the whole", gate.callsWithin(MINUTE), is(A_MINUTE));
  }

  @Test
  void a429AfterALongPauseHalvesTheWholeAgain() {
    BudgetGate gate = gate("one", aMinute(A_MINUTE));
    gate.take("companies");
    gate.answered("companies", 429);
    clock.advance(MINUTE.multipliedBy(10));
    gate.answered("companies", 429);
    assertThat(gate.callsWithin(MINUTE), is(A_MINUTE / 2));
  }

  @Test
  void sparesWhatIsLeftOfADayThatRunsShort() {
    BudgetGate gate = gate("one", aDay(10));
    assertThat(gate.interval(Purpose.MEMBERS), is(Optional.empty()));
    for (int i = 0; i < 5; i++) {
      gate.take("put");
    }
    assertThat(gate.interval(Purpose.MEMBERS), is(Optional.empty()));
    gate.take("put");
    // 14 hours are left for 4 calls, or for none.
    assertThat(gate.interval(Purpose.MEMBERS), is(Optional.of(Duration.ofMinutes(14 * 60 / 4))));
    assertThat(gate.interval(Purpose.JOBS), is(Optional.empty()));
    burst(gate, "put");
    assertThat(gate.interval(Purpose.MEMBERS), is(Optional.of(Duration.ofHours(14))));
    clock.advance(Duration.ofDays(1));
    assertThat(gate.interval(Purpose.MEMBERS), is(Optional.empty()));
  }

  @Test
  void tellsWhatIsLeftByPurposeAsTheDrawsSay() {
    CallLimit writes = aDay(10);
    CallLimit reads = new CallLimit("get", Limits.UNLIMITED, 1_000, Purpose.JOBS);
    BudgetGate gate = gate("one", writes, reads, aMinute(A_MINUTE));
    assertThat(gate.levels().get(Purpose.MEMBERS).leftToday(), is(OptionalInt.empty()));
    assertThat(gate.dayEnds(), is(Optional.empty()));

    gate.take("put");
    burst(gate("other", writes), "put");
    gate.take("put");
    BudgetLevel members = gate.levels().get(Purpose.MEMBERS);
    assertThat(members.leftToday(), is(OptionalInt.of(0)));
    assertThat(members.perDay(), is(OptionalInt.of(10)));
    assertThat(members.perMinute(), is(OptionalInt.of(A_MINUTE)));
    assertThat(gate.levels().get(Purpose.JOBS).leftToday(), is(OptionalInt.empty()));
    assertThat(gate.levels().get(Purpose.LISTS), is(nullValue()));
    assertThat(gate.dayEnds(), is(Optional.of(Instant.parse("2026-11-21T00:00:00Z"))));

    clock.advance(Duration.ofDays(1));
    assertThat(gate.levels().get(Purpose.MEMBERS).leftToday(), is(OptionalInt.of(10)));
    assertThat(gate.dayEnds(), is(Optional.of(Instant.parse("2026-11-21T00:00:00Z"))));
  }

  @Test
  void tellsTheTightestOfSeveralKinds() {
    CallLimit adds = new CallLimit("add", 60, 1_000, Purpose.MEMBERS);
    CallLimit removes = new CallLimit("remove", 30, 20, Purpose.MEMBERS);
    BudgetGate gate = gate("one", adds, removes);
    gate.take("add");
    gate.take("remove");
    gate.answered("add", 429);

    BudgetLevel members = gate.levels().get(Purpose.MEMBERS);
    assertThat(members.perMinute(), is(OptionalInt.of(30)));
    assertThat(members.leftToday(), is(OptionalInt.of(19)));
    assertThat(members.perDay(), is(OptionalInt.of(20)));
    gate.answered("remove", 429);
    assertThat(gate.levels().get(Purpose.MEMBERS).perMinute(), is(OptionalInt.of(15)));
  }

  @Test
  void countsWhatWasAnsweredByPurpose() {
    CallLimit jobs = new CallLimit("get", Limits.UNLIMITED, 1_000, Purpose.JOBS);
    BudgetGate gate = gate("one", aDay(10), jobs);
    gate.take("put");
    gate.answered("put", 401);
    gate.take("put");
    gate.answered("put", 200);
    gate.take("put");
    gate.answered("put", 0);
    gate.take("get");
    gate.answered("get", 200);

    assertThat(gate.answered(Purpose.MEMBERS), is(2L));
    assertThat(gate.answered(Purpose.JOBS), is(1L));
    assertThat(gate.answered(Purpose.LISTS), is(0L));
  }

  @Test
  void letsAKindWithoutALimitPass() {
    BudgetGate gate = gate("one", aMinute(1));
    for (int i = 0; i < 5; i++) {
      assertThat(gate.take("segments"), is(Duration.ZERO));
      gate.answered("segments", 200);
    }
    assertThat(gate.interval(Purpose.LISTS), is(Optional.empty()));
    assertThat(gate.callsWithin(MINUTE), is(1));
    assertThat(gate("one", aDay(3)).callsWithin(MINUTE), is(Integer.MAX_VALUE));
  }

  /** A destination that forgets a kind must not make that one beside another run. */
  @Test
  void makesNoCallOfAKindThatNobodyListedOnceTheLeaseIsLost() {
    BudgetBook taken =
        new BudgetBook() {
          @Override
          public Drawn draw(
              Writer writer, String budget, CallLimit limit, int wanted, Instant now) {
            throw new LeaseLostException("another run writes " + writer.connection());
          }

          @Override
          public void late(String budget, String kind, Instant now) {
            // No call was made.
          }
        };
    BudgetGate gate =
        new BudgetGate("own", new Writer("one", "run"), List.of(aMinute(1)), taken, clock);

    assertThrows(LeaseLostException.class, () -> gate.take("segments"));
  }

  @Test
  void callsThatNobodyLimitsAreDrawnTogetherWhereTheyComeInARow() {
    List<Integer> draws = new ArrayList<>();
    BudgetBook counting =
        new BudgetBook() {
          @Override
          public Drawn draw(
              Writer writer, String budget, CallLimit limit, int wanted, Instant now) {
            draws.add(wanted);
            return book.draw(writer, budget, limit, wanted, now);
          }

          @Override
          public void late(String budget, String kind, Instant now) {
            book.late(budget, kind, now);
          }
        };
    CallLimit free = new CallLimit("segments", Limits.UNLIMITED, Limits.UNLIMITED);
    BudgetGate gate =
        new BudgetGate("own", new Writer("one", "run"), List.of(free), counting, clock);
    for (int i = 0; i < 40; i++) {
      assertThat(gate.take("segments"), is(Duration.ZERO));
    }
    clock.advance(Duration.ofSeconds(3));
    gate.take("segments");

    assertThat(draws, is(List.of(1, 2, 4, 8, 16, 16, 1)));
  }

  /** A step asks it while a call's thread waits for the registry, which may be away for long. */
  @Test
  void tellsHowFarTheBudgetGoesWhileItIsDrawnFrom() throws Exception {
    CountDownLatch drawing = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    BudgetBook slow =
        new BudgetBook() {
          @Override
          public Drawn draw(
              Writer writer, String budget, CallLimit limit, int wanted, Instant now) {
            drawing.countDown();
            await(answer);
            return book.draw(writer, budget, limit, wanted, now);
          }

          @Override
          public void late(String budget, String kind, Instant at) {
            book.late(budget, kind, at);
          }
        };
    BudgetGate gate =
        new BudgetGate("shared", new Writer("one", "run"), List.of(aMinute(A_MINUTE)), slow, clock);
    CompletableFuture<Duration> taken = CompletableFuture.supplyAsync(() -> gate.take("companies"));
    await(drawing);

    int calls =
        CompletableFuture.supplyAsync(() -> gate.callsWithin(MINUTE)).get(1, TimeUnit.MINUTES);

    assertThat(calls, is(A_MINUTE));
    answer.countDown();
    assertThat(taken.get(1, TimeUnit.MINUTES), is(Duration.ZERO));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES), is(true));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
