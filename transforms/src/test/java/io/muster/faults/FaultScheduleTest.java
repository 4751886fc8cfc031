package io.muster.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.muster.model.Counts;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.sandbox.ManualClock;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.journal.Breach;
import io.muster.sandbox.vendor.Rule;
import io.muster.sandbox.vendor.VendorList;
import io.muster.workspace.Audience;
import io.muster.workspace.Auth;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a vendor does, and however often we crash: its lists end as the newest changes say,
 * every change is accounted for, no budget is exceeded, and nothing is sent twice without a cause.
 * {@code -Dmuster.faultSeeds=1000} plays more schedules, {@code -Dmuster.faultSeed=N} one alone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one simulator, and what all seeds have met
class FaultScheduleTest {

  private static final int EVERYDAY_SEEDS = 100;

  private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-20T00:00:00Z"));
  private final Coverage coverage = new Coverage();
  private Sandbox sandbox;
  private int played;

  @BeforeAll
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.defaults(), clock);
  }

  @AfterAll
  void stop() {
    sandbox.close();
    if (played >= EVERYDAY_SEEDS) {
      assertThat("what no schedule has met", coverage.missing(), is(empty()));
    }
  }

  static LongStream seeds() {
    Long only = Long.getLong("muster.faultSeed");
    return only != null
        ? LongStream.of(only)
        : LongStream.range(0, Integer.getInteger("muster.faultSeeds", EVERYDAY_SEEDS));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void listsEndAsTheNewestChangesSayWhateverGoesWrong(long seed) {
    FaultSchedule schedule = ScheduleDraw.of(seed);
    try (FaultRun run = new FaultRun(schedule, sandbox, clock, coverage)) {
      try {
        run.deliver();
        run.settle();
        checkSums(schedule, run);
        checkLists(schedule, run, doubtful(run));
        run.mend();
        run.replay();
        run.settle();
        checkSums(schedule, run);
        checkLists(schedule, run, Set.of());
        checkCalls(schedule, run);
        coverage.met(sandbox.calls(), run.letters());
        played++;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "%s%nplay it alone with -Dmuster.faultSeed=%d%n%s%s"
                .formatted(e, seed, schedule, String.join("\n", run.log())),
            e);
      }
    }
  }

  /**
   * The members that the profiles of failed changes have ever named; where the list was deleted and
   * the change that would have shown it has failed, all.
   */
  private static Set<Place> doubtful(FaultRun run) {
    Set<Place> doubtful = new HashSet<>();
    Set<String> audiences = new HashSet<>();
    for (MembershipChange failed : run.failedChanges()) {
      doubtful.addAll(run.named(failed));
      audiences.add(failed.audience());
    }
    audiences.retainAll(run.deleted());
    run.input().stream()
        .filter(change -> audiences.contains(change.audience()))
        .forEach(change -> doubtful.addAll(run.named(change)));
    return doubtful;
  }

  private static void checkSums(FaultSchedule schedule, FaultRun run) {
    long received = 0;
    for (Audience audience : schedule.audiences()) {
      Counts counts = run.counts(audience.id());
      received += counts.received();
      assertThat("pending of " + counts, counts.pending(), is(0L));
      Map<String, Long> letters =
          run.letters().stream()
              .filter(letter -> letter.audience().equals(audience.id()))
              .collect(
                  Collectors.groupingBy(
                      letter -> letter.reason().name(), TreeMap::new, Collectors.counting()));
      assertThat("dead letters by code", letters, equalTo(counts.byCode()));
    }
    assertThat("received", received, is(run.received()));
    assertThat("pending in the delivery's memory", run.pending(), is(0L));
    assertThat("entries left behind", run.leftovers(), is(0));
  }

  private void checkLists(FaultSchedule schedule, FaultRun run, Set<Place> doubtful) {
    ListOracle oracle = ListOracle.of(run.input());
    Map<String, VendorList> lists =
        sandbox.lists().stream().collect(Collectors.toMap(VendorList::id, list -> list));
    for (Audience audience : schedule.audiences()) {
      run.foreignList(audience)
          .map(lists::get)
          .ifPresent(list -> assertThat("members of a foreign list", list.members(), is(empty())));
      if (run.isTaken(audience)) {
        assertThat("activated without a list", run.counts(audience.id()).activated(), is(0L));
        continue;
      }
      Map<String, Map<String, String>> wanted = new TreeMap<>();
      for (Member member : oracle.members(audience.id()).values()) {
        wanted.put(schedule.side().identifier(member), schedule.side().shown(member));
      }
      Map<String, Map<String, String>> held = new TreeMap<>();
      run.listId(audience.id()).map(lists::get).stream()
          .flatMap(list -> list.members().stream())
          .forEach(member -> held.put(member.identifier(), member.fields()));
      Set<String> ignored =
          Stream.concat(doubtful.stream(), run.refusedForNobody().stream())
              .filter(place -> place.audience().equals(audience.id()))
              .map(place -> place.key().substring(place.key().indexOf('=') + 1))
              .collect(Collectors.toSet());
      schedule.refused().forEach(key -> ignored.add(key.substring(key.indexOf('=') + 1)));
      wanted.keySet().removeAll(ignored);
      held.keySet().removeAll(ignored);
      assertThat("members of " + audience.name(), differences(wanted, held), equalTo(Map.of()));
    }
  }

  /** By member what it should be and is. */
  private static Map<String, String> differences(
      Map<String, Map<String, String>> wanted, Map<String, Map<String, String>> held) {
    Set<String> all = new TreeSet<>(wanted.keySet());
    all.addAll(held.keySet());
    Map<String, String> differences = new TreeMap<>();
    for (String member : all) {
      if (!Objects.equals(wanted.get(member), held.get(member))) {
        differences.put(member, "wanted " + wanted.get(member) + ", is " + held.get(member));
      }
    }
    return differences;
  }

  private void checkCalls(FaultSchedule schedule, FaultRun run) {
    assertThat(
        "rules broken",
        sandbox.breaches().stream().filter(breach -> !isAllowed(breach, schedule)).toList(),
        is(empty()));
    assertThat("budget", BudgetAudit.excesses(schedule, sandbox.calls()), is(empty()));
    assertThat("repeats", run.repeatsWithoutCause(), is(empty()));
  }

  /**
   * Bombora tells of an update that it works on by refusing removals: to ask beforehand would cost
   * as many calls. A stopped connection tries its static token again every minute, since it may
   * have been given back its rights. A refused token is not known for one where the refusal was
   * lost, and a token may end on its way.
   */
  private boolean isAllowed(Breach breach, FaultSchedule schedule) {
    if (breach.rule().equals(Rule.TOKEN_USED_AFTER_401.id())) {
      return schedule.auth() instanceof Auth.StaticToken
          || sandbox.calls().stream()
              .anyMatch(
                  call ->
                      call.seq() < breach.call() && call.account().isEmpty() && call.status() == 0);
    }
    if (breach.rule().equals(Rule.EXPIRED_TOKEN.id())) {
      return !schedule.latency().isZero();
    }
    return breach.rule().equals(Rule.CHANGE_DURING_PENDING_UPDATE.id())
        || (schedule.auth() instanceof Auth.StaticToken
            && breach.rule().equals(Rule.UNKNOWN_TOKEN.id()));
  }
}
