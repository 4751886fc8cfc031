package io.muster.delivery;

import static java.util.stream.Collectors.toSet;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import io.muster.model.Counts;
import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.workspace.Audience;
import io.muster.workspace.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a guard has held back, an outage has outlasted or a vendor has refused, in runs of which
 * some crash, of a list that somebody deletes now and then: once the letters have been read again
 * by a vendor that is well, the list is as the newest changes say. Nothing is lost between what a
 * letter says and what is believed of the list. Run one seed alone with {@code -Dmuster.seed=N}.
 */
class LettersPropertyTest {

  private static final String AUDIENCE = "a1";
  private static final String NAME = "List one";

  static LongStream seeds() {
    return Seeds.orSoMany(300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void lettersThatAreReadAgainMakeTheListRight(long seed) {
    Random random = Seeds.random(seed);
    boolean mixed = random.nextBoolean();
    ScriptedVendor vendor = new ScriptedVendor(random, !mixed && random.nextBoolean());
    DeliveryRig rig = new DeliveryRig(vendor, random, 1 + random.nextInt(6), mixed);
    rig.remember(new MapMembershipLog());
    Guard guard = new Guard(random.nextInt(5) / 10.0, 1 + random.nextInt(6));
    rig.usePlan(
        1 + random.nextInt(6),
        mixed,
        List.of(new Audience(AUDIENCE, NAME, Instant.MIN, Instant.MAX, false, guard)));
    if (random.nextBoolean()) {
      rig.guardOverAnHour();
    }
    List<MembershipChange> said = new ArrayList<>();

    for (int run = 1 + random.nextInt(4); run > 0; run--) {
      rig.restart();
      List<MembershipChange> input = input(random, said.size());
      said.addAll(input);
      take(input, rig, vendor, random);
      String where = "seed " + seed + ", " + run + " runs from the last";
      Counts counts = rig.counts(AUDIENCE);
      assertThat(where + " " + counts, counts.pending(), is(0L));
      assertThat(where, rig.leftovers(), is(0));
    }

    vendor.withFaults(0).poisonedBy("");
    rig.confirmRemovals();
    boolean goesOn = random.nextBoolean();
    if (!goesOn) {
      rig.use(Recall.AS_READ);
      rig.restart();
    }
    List<MembershipChange> letters = lettersOf(rig, said);
    // A run looks for no list of which it is told nothing.
    MembershipChange last = said.get(said.size() - 1);
    letters.add(last);
    rig.letters.clear();
    Collections.shuffle(letters, random);
    rig.accept(letters);
    rig.endWithin(Duration.ofDays(1));
    if (goesOn) {
      // What no change waited for is a later run's.
      rig.restart();
      rig.accept(List.of(last));
      rig.endWithin(Duration.ofDays(1));
    }

    assertThat("seed " + seed, vendor.membersOf(NAME), equalTo(oracle(said)));
    assertThat(
        "seed " + seed,
        rig.letters.stream().map(DeadLetter::reason).collect(toSet()),
        everyItem(is(Reason.NO_MEMBER_KEY)));
  }

  /** One run: the vendor's state changes from one part of the input to the next. */
  private static void take(
      List<MembershipChange> input, DeliveryRig rig, ScriptedVendor vendor, Random random) {
    rig.checkpoint();
    int checkpointAt = 0;
    int at = 0;
    while (at < input.size()) {
      vendor.withFaults(List.of(0.0, 0.0, 0.4, 1.0).get(random.nextInt(4)));
      vendor.poisonedBy(random.nextInt(4) == 0 ? "k0" : "");
      if (random.nextInt(20) == 0) {
        rig.clock.advance(Duration.ofMinutes(10)); // one that is missed sooner counts as new
        vendor.deleteList(NAME);
      }
      int to = Math.min(input.size(), at + 1 + random.nextInt(8));
      rig.acceptQuietly(input.subList(at, to));
      at = to;
      switch (random.nextInt(6)) {
        case 0, 1, 2 -> rig.wake(ConnectionDelivery.Urgency.EVERYTHING);
        case 3 -> rig.clock.advance(Duration.ofHours(random.nextInt(30)));
        case 4 -> {
          rig.checkpoint();
          checkpointAt = at;
        }
        default -> {
          rig.restore();
          at = checkpointAt;
        }
      }
    }
    rig.endWithin(Duration.ofHours(random.nextInt(40)));
  }

  /** The letters' changes, which their places in the input tell. */
  private static List<MembershipChange> lettersOf(DeliveryRig rig, List<MembershipChange> said) {
    Set<MembershipChange> changes = new LinkedHashSet<>();
    for (DeadLetter letter : rig.letters) {
      said.stream()
          .filter(change -> change.origin().position().equals(letter.origin().position()))
          .forEach(changes::add);
    }
    return new ArrayList<>(changes);
  }

  /** Most profiles come and go with the same member, and some meet in another's. */
  private static List<MembershipChange> input(Random random, int from) {
    List<MembershipChange> input = new ArrayList<>();
    int changes = 1 + random.nextInt(40);
    for (int i = 0; i < changes; i++) {
      int profile = random.nextInt(8);
      String name = "p" + profile;
      String key = "k" + (random.nextInt(4) == 0 ? random.nextInt(8) : profile);
      int second = from + i;
      input.add(
          switch (random.nextInt(5)) {
            case 0, 1 -> DeliveryRig.exit(AUDIENCE, name, second);
            case 2 -> DeliveryRig.exit(AUDIENCE, name, second, key);
            default -> DeliveryRig.member(AUDIENCE, name, second, key, "n" + random.nextInt(2));
          });
    }
    return input;
  }

  /** Each profile's newest change; a member is there while one of them names it. */
  private static Map<String, Map<String, String>> oracle(List<MembershipChange> said) {
    Map<String, MembershipChange> newest = new HashMap<>();
    said.forEach(change -> newest.put(change.profileId(), change));
    Map<String, Map<String, String>> members = new TreeMap<>();
    newest.values().stream()
        .filter(change -> !change.version().exit())
        .sorted(Comparator.comparing(MembershipChange::version))
        .forEach(change -> members.put(change.member().key(), change.member().fields()));
    return members;
  }
}
