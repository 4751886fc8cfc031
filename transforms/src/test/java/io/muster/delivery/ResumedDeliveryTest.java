package io.muster.delivery;

import static io.muster.delivery.DeliveryBench.audience;
import static io.muster.delivery.DeliveryBench.exit;
import static io.muster.delivery.DeliveryBench.member;
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
  private final DeliveryBench bench = new DeliveryBench(vendor, random, 10, true);

  @BeforeEach
  void remember() {
    bench.remember(new MapMembershipLog());
  }

  private void deliver(MembershipChange... changes) {
    bench.accept(List.of(changes));
    bench.drain();
  }

  private void otherRun(MembershipChange... changes) {
    bench.restart();
    deliver(changes);
    bench.closeOut();
  }

  @Test
  void aMemberThatTheOtherRunHasMovedLeavesWithItsProfile() {
    deliver(member(AUDIENCE, "p", 1, "old", "n"));
    bench.checkpoint();
    otherRun(member(AUDIENCE, "p", 2, "new", "n"));
    bench.resume();
    deliver(exit(AUDIENCE, "p", 3));

    assertThat(vendor.membersOf(NAME), is(anEmptyMap()));
    assertThat(bench.notices, hasItem(containsString("run run-1 has delivered to the list")));
  }

  @Test
  void anAudienceThatHasAnotherNameByNowRenamesItsList() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"));
    bench.checkpoint();
    bench.usePlan(10, true, List.of(audience(AUDIENCE, "Another name")));
    bench.resume();
    deliver(member(AUDIENCE, "q", 2, "k2", "n"));

    assertThat(vendor.membersOf("Another name").keySet(), is(Set.of("k", "k2")));
    assertThat(vendor.listsMade(), is(1));
  }

  @Test
  void aNameThatWasTakenIsAskedForAnewOnceTheWorkspaceIsMended() {
    vendor.foreignList(NAME);
    deliver(member(AUDIENCE, "p", 1, "k", "n"));
    assertThat(bench.counts(AUDIENCE).byCode(), is(Map.of("LIST_REFUSED", 1L)));
    bench.checkpoint();
    bench.usePlan(10, true, List.of(audience(AUDIENCE, "Another name")));
    bench.resume();
    deliver(member(AUDIENCE, "q", 2, "k2", "n"));

    assertThat(vendor.membersOf("Another name"), hasKey("k2"));
  }

  @Test
  void aListThatAnotherAudienceHasTakenOverIsNotWrittenTo() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"));
    bench.checkpoint();
    bench.restart();
    bench.usePlan(
        10, true, List.of(new Audience("a2", NAME, Instant.MIN, Instant.MAX, true, Guard.DEFAULT)));
    deliver(member("a2", "p", 2, "k2", "n"));
    bench.usePlan(10, true, List.of(audience(AUDIENCE, NAME)));
    bench.resume();
    deliver(member(AUDIENCE, "q", 3, "k3", "n"));

    assertThat(vendor.membersOf(NAME).keySet(), is(Set.of("k", "k2")));
    assertThat(bench.counts(AUDIENCE).byCode(), is(Map.of("LIST_REFUSED", 1L)));
  }

  @Test
  void aListGoesOnAsItIsThoughTheRegistryIsLost() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"));
    bench.checkpoint();
    bench.registry.remove("bench", new ListRef(DeliveryBench.DATAFLOW, AUDIENCE));
    bench.resume();
    deliver(member(AUDIENCE, "q", 2, "k2", "n"));

    assertThat(vendor.membersOf(NAME).keySet(), is(Set.of("k", "k2")));
  }

  @Test
  void aMemberStaysThatAProfileOfTheOtherRunNeeds() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"));
    bench.checkpoint();
    otherRun(member(AUDIENCE, "q", 2, "k", "n"));
    bench.resume();
    deliver(exit(AUDIENCE, "p", 3));

    assertThat(vendor.membersOf(NAME), hasKey("k"));
  }

  @Test
  void whatWasOpenInTheSavepointIsDecided() {
    bench.acceptQuietly(List.of(member(AUDIENCE, "p", 1, "k", "n")));
    bench.checkpoint();
    otherRun(member(AUDIENCE, "p", 2, "other", "n"));
    bench.resume();
    bench.drain();

    assertThat(bench.pending(), is(0L));
    assertThat(vendor.membersOf(NAME).keySet(), is(Set.of("other")));
  }

  @Test
  void whatIsRightAlreadyIsNotSentAgain() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"), member(AUDIENCE, "q", 1, "l", "n"));
    deliver(exit(AUDIENCE, "q", 2));
    bench.checkpoint();
    otherRun(member(AUDIENCE, "r", 2, "m", "n"));
    int before = vendor.calls().size();
    bench.resume();
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
    bench.checkpoint();
    otherRun(member(AUDIENCE, "q", 2, "l", "n"), member("a2", "q", 2, "l", "n"));
    bench.resume();
    deliver(member(AUDIENCE, "r", 3, "m", "n"));
    assertThat(bench.notices, hasSize(2));
    bench.checkpoint();

    bench.restore();
    deliver(exit("a2", "q", 3));
    bench.resume();
    deliver(exit("a2", "q", 3));

    assertThat("of neither list again", bench.notices, hasSize(2));
    assertThat(vendor.membersOf("List two").keySet(), is(Set.of("k")));
  }

  @Test
  void aRestartBeforeItIsKeptTakesItInAgain() {
    deliver(member(AUDIENCE, "p", 1, "old", "n"));
    bench.checkpoint();
    otherRun(member(AUDIENCE, "p", 2, "new", "n"));
    bench.resume();
    deliver(member(AUDIENCE, "q", 3, "l", "n"));
    bench.restore();
    deliver(exit(AUDIENCE, "p", 3));

    assertThat(bench.notices, hasSize(2));
    assertThat(vendor.membersOf(NAME).keySet(), is(Set.of("l")));
  }

  @Test
  void aListThatNobodyWorkedOnMeanwhileIsTakenInLater() {
    List<Audience> both = List.of(audience(AUDIENCE, NAME), audience("a2", "List two"));
    deliver(member(AUDIENCE, "p", 1, "k", "n"), member("a2", "p", 1, "old", "n"));
    bench.checkpoint();
    otherRun(member(AUDIENCE, "q", 2, "l", "n"), member("a2", "p", 2, "new", "n"));
    bench.usePlan(10, true, both.subList(0, 1));
    bench.resume();
    deliver(member(AUDIENCE, "r", 3, "m", "n"));
    bench.checkpoint();
    bench.usePlan(10, true, both);
    bench.resume();
    deliver(exit("a2", "p", 3));

    assertThat(vendor.membersOf("List two"), is(anEmptyMap()));
  }

  @Test
  void aRestartOfItsOwnIsNoOtherRun() {
    deliver(member(AUDIENCE, "p", 1, "k", "n"));
    bench.checkpoint();
    bench.restore();
    deliver(exit(AUDIENCE, "p", 2));
    bench.checkpoint();
    bench.resume();
    deliver(member(AUDIENCE, "p", 3, "k", "n"));

    assertThat(bench.notices, is(empty()));
  }

  static LongStream seeds() {
    Long only = Long.getLong("muster.seed");
    return only != null
        ? LongStream.of(only)
        : LongStream.range(0, Integer.getInteger("muster.seeds", 200));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theListIsRightWhoeverHasDeliveredInBetween(long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    boolean mixed = chance.nextBoolean();
    ScriptedVendor own =
        new ScriptedVendor(chance, !mixed && chance.nextBoolean())
            .withFaults(chance.nextBoolean() ? 0 : chance.nextDouble() * 0.3);
    DeliveryBench job = new DeliveryBench(own, chance, 1 + chance.nextInt(4), mixed);
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
