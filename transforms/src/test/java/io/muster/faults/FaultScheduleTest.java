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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a vendor does, and however often we crash: its lists end as the newest changes say,
 * every change is accounted for, no budget is exceeded, and nothing is sent twice without a cause.
 * {@code -Dmuster.faultSeeds=1000} plays more schedules, {@code -Dmuster.faultSeed=N} one alone.
 */
class FaultScheduleTest {

  private static final int EVERYDAY_SEEDS = 100;

  private static final ManualClock CLOCK = ManualClock.at(Instant.parse("2026-11-20T00:00:00Z"));
  private static Sandbox sandbox;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.defaults(), CLOCK);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
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
    try (FaultRun run = new FaultRun(schedule, sandbox, CLOCK)) {
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
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "%s%nplay it alone with -Dmuster.faultSeed=%d%n%s%s"
                .formatted(e, seed, schedule, String.join("\n", run.log())),
            e);
      }
    }
  }

  private record Place(String audience, String key) {}

  /** The members that the profiles of failed changes have ever named. */
  private static Set<Place> doubtful(FaultRun run) {
    Set<Place> profiles = new HashSet<>();
    run.failedChanges().forEach(it -> profiles.add(new Place(it.audience(), it.profileId())));
    Set<Place> doubtful = new HashSet<>();
    for (MembershipChange change : run.input()) {
      if (change.member() != null
          && profiles.contains(new Place(change.audience(), change.profileId()))) {
        doubtful.add(new Place(change.audience(), change.member().key()));
      }
    }
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

  private static void checkLists(FaultSchedule schedule, FaultRun run, Set<Place> doubtful) {
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
          doubtful.stream()
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

  private static void checkCalls(FaultSchedule schedule, FaultRun run) {
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
   * have been given back its rights.
   */
  private static boolean isAllowed(Breach breach, FaultSchedule schedule) {
    return breach.rule().equals(Rule.CHANGE_DURING_PENDING_UPDATE.id())
        || (schedule.auth() instanceof Auth.StaticToken
            && Set.of(Rule.TOKEN_USED_AFTER_401.id(), Rule.UNKNOWN_TOKEN.id())
                .contains(breach.rule()));
  }
}
