package io.muster.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.ConnectionMemory.Stage;
import io.muster.delivery.MemberEntry.Known;
import io.muster.delivery.MemberEntry.Marks;
import io.muster.delivery.MemberEntry.Place;
import io.muster.model.Member;
import io.muster.model.SourcePosition;
import io.muster.model.Tally;
import io.muster.model.Version;
import io.muster.workspace.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of notes that earlier runs have left of a list. */
class RecollectionTest {

  private static final ListRef LIST = new ListRef("flow", "a1");

  private final InMemoryStore behind = new InMemoryStore();
  private final CachedStore store = new CachedStore(behind, 0, 0, full -> {});
  private final MapMembershipLog log = new MapMembershipLog();
  private final ListMemory memory = ConnectionMemory.empty().list(LIST);
  private final ListDesk desk = desk();

  private ListDesk desk() {
    ListPlan list = new ListPlan(LIST, DeliveryRig.audience("a1", "List one"), false);
    ConnectionPlan plan =
        new ConnectionPlan(
            "run-2",
            DeliveryRig.connection("rig", 10, 9),
            List.of(list),
            new VendorTraits(true, 1_000_000, Limits.UNLIMITED, true, Duration.ZERO),
            new RunManner(Duration.ZERO, Recall.BELIEVED, false));
    return new ListDesk(
        plan, list, memory, 0, store, new MutableClock(), new Tally().of("flow", "a1"));
  }

  private void noted(String listId, MembershipNote... notes) {
    log.append(List.of(new MembershipLog.Page(LIST, listId, List.of(notes))));
  }

  private void takeIn() {
    new Recollection(desk, store, Recall.BELIEVED).takeIn(log);
  }

  private static Version version(int second) {
    return new Version(
        Instant.EPOCH.plusSeconds(second), false, Instant.MIN, new SourcePosition("f", second));
  }

  private static MemberEntry entry(String key, Known known, Place queue) {
    Member wanted = known == Known.ABSENT ? null : Member.of(key, "name", "n");
    Member sent = Member.of(key, "name", "n");
    return new MemberEntry(List.of(), wanted, known, 0, sent, queue, List.of(), null, Marks.NONE);
  }

  private static MembershipNote note(String key, Known known, Place queue) {
    return new MembershipNote.OfMember(key, entry(key, known, queue));
  }

  private Place place(String key) {
    return store.member(LIST, key).orElseThrow().queue();
  }

  private Known known(String key) {
    return store.member(LIST, key).orElseThrow().known();
  }

  /** This run has state of its own, and another has delivered meanwhile. */
  private void overtaken() {
    memory.overtakenBy = Optional.of("run-1");
    memory.listId = "L1";
    memory.stage = Stage.READY;
  }

  /** What this run itself knows of a member. */
  private void own(String key, MemberEntry entry) {
    behind.putMember(LIST, key, entry);
    memory.guard.count(entry.known());
  }

  @Test
  void membersThatAreThereAreCountedAndWhoIsOwedIsOwedAgain() {
    noted(
        "L1",
        note("k1", Known.PRESENT, Place.NONE),
        note("k2", Known.ABSENT, Place.NONE),
        note("k3", Known.UNKNOWN, Place.BATCH));
    takeIn();

    assertThat(memory.guard.present, is(1L));
    assertThat(memory.recalled, is(true));
    assertThat(memory.recalledOf, is("L1"));
    assertThat("the registry says which it is", memory.listId, is(""));
    assertThat(place("k1"), is(Place.NONE));
    assertThat(place("k3"), is(Place.MIXED));
    assertThat(memory.queue(Place.MIXED).live, is(1L));
    assertThat(desk.takeAll(), is(List.of("k3")));
  }

  @Test
  void ofSeveralNotesTheLastOneCounts() {
    noted("L1", note("k1", Known.PRESENT, Place.BATCH), note("k2", Known.UNKNOWN, Place.BATCH));
    noted("L2", note("k1", Known.ABSENT, Place.NONE), note("k2", Known.PRESENT, Place.NONE));
    takeIn();

    assertThat(memory.guard.present, is(1L));
    assertThat(memory.recalledOf, is("L2"));
    assertThat(known("k1"), is(Known.ABSENT));
    assertThat(desk.owes(), is(false));
  }

  @Test
  void anAcknowledgementSettlesWhatWasNotedBeforeAndNothingElse() {
    noted("L1", note("k1", Known.UNKNOWN, Place.BATCH));
    noted(
        "L1",
        new MembershipNote.OfAcknowledgement("k1", Known.PRESENT),
        new MembershipNote.OfAcknowledgement("k9", Known.PRESENT));
    takeIn();

    assertThat(memory.guard.present, is(1L));
    assertThat(known("k1"), is(Known.PRESENT));
    assertThat(desk.owes(), is(false));
    assertThat(store.member(LIST, "k9"), is(Optional.empty()));
  }

  @Test
  void aProfileIsOfAnEarlierRunUnlessTheInputIsReadAgain() {
    Member member = Member.of("k1", "name", "n");
    ProfileEntry noted = new ProfileEntry(version(1), member, List.of("k1"), List.of());
    noted("L1", new MembershipNote.OfProfile("p1", noted));
    takeIn();
    assertThat(
        behind.profile(LIST, "p1").map(ProfileEntry::version),
        is(Optional.of(version(1).ofEarlierRun())));

    new Recollection(desk, store, Recall.AS_READ).takeIn(log);
    assertThat(behind.profile(LIST, "p1").map(ProfileEntry::version), is(Optional.of(version(1))));
  }

  @Test
  void whatThisRunHasOpenOfAProfileStaysOpen() {
    overtaken();
    Member member = Member.of("k1", "name", "n");
    behind.putProfile(LIST, "p1", new ProfileEntry(version(1), member, List.of("k1"), List.of(4L)));
    noted(
        "L1",
        new MembershipNote.OfProfile(
            "p1", new ProfileEntry(version(2), member, List.of("k1"), List.of())));
    takeIn();

    ProfileEntry taken = behind.profile(LIST, "p1").orElseThrow();
    assertThat(taken.version(), is(version(2).ofEarlierRun()));
    assertThat(taken.open(), is(List.of(4L)));
  }

  @Test
  void whatTheOtherRunHasDoneIsCountedOnce() {
    overtaken();
    own("k1", entry("k1", Known.PRESENT, Place.NONE));
    own("k2", entry("k2", Known.PRESENT, Place.NONE));
    noted(
        "L1",
        note("k1", Known.PRESENT, Place.NONE),
        note("k2", Known.ABSENT, Place.NONE),
        note("k3", Known.PRESENT, Place.NONE));
    takeIn();

    assertThat(memory.guard.present, is(2L));
    assertThat(memory.overtakenBy, is(Optional.empty()));
    assertThat(memory.stage, is(Stage.READY));
    assertThat(memory.listId, is("L1"));
  }

  @Test
  void aListThatTheOtherRunHasMadeAnewIsLookedFor() {
    overtaken();
    noted("L2", note("k1", Known.PRESENT, Place.NONE));
    takeIn();

    assertThat(memory.stage, is(Stage.UNRESOLVED));
    assertThat(memory.recalledOf, is("L2"));
    assertThat("nobody has said that it is gone", memory.isSaidToBeGone(), is(false));
  }

  @Test
  void whereNothingIsNotedOfTheListItIsTheSame() {
    overtaken();
    takeIn();

    assertThat(memory.stage, is(Stage.READY));
    assertThat(memory.listId, is("L1"));
  }

  @Test
  void aMemberThatThisRunOwedAndTheOtherHasSettledIsOwedNoMore() {
    overtaken();
    MemberEntry owed = desk.enqueue("k1", entry("k1", Known.UNKNOWN, Place.NONE));
    own("k1", owed);
    desk.save();
    noted("L1", note("k1", Known.PRESENT, Place.NONE));
    takeIn();

    assertThat(desk.owes(), is(false));
    assertThat(place("k1"), is(Place.NONE));
    assertThat(memory.guard.present, is(1L));
  }

  @Test
  void unlessAChangeOfThisRunWaitsForIt() {
    overtaken();
    MemberEntry owed = desk.enqueue("k1", entry("k1", Known.UNKNOWN, Place.NONE));
    own("k1", owed.withWaiters(List.of(4L)));
    desk.save();
    noted("L1", note("k1", Known.PRESENT, Place.NONE));
    takeIn();

    assertThat(desk.owes(), is(true));
    assertThat(place("k1"), is(Place.MIXED));
    assertThat(store.member(LIST, "k1").orElseThrow().waiters(), is(List.of(4L)));
  }

  /** Its own batch or job decides then. */
  @Test
  void orItIsOnItsWay() {
    overtaken();
    own("k1", entry("k1", Known.UNKNOWN, Place.BATCH));
    noted("L1", note("k1", Known.PRESENT, Place.NONE));
    takeIn();

    assertThat(place("k1"), is(Place.BATCH));
    assertThat(memory.guard.present, is(1L));
  }

  /** The other run's note says that it is settled. */
  @Test
  void whatIsOnItsWayAllTheSameIsToldToTheRunsAfter() {
    overtaken();
    own("k1", entry("k1", Known.UNKNOWN, Place.BATCH));
    noted("L1", note("k1", Known.PRESENT, Place.NONE), note("k2", Known.PRESENT, Place.NONE));
    takeIn();

    assertThat(store.takeNotes(LIST), is(List.of(note("k1", Known.PRESENT, Place.BATCH))));
  }
}
