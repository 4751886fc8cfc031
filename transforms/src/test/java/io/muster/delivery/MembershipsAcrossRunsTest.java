package io.muster.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.muster.delivery.MapMembershipLog.Died;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.workspace.Audience;
import io.muster.workspace.Guard;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Twenty generations of changes and whole snapshots, each a run of its own that knows of the others
 * only by what is remembered; some die on the way, and some are guarded first, which lets no more
 * go than it allows, and confirmed then. After each run that ends, the vendor's lists are as an
 * oracle says, and the same again makes no call. Run one seed alone with {@code -Dmuster.seed=N}.
 */
class MembershipsAcrossRunsTest {

  private static final int GENERATIONS = 20;
  private static final String AUDIENCE = "a1";
  private static final String NAME = "List one";

  static LongStream seeds() {
    return Seeds.orSoMany(200);
  }

  /** One profile as the newest that is known says. */
  private record Known(int second, boolean exit, boolean lapsed, Member member) {

    boolean holds() {
      return !exit && !lapsed;
    }

    boolean isOlderThan(MembershipChange change) {
      int other = secondOf(change);
      if (other != second) {
        return other > second;
      }
      // What has lapsed comes back with its own time; an exit beats a member of the same time.
      return lapsed || !exit || change.version().exit();
    }
  }

  private static int secondOf(MembershipChange change) {
    return change.version().qualifiedAt().atZone(ZoneOffset.UTC).toLocalTime().toSecondOfDay();
  }

  /** All that has ever been said. */
  private static final class Oracle {
    private final Map<String, Known> profiles = new HashMap<>();

    void accept(List<MembershipChange> changes) {
      for (MembershipChange change : changes) {
        Known before = profiles.get(change.profileId());
        if (before == null || before.isOlderThan(change)) {
          profiles.put(
              change.profileId(),
              new Known(secondOf(change), change.version().exit(), false, change.member()));
        }
      }
    }

    void lapseAllBut(Set<String> seen) {
      profiles.replaceAll(
          (profile, known) ->
              seen.contains(profile) || !known.holds()
                  ? known
                  : new Known(known.second(), false, true, known.member()));
    }

    Map<String, Map<String, String>> members() {
      Map<String, Map<String, String>> members = new TreeMap<>();
      profiles.values().stream()
          .filter(Known::holds)
          .sorted(Comparator.comparingInt(Known::second))
          .forEach(known -> members.put(known.member().key(), known.member().fields()));
      return members;
    }
  }

  /** One run's input. */
  private record Generation(boolean mirror, List<MembershipChange> changes, Set<String> sighted) {

    /** Nobody can tell what a run that died has left of a profile that is only sighted. */
    Generation withoutSighted() {
      return new Generation(mirror, changes, Set.of());
    }

    Set<String> seen() {
      Set<String> seen = new HashSet<>(sighted);
      changes.forEach(change -> seen.add(change.profileId()));
      return seen;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void listsAreRightAfterEachRunThatEnds(long seed) {
    Random random = Seeds.random(seed);
    boolean mixed = random.nextBoolean();
    ScriptedVendor vendor =
        new ScriptedVendor(random, !mixed && random.nextBoolean())
            .withFaults(random.nextBoolean() ? 0 : random.nextDouble() * 0.3);
    DeliveryRig rig = new DeliveryRig(vendor, random, 1 + random.nextInt(8), mixed);
    int deaths = random.nextBoolean() ? 3 : 1_000;
    boolean died = false;
    boolean guarded = random.nextBoolean();
    Guard guard = new Guard(random.nextInt(6) / 10.0, random.nextInt(6));
    if (guarded) {
      rig.usePlan(
          1 + random.nextInt(8),
          mixed,
          List.of(new Audience(AUDIENCE, NAME, Instant.MIN, Instant.MAX, false, guard)));
    }
    MapMembershipLog log = new MapMembershipLog();
    rig.remember(log);
    Oracle oracle = new Oracle();
    Inputs inputs = new Inputs(random);

    for (int generation = 0; generation < GENERATIONS; generation++) {
      Generation input = inputs.next(generation, oracle);
      String where = "seed " + seed + " generation " + generation + " " + input;
      boolean dies = random.nextInt(deaths) == 0;
      died |= dies;
      if (dies) {
        log.dieAfter(random.nextInt(12), random.nextBoolean());
        diesOrEnds(rig, input);
        log.live();
        if (input.mirror()) {
          // What the next snapshot says counts, whatever this one has brought.
          oracle.accept(input.changes());
          input = inputs.snapshot(generation, oracle).withoutSighted();
        }
      }
      if (guarded) {
        Set<String> gone = new HashSet<>(vendor.membersOf(NAME).keySet());
        int held = gone.size();
        rig.confirmRemovals(false);
        run(rig, input);
        rig.confirmRemovals();
        gone.removeAll(vendor.membersOf(NAME).keySet());
        // What a run that died has removed may still count as held.
        if (!died && held >= guard.minMembers()) {
          assertThat(where + ", gone " + gone, guard.allows(gone.size(), held), is(true));
        }
      }
      run(rig, input);
      oracle.accept(input.changes());
      if (input.mirror()) {
        oracle.lapseAllBut(input.seen());
      }
      assertThat(where, vendor.membersOf(NAME), equalTo(oracle.members()));
      assertThat(where, rig.leftovers(), is(0));

      int calls = rig.ledger.size();
      run(rig, input);
      assertThat(where + ", again", vendor.membersOf(NAME), equalTo(oracle.members()));
      assertThat(where + ", calls when nothing is owed", rig.ledger.size(), is(calls));
    }
  }

  private static void diesOrEnds(DeliveryRig rig, Generation input) {
    try {
      run(rig, input);
    } catch (Died e) {
      // So it was meant.
      return;
    }
  }

  private static void run(DeliveryRig rig, Generation input) {
    rig.mirror(input.mirror());
    rig.restart();
    List<MembershipChange> all = new ArrayList<>(input.changes());
    input
        .sighted()
        .forEach(
            profile -> all.add(MembershipChange.sighting(DeliveryRig.DATAFLOW, AUDIENCE, profile)));
    for (int from = 0; from < all.size(); from += 7) {
      rig.accept(all.subList(from, Math.min(all.size(), from + 7)));
    }
    rig.lapse();
    do {
      rig.drain();
    } while (!rig.closesOut());
  }

  /** Makes up generations; no two profiles have a second in common. */
  private static final class Inputs {
    private final Random random;
    private int nextSecond = 1;

    Inputs(Random random) {
      this.random = random;
    }

    Generation next(int generation, Oracle oracle) {
      boolean mirror = random.nextInt(3) == 0;
      return mirror ? snapshot(generation, oracle) : changes(generation, oracle);
    }

    private Generation changes(int generation, Oracle oracle) {
      List<MembershipChange> changes = new ArrayList<>();
      for (int i = random.nextInt(20); i > 0; i--) {
        String profile = "p" + random.nextInt(10);
        Known known = oracle.profiles.get(profile);
        int way = random.nextInt(8);
        if (way == 0) {
          changes.add(DeliveryRig.exit(AUDIENCE, profile, nextSecond++));
        } else if (way == 1) {
          changes.add(DeliveryRig.exit(AUDIENCE, profile, nextSecond++, key()));
        } else if (way == 2 && known != null && known.holds()) {
          // Corrected under its old time: of a later run, so it counts.
          changes.add(
              inGeneration(
                  generation,
                  DeliveryRig.member(AUDIENCE, profile, known.second(), key(), name())));
        } else if (way == 3 && known != null && known.holds()) {
          changes.add(
              inGeneration(
                  generation,
                  DeliveryRig.member(
                      AUDIENCE,
                      profile,
                      known.second(),
                      known.member().key(),
                      known.member().field("name"))));
        } else {
          changes.add(DeliveryRig.member(AUDIENCE, profile, nextSecond++, key(), name()));
        }
      }
      return new Generation(false, onePerTime(changes), Set.of());
    }

    private Generation snapshot(int generation, Oracle oracle) {
      List<MembershipChange> changes = new ArrayList<>();
      Set<String> sighted = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        String profile = "p" + i;
        Known known = oracle.profiles.get(profile);
        int way = random.nextInt(6);
        if (way == 0) {
          continue;
        }
        if (way == 1) {
          sighted.add(profile);
        } else if (way == 2) {
          changes.add(DeliveryRig.exit(AUDIENCE, profile, nextSecond++));
        } else if (way == 3 && known != null && known.member() != null && !known.exit()) {
          changes.add(
              inGeneration(
                  generation,
                  DeliveryRig.member(
                      AUDIENCE,
                      profile,
                      known.second(),
                      known.member().key(),
                      known.member().field("name"))));
        } else {
          changes.add(DeliveryRig.member(AUDIENCE, profile, nextSecond++, key(), name()));
        }
      }
      if (changes.isEmpty()) {
        changes.add(DeliveryRig.member(AUDIENCE, "p0", nextSecond++, key(), name()));
        sighted.remove("p0");
      }
      return new Generation(true, changes, sighted);
    }

    /** Of two changes of one time in one run the later line counts; the oracle knows no lines. */
    private static List<MembershipChange> onePerTime(List<MembershipChange> changes) {
      Map<String, MembershipChange> byTime = new LinkedHashMap<>();
      changes.forEach(change -> byTime.put(change.profileId() + secondOf(change), change));
      return List.copyOf(byTime.values());
    }

    private static MembershipChange inGeneration(int generation, MembershipChange change) {
      return DeliveryRig.atLine(generation + 1, change);
    }

    private String key() {
      return "k" + random.nextInt(8);
    }

    private String name() {
      return "name" + random.nextInt(3);
    }
  }
}
