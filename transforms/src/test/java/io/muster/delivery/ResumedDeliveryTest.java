package io.muster.delivery;

import static io.muster.delivery.DeliveryRig.audience;
import static io.muster.delivery.DeliveryRig.exit;
import static io.muster.delivery.DeliveryRig.member;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.workspace.Audience;
import io.muster.workspace.Guard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job that goes on from a savepoint, after another run has delivered to its connection. */
class ResumedDeliveryTest {

  private static final String AUDIENCE = "a1";
  private static final String NAME = "List one";

  private final SplittableRandom random = new SplittableRandom(1);
  private final ScriptedVendor vendor = new ScriptedVendor(random, false);
  private final DeliveryRig rig = new DeliveryRig(vendor, random, 10, true);

  @BeforeEach
  void remember() {
    rig.remember(new MapMembershipLog());
  }

  private void deliver(MembershipChange... changes) {
    rig.accept(List.of(changes));
    rig.drain();
  }

  private void otherRun(MembershipChange... changes) {
    rig.restart();
    deliver(changes);
    rig.closeOut();
  }

  @Test
  void aMemberThatTheOtherRunHasMovedLeavesWithItsProfile() {
    deliver(member(AUDIENCE, "p", 1, "old", "n"));
    rig.checkpoint();
    otherRun(member(AUDIENCE, "p", 2, "new", "n"));
    rig.resume();
    deliver(exit(AUDIENCE, "p", 3));

    assertThat(vendor.membersOf(NAME), is(anEmptyMap()));
    assertThat(rig.notices, hasItem(containsString("run run-1 has delivered to the list")));
  }

  @Test
  void anAudienceThatHasAnotherNameByNowRenamesItsList() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"));
    rig.checkpoint();
    rig.usePlan(10, true, List.of(audience(AUDIENCE, "Another name")));
    rig.resume();
    deliver(member(AUDIENCE, "q", 2, "k2", "n"));

    assertThat(vendor.membersOf("Another name").keySet(), is(Set.of("k", "k2")));
    assertThat(vendor.listsMade(), is(1));
  }

  @Test
  void aNameThatWasTakenIsAskedForAnewOnceTheWorkspaceIsMended() {
    vendor.foreignList(NAME);
    deliver(member(AUDIENCE, "p", 1, "k", "n"));
    assertThat(rig.counts(AUDIENCE).byCode(), is(Map.of("LIST_REFUSED", 1L)));
    rig.checkpoint();
    rig.usePlan(10, true, List.of(audience(AUDIENCE, "Another name")));
    rig.resume();
    deliver(member(AUDIENCE, "q", 2, "k2", "n"));

    assertThat(vendor.membersOf("Another name"), hasKey("k2"));
  }

  @Test
  void aListThatAnotherAudienceHasTakenOverIsNotWrittenTo() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"));
    rig.checkpoint();
    rig.restart();
    rig.usePlan(
        10, true, List.of(new Audience("a2", NAME, Instant.MIN, Instant.MAX, true, Guard.DEFAULT)));
    deliver(member("a2", "p", 2, "k2", "n"));
    rig.usePlan(10, true, List.of(audience(AUDIENCE, NAME)));
    rig.resume();
    deliver(member(AUDIENCE, "q", 3, "k3", "n"));

    assertThat(vendor.membersOf(NAME).keySet(), is(Set.of("k", "k2")));
    assertThat(rig.counts(AUDIENCE).byCode(), is(Map.of("LIST_REFUSED", 1L)));
  }

  @Test
  void aListGoesOnAsItIsThoughTheRegistryIsLost() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"));
    rig.checkpoint();
    rig.registry.remove("rig", new ListRef(DeliveryRig.DATAFLOW, AUDIENCE));
    rig.resume();
    deliver(member(AUDIENCE, "q", 2, "k2", "n"));

    assertThat(vendor.membersOf(NAME).keySet(), is(Set.of("k", "k2")));
  }

  @Test
  void aMemberStaysThatAProfileOfTheOtherRunNeeds() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"));
    rig.checkpoint();
    otherRun(member(AUDIENCE, "q", 2, "k", "n"));
    rig.resume();
    deliver(exit(AUDIENCE, "p", 3));

    assertThat(vendor.membersOf(NAME), hasKey("k"));
  }

  @Test
  void whatWasOpenInTheSavepointIsDecided() {
    rig.acceptQuietly(List.of(member(AUDIENCE, "p", 1, "k", "n")));
    rig.checkpoint();
    otherRun(member(AUDIENCE, "p", 2, "other", "n"));
    rig.resume();
    rig.drain();

    assertThat(rig.pending(), is(0L));
    assertThat(vendor.membersOf(NAME).keySet(), is(Set.of("other")));
  }

  @Test
  void whatIsRightAlreadyIsNotSentAgain() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"), member(AUDIENCE, "q", 1, "l", "n"));
    deliver(exit(AUDIENCE, "q", 2));
    rig.checkpoint();
    otherRun(member(AUDIENCE, "r", 2, "m", "n"));
    int before = vendor.calls().size();
    rig.resume();
    deliver(member(AUDIENCE, "s", 3, "o", "n"));

    assertThat(vendor.membersOf(NAME).keySet(), is(Set.of("k", "m", "o")));
    assertThat(
        vendor.calls().stream()
            .skip(before)
            .flatMap(call -> call.operations().stream())
            .map(operation -> operation.member().key())
            .toList(),
        is(List.of("o")));
  }

  @Test
  void whatTheOtherRunHasLeftIsTakenInOnce() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"), member("a2", "p", 1, "k", "n"));
    rig.checkpoint();
    otherRun(member(AUDIENCE, "q", 2, "l", "n"), member("a2", "q", 2, "l", "n"));
    rig.resume();
    deliver(member(AUDIENCE, "r", 3, "m", "n"));
    assertThat(rig.notices, hasSize(2));
    rig.checkpoint();

    rig.restore();
    deliver(exit("a2", "q", 3));
    rig.resume();
    deliver(exit("a2", "q", 3));

    assertThat("of neither list again", rig.notices, hasSize(2));
    assertThat(vendor.membersOf("List two").keySet(), is(Set.of("k")));
  }

  @Test
  void aRestartBeforeItIsKeptTakesItInAgain() {
    deliver(member(AUDIENCE, "p", 1, "old", "n"));
    rig.checkpoint();
    otherRun(member(AUDIENCE, "p", 2, "new", "n"));
    rig.resume();
    deliver(member(AUDIENCE, "q", 3, "l", "n"));
    rig.restore();
    deliver(exit(AUDIENCE, "p", 3));

    assertThat(rig.notices, hasSize(2));
    assertThat(vendor.membersOf(NAME).keySet(), is(Set.of("l")));
  }

  @Test
  void aListThatNobodyWorkedOnMeanwhileIsTakenInLater() {
    List<Audience> both = List.of(audience(AUDIENCE, NAME), audience("a2", "List two"));
    deliver(member(AUDIENCE, "p", 1, "k", "n"), member("a2", "p", 1, "old", "n"));
    rig.checkpoint();
    otherRun(member(AUDIENCE, "q", 2, "l", "n"), member("a2", "p", 2, "new", "n"));
    rig.usePlan(10, true, both.subList(0, 1));
    rig.resume();
    deliver(member(AUDIENCE, "r", 3, "m", "n"));
    rig.checkpoint();
    rig.usePlan(10, true, both);
    rig.resume();
    deliver(exit("a2", "p", 3));

    assertThat(vendor.membersOf("List two"), is(anEmptyMap()));
  }

  @Test
  void aRestartOfItsOwnIsNoOtherRun() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"));
    rig.checkpoint();
    rig.restore();
    deliver(exit(AUDIENCE, "p", 2));
    rig.checkpoint();
    rig.resume();
    deliver(member(AUDIENCE, "p", 3, "k", "n"));

    assertThat(rig.notices, is(empty()));
  }

  static LongStream seeds() {
    return Seeds.orSoMany(200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theListIsRightWhoeverHasDeliveredInBetween(long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    boolean mixed = chance.nextBoolean();
    ScriptedVendor own =
        new ScriptedVendor(chance, !mixed && chance.nextBoolean())
            .withFaults(chance.nextBoolean() ? 0 : chance.nextDouble() * 0.3);
    DeliveryRig job = new DeliveryRig(own, chance, 1 + chance.nextInt(4), mixed);
    job.remember(new MapMembershipLog());
    Inputs inputs = new Inputs(chance);
    for (int turn = 0; turn < 6; turn++) {
      job.accept(inputs.next());
      for (int wakes = chance.nextInt(4); wakes > 0; wakes--) {
        job.wake(chance.nextBoolean() ? Urgency.WHEN_DUE : Urgency.EVERYTHING);
      }
      job.checkpoint();
      for (int others = chance.nextInt(3); others > 0; others--) {
        job.restart();
        job.accept(inputs.next());
        do {
          job.drain();
        } while (!job.closesOut());
      }
      job.resume();
    }
    job.accept(inputs.next());
    job.drain();

    assertThat("seed " + seed, own.membersOf(NAME), equalTo(inputs.members()));
    assertThat("seed " + seed, job.pending(), is(0L));
    assertThat("seed " + seed, job.leftovers(), is(0));
  }

  /** Makes changes up, each newer than all before, and knows what they come to. */
  private static final class Inputs {
    private final SplittableRandom random;
    private final Map<String, MembershipChange> newest = new HashMap<>();
    private int nextSecond = 1;

    Inputs(SplittableRandom random) {
      this.random = random;
    }

    List<MembershipChange> next() {
      List<MembershipChange> changes = new ArrayList<>();
      for (int i = random.nextInt(8); i > 0; i--) {
        String profile = "p" + random.nextInt(6);
        MembershipChange change =
            random.nextInt(3) == 0
                ? exit(AUDIENCE, profile, nextSecond++)
                : member(
                    AUDIENCE,
                    profile,
                    nextSecond++,
                    "k" + random.nextInt(5),
                    "n" + random.nextInt(3));
        changes.add(change);
        newest.put(profile, change);
      }
      return changes;
    }

    Map<String, Map<String, String>> members() {
      Map<String, Map<String, String>> members = new TreeMap<>();
      newest.values().stream()
          .filter(change -> !change.version().exit())
          .sorted((a, b) -> a.version().compareTo(b.version()))
          .map(MembershipChange::member)
          .forEach((Member member) -> members.put(member.key(), member.fields()));
      return members;
    }
  }
}
