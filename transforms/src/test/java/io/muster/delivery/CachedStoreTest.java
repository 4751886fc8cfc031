package io.muster.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import io.muster.destination.Action;
import io.muster.model.Member;
import io.muster.model.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CachedStoreTest {

  private static final ListRef LIST = new ListRef("flow", "a1");
  private static final SourceRecord RECORD = SourceRecord.none("p");
  private static final ListRef OTHER = new ListRef("flow", "a2");

  private final InMemoryStore behind = new InMemoryStore();
  private final List<MembershipNote> written = new ArrayList<>();
  private final CachedStore store = new CachedStore(behind, 0, 0, this::writeNotes);

  private void writeNotes(CachedStore full) {
    assertThat("notes go before the state", behind.member(LIST, "k0"), is(Optional.empty()));
    written.addAll(full.takeNotes(LIST));
  }

  private static MemberEntry entry(int i) {
    return MemberEntry.UNSEEN.withWanted(Member.of("k" + i, "name", "n" + i));
  }

  private void put(int from, int to) {
    IntStream.range(from, to).forEach(i -> store.putMember(LIST, "k" + i, entry(i)));
  }

  @Test
  void whatAStepHoldsIsWrittenWhenItIsMuch() {
    put(0, CachedStore.MOST + 1);
    store.relieve();

    assertThat(behind.member(LIST, "k0"), is(Optional.of(entry(0))));
    assertThat(written, hasSize(CachedStore.MOST + 1));
    assertThat("each once", store.takeNotes(LIST), is(empty()));
  }

  @Test
  void aLittleIsKeptSoThatAnEntryIsWrittenOnce() {
    put(0, 10);
    store.relieve();

    assertThat(behind.member(LIST, "k0"), is(Optional.empty()));
    assertThat(written, is(empty()));
  }

  private static MembershipNote noteOfAnAcknowledgement(int epoch) {
    InMemoryStore state = new InMemoryStore();
    MemberEntry owed = entry(0).withQueue(MemberEntry.Place.BATCH);
    state.putMember(LIST, "k0", owed);
    CachedStore step = new CachedStore(state, 0, epoch, full -> {});
    step.member(LIST, "k0");
    step.putMember(LIST, "k0", owed.acknowledged(Action.ADD, owed.wanted(), epoch));
    List<MembershipNote> notes = step.takeNotes(LIST);
    assertThat(notes, hasSize(1));
    return notes.get(0);
  }

  @Test
  void ofWhatTheVendorTookAWordIsEnough() {
    assertThat(
        noteOfAnAcknowledgement(0),
        is(new MembershipNote.OfAcknowledgement("k0", MemberEntry.Known.PRESENT)));
  }

  /** Another run may have noted something else since. */
  @Test
  void afterARestoreItIsToldWhole() {
    assertThat(noteOfAnAcknowledgement(1), is(instanceOf(MembershipNote.OfMember.class)));
  }

  /** A page has a thousand keys and more. */
  @Test
  void theKeysOfAPageCountEach() {
    List<String> keys = IntStream.rangeClosed(0, CachedStore.MOST).mapToObj(i -> "k" + i).toList();
    store.putPage(LIST, MemberEntry.Place.MIXED, 0, new OwedPage(0, keys));
    store.relieve();

    assertThat(behind.page(LIST, MemberEntry.Place.MIXED, 0).isPresent(), is(true));
  }

  @Test
  void whatIsReadCountsToo() {
    IntStream.rangeClosed(1, CachedStore.MOST).forEach(i -> store.member(LIST, "read " + i));
    put(0, 1);
    store.relieve();

    assertThat(behind.member(LIST, "k0"), is(Optional.of(entry(0))));
  }

  private static WaitingChange waiting(long id) {
    return new WaitingChange(id, LIST, "p" + id, RECORD, List.of("k" + id), false);
  }

  @Test
  void changesThatWaitAreFoundWhateverPageTheyAreIn() {
    List<Long> ids = List.of(0L, 1L, 15L, 16L, 33L, 31L);
    ids.forEach(id -> store.putWaiting(LIST, waiting(id)));
    store.removeWaiting(LIST, 15);
    store.flush();

    assertThat(behind.waiting(LIST, 0).orElseThrow().changes(), hasSize(2));
    assertThat(store.waiting(LIST, 15), is(Optional.empty()));
    assertThat(store.waiting(OTHER, 16), is(Optional.empty()));
    assertThat(store.waiting(LIST, 31), is(Optional.of(waiting(31))));
    for (long id : List.of(0, 1, 16, 33, 31)) {
      store.removeWaiting(LIST, id);
    }
    store.flush();
    assertThat(behind.leftovers(), is(0));
  }

  /** Whatever an older Muster has left is found, and is not moved. */
  @Test
  void aChangeThatWaitedBeforeThereWerePagesIsFound() {
    behind.putSingle(waiting(7));
    behind.putSingle(waiting(8));
    CachedStore after = new CachedStore(behind, 9, 0, full -> {});
    after.putWaiting(LIST, waiting(9));
    assertThat(after.waiting(LIST, 7), is(Optional.of(waiting(7))));
    assertThat(after.waiting(LIST, 9), is(Optional.of(waiting(9))));
    after.putWaiting(LIST, waiting(7).without("k7"));
    after.removeWaiting(LIST, 8);
    after.flush();

    assertThat(behind.single(7), is(Optional.of(waiting(7).without("k7"))));
    assertThat(behind.single(8), is(Optional.empty()));
    assertThat(behind.waiting(LIST, 0).orElseThrow().changes(), is(List.of(waiting(9))));
  }
}
