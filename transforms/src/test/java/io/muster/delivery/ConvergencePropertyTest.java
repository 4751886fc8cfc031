package io.muster.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.muster.model.Counts;
import io.muster.model.MembershipChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the order, the repeats, the vendor's faults and our own crashes: the vendor's lists end
 * as the newest changes say, and every change is counted once. Run one seed alone with {@code
 * -Dmuster.seed=N}.
 */
class ConvergencePropertyTest {

  private static final List<String> AUDIENCES = List.of("a1", "a2");

  static LongStream seeds() {
    return Seeds.orSoMany(300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void listsEndAsTheNewestChangesSay(long seed) {
    Random random = Seeds.random(seed);
    boolean mixed = random.nextBoolean();
    boolean crashes = random.nextBoolean();
    ScriptedVendor vendor =
        new ScriptedVendor(random, !mixed && random.nextBoolean())
            .withFaults(random.nextBoolean() ? 0 : random.nextDouble() * 0.4);
    DeliveryRig rig = new DeliveryRig(vendor, random, 1 + random.nextInt(20), mixed);
    List<MembershipChange> input = input(random);

    int at = 0;
    int checkpointAt = 0;
    while (at < input.size()) {
      int to = Math.min(input.size(), at + 1 + random.nextInt(15));
      rig.accept(input.subList(at, to));
      at = to;
      if (random.nextInt(3) == 0) {
        rig.wake(ConnectionDelivery.Urgency.WHEN_DUE);
      }
      if (random.nextInt(4) == 0) {
        rig.checkpoint();
        checkpointAt = at;
      } else if (crashes && random.nextInt(6) == 0) {
        rig.restore();
        at = checkpointAt;
        // Partitions and files are read again in another order than before.
        Collections.shuffle(input.subList(at, input.size()), random);
      }
    }
    rig.drain();

    for (String audience : AUDIENCES) {
      String name = audience.equals("a1") ? "List one" : "List two";
      assertThat("seed " + seed, vendor.membersOf(name), equalTo(oracle(input, audience)));
      Counts counts = rig.counts(audience);
      assertThat("seed " + seed + " " + counts, counts.pending(), is(0L));
      assertThat("seed " + seed, counts.failed(), is(0L));
    }
    assertThat("seed " + seed, rig.leftovers(), is(0));
  }

  private static List<MembershipChange> input(Random random) {
    List<MembershipChange> input = new ArrayList<>();
    int profiles = 1 + random.nextInt(12);
    int keys = 1 + random.nextInt(8);
    int changes = 1 + random.nextInt(120);
    for (int i = 0; i < changes; i++) {
      String audience = AUDIENCES.get(random.nextInt(AUDIENCES.size()));
      String profile = "p" + random.nextInt(profiles);
      String key = "k" + random.nextInt(keys);
      int second = i; // in one audience no two changes of a profile tie
      input.add(
          switch (random.nextInt(5)) {
            case 0 -> DeliveryRig.exit(audience, profile, second);
            case 1 -> DeliveryRig.exit(audience, profile, second, key);
            default ->
                DeliveryRig.member(audience, profile, second, key, "name" + random.nextInt(3));
          });
    }
    for (int i = random.nextInt(30); i > 0; i--) {
      MembershipChange again = input.get(random.nextInt(input.size()));
      input.add(random.nextBoolean() ? again : DeliveryRig.atLine(1_000 + i, again));
    }
    if (random.nextBoolean()) {
      Collections.shuffle(input, random);
    }
    return input;
  }

  /**
   * Each profile's newest change; a member is there while one of them names it, as the newest says.
   */
  private static Map<String, Map<String, String>> oracle(
      List<MembershipChange> input, String audience) {
    Map<String, MembershipChange> newest = new HashMap<>();
    for (MembershipChange change : input) {
      if (change.audience().equals(audience)) {
        newest.merge(
            change.profileId(), change, (a, b) -> a.version().compareTo(b.version()) >= 0 ? a : b);
      }
    }
    Map<String, Map<String, String>> members = new TreeMap<>();
    Comparator<MembershipChange> byAge = Comparator.comparing(MembershipChange::version);
    newest.values().stream()
        .filter(change -> !change.version().exit())
        .sorted(byAge)
        .forEach(change -> members.put(change.member().key(), change.member().fields()));
    return members;
  }
}
