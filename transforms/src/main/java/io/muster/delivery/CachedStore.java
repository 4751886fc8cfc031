package io.muster.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Holds what one step reads and writes, so that the state behind it is touched once an entry;
 * {@link #flush} writes what has changed. A step that touches many is relieved of what it holds now
 * and then, so that memory does not grow with the work.
 */
final class CachedStore {

  /** Entries, and keys in pages, before {@link #relieve} writes them: some tens of MB. */
  static final int MOST = 20_000;

  private final DeliveryStore behind;
  private final int epoch;
  private final Consumer<CachedStore> writeNotes;
  private int held;
  private final Map<ListRef, ListCells> lists = new HashMap<>();
  // What is asked for next is nearly always of the same list.
  private ListRef lastList;
  private ListCells lastCells;
  private final long pagedFrom;
  private final Cells<Long, WaitingChange> singles;
  private final Cells<String, BatchEntry> batches;

  /**
   * @param pagedFrom the first change that is in a page while it waits; see {@link
   *     DeliveryStore#single}
   * @param epoch which life of the delivery this is; see {@link ConnectionMemory#enter}. In the
   *     first one a word is enough of what the vendor took: what was noted before is its own, and
   *     nobody has noted anything since
   * @param writeNotes takes the notes of all lists, by {@link #takeNotes}, and writes them down
   */
  CachedStore(DeliveryStore behind, long pagedFrom, int epoch, Consumer<CachedStore> writeNotes) {
    this.behind = behind;
    this.pagedFrom = pagedFrom;
    this.epoch = epoch;
    this.writeNotes = writeNotes;
    this.singles =
        new Cells<>(
            behind::single,
            (id, change) ->
                change.ifPresentOrElse(behind::putSingle, () -> behind.removeSingle(id)));
    this.batches =
        new Cells<>(
            behind::batch,
            (id, batch) -> batch.ifPresentOrElse(behind::putBatch, () -> behind.removeBatch(id)));
  }

  private record PageKey(MemberEntry.Place queue, long number) {}

  /** What is kept of one list. */
  private final class ListCells {
    // What was flushed before anybody asked for it.
    private final List<MembershipNote> notes = new ArrayList<>();
    private final Cells<String, ProfileEntry> profiles;
    private final Cells<String, MemberEntry> members;
    private final Cells<PageKey, OwedPage> pages;
    private final Cells<Long, WaitingPage> waiting;

    ListCells(ListRef list, DeliveryStore behind) {
      this.profiles =
          new Cells<>(
              id -> behind.profile(list, id),
              (id, entry) -> behind.putProfile(list, id, entry.orElseThrow()),
              (before, after) -> after.isRememberedLike(before) ? Telling.NOTHING : Telling.ALL);
      this.members =
          new Cells<>(
              key -> behind.member(list, key),
              (key, entry) -> behind.putMember(list, key, entry.orElseThrow()),
              this::telling);
      this.pages =
          new Cells<>(
              key -> behind.page(list, key.queue(), key.number()),
              (key, page) ->
                  page.ifPresentOrElse(
                      value -> behind.putPage(list, key.queue(), key.number(), value),
                      () -> behind.removePage(list, key.queue(), key.number())));
      this.waiting =
          new Cells<>(
              number -> counted(behind.waiting(list, number)),
              (number, page) ->
                  page.ifPresentOrElse(
                      value -> behind.putWaiting(list, number, value),
                      () -> behind.removeWaiting(list, number)));
    }

    private Optional<WaitingPage> counted(Optional<WaitingPage> page) {
      held += page.map(each -> each.changes().size()).orElse(0);
      return page;
    }

    private Telling telling(MemberEntry before, MemberEntry after) {
      if (after.isRememberedLike(before)) {
        return Telling.NOTHING;
      }
      return epoch == 0 && after.isSettledFrom(before, epoch)
          ? Telling.ACKNOWLEDGEMENT
          : Telling.ALL;
    }

    List<MembershipNote> takeNotes() {
      note();
      List<MembershipNote> taken = List.copyOf(notes);
      notes.clear();
      return taken;
    }

    private void note() {
      profiles.note(
          (id, entry, whole) -> notes.add(new MembershipNote.OfProfile(id, entry.toRemember())));
      members.note(
          (key, entry, whole) ->
              notes.add(
                  whole
                      ? new MembershipNote.OfMember(key, entry.toRemember(epoch))
                      : new MembershipNote.OfAcknowledgement(key, entry.known())));
    }

    void flush() {
      note();
      profiles.flush();
      members.flush();
      pages.flush();
      waiting.flush();
    }
  }

  /** What of a change later runs have to be told. */
  private enum Telling {
    NOTHING,
    ACKNOWLEDGEMENT,
    ALL;

    /** Of two changes together there is no short word. */
    Telling and(Telling other) {
      if (this == NOTHING) {
        return other;
      }
      return other == NOTHING ? this : ALL;
    }
  }

  /** Is shown what has to be told. */
  private interface NoteReader<K, V> {
    void read(K key, V value, boolean whole);
  }

  /** Entries of one kind; an empty one has been removed or was never there. */
  private final class Cells<K, V> {
    private final Function<K, Optional<V>> load;
    private final BiConsumer<K, Optional<V>> writer;
    // What is new to later runs in the second, when they know the first.
    private final BiFunction<V, V, Telling> telling;
    private final Map<K, Cell<K, V>> cells = new HashMap<>();
    // Written in the order in which they first changed.
    private final List<Cell<K, V>> changed = new ArrayList<>();

    /** Of what later runs are not told. */
    Cells(Function<K, Optional<V>> load, BiConsumer<K, Optional<V>> writer) {
      this(load, writer, (before, after) -> Telling.NOTHING);
    }

    Cells(
        Function<K, Optional<V>> load,
        BiConsumer<K, Optional<V>> writer,
        BiFunction<V, V, Telling> telling) {
      this.load = load;
      this.writer = writer;
      this.telling = telling;
    }

    Optional<V> get(K key) {
      Cell<K, V> cell = cells.get(key);
      if (cell == null) {
        cell = new Cell<>(key, load.apply(key));
        cells.put(key, cell);
        held++;
      }
      return cell.value;
    }

    void put(K key, Optional<V> value) {
      Cell<K, V> cell = cells.get(key);
      if (cell == null) {
        cell = new Cell<>(key, value);
        cell.toTell = Telling.ALL;
        cells.put(key, cell);
        held++;
      } else if (cell.toTell != Telling.ALL) {
        cell.toTell = cell.toTell.and(telling(cell.value, value));
      }
      cell.value = value;
      if (!cell.changed) {
        cell.changed = true;
        changed.add(cell);
      }
    }

    private Telling telling(Optional<V> before, Optional<V> after) {
      return before.isPresent() && after.isPresent()
          ? telling.apply(before.get(), after.get())
          : Telling.ALL;
    }

    /** Shows what has changed since it was last shown. */
    void note(NoteReader<K, V> reader) {
      for (Cell<K, V> cell : changed) {
        if (cell.toTell != Telling.NOTHING) {
          boolean whole = cell.toTell == Telling.ALL;
          cell.toTell = Telling.NOTHING;
          cell.value.ifPresent(value -> reader.read(cell.key, value, whole));
        }
      }
    }

    void flush() {
      changed.forEach(cell -> writer.accept(cell.key, cell.value));
      changed.clear();
      cells.clear();
    }
  }

  /** One entry as this step sees it. */
  private static final class Cell<K, V> {
    private final K key;
    private Optional<V> value;
    private boolean changed;
    // What was loaded later runs know.
    private Telling toTell = Telling.NOTHING;

    Cell(K key, Optional<V> value) {
      this.key = key;
      this.value = value;
    }
  }

  /** What has changed of a list's profiles and members since it was last asked for. */
  List<MembershipNote> takeNotes(ListRef list) {
    return of(list).takeNotes();
  }

  /** The lists of which anything has been asked. */
  Set<ListRef> lists() {
    return Set.copyOf(lists.keySet());
  }

  /** The store behind, for a list that has not been looked at since the last {@link #flush}. */
  DeliveryStore behind() {
    return behind;
  }

  void flush() {
    lists.values().forEach(ListCells::flush);
    singles.flush();
    batches.flush();
    held = 0;
  }

  /**
   * Says that no member's change is half done, as between two turns of a loop over many: what is
   * held may be written now.
   */
  void relieve() {
    if (held > MOST) {
      writeNotes.accept(this);
      flush();
    }
  }

  @SuppressWarnings("ReferenceEquality") // one that is only equal is looked up
  private ListCells of(ListRef list) {
    if (list != lastList) {
      lastCells = lists.computeIfAbsent(list, key -> new ListCells(key, behind));
      lastList = list;
    }
    return lastCells;
  }

  Optional<ProfileEntry> profile(ListRef list, String profileId) {
    return of(list).profiles.get(profileId);
  }

  void putProfile(ListRef list, String profileId, ProfileEntry entry) {
    of(list).profiles.put(profileId, Optional.of(entry));
  }

  Optional<MemberEntry> member(ListRef list, String key) {
    return of(list).members.get(key);
  }

  /** What is known of a member, if only that nothing is. */
  MemberEntry entry(ListRef list, String key) {
    return member(list, key).orElse(MemberEntry.UNSEEN);
  }

  void putMember(ListRef list, String key, MemberEntry entry) {
    of(list).members.put(key, Optional.of(entry));
  }

  void eachMember(ListRef list, BiConsumer<String, MemberEntry> reader) {
    flush();
    behind.eachMember(list, reader);
  }

  boolean isSeen(ListRef list, String profileId) {
    return behind.isSeen(list, profileId);
  }

  void see(ListRef list, String profileId) {
    behind.see(list, profileId);
  }

  /** A change of a list whose outcome is open. */
  Optional<WaitingChange> waiting(ListRef list, long id) {
    return id < pagedFrom
        ? singles.get(id)
        : waitingPage(list, id).flatMap(page -> page.change(id));
  }

  private Optional<WaitingPage> waitingPage(ListRef list, long id) {
    return of(list).waiting.get(WaitingPage.numberOf(id));
  }

  void putWaiting(ListRef list, WaitingChange change) {
    behind.opened(change.id());
    if (change.id() < pagedFrom) {
      singles.put(change.id(), Optional.of(change));
      return;
    }
    held++;
    WaitingPage page = waitingPage(list, change.id()).orElse(WaitingPage.EMPTY);
    putWaitingPage(list, change.id(), page.with(change));
  }

  void removeWaiting(ListRef list, long id) {
    behind.decided(id);
    if (id < pagedFrom) {
      singles.put(id, Optional.empty());
      return;
    }
    waitingPage(list, id).ifPresent(page -> putWaitingPage(list, id, page.without(id)));
  }

  private void putWaitingPage(ListRef list, long id, WaitingPage page) {
    of(list).waiting.put(WaitingPage.numberOf(id), Optional.of(page).filter(any -> !any.isEmpty()));
  }

  Optional<OwedPage> page(ListRef list, MemberEntry.Place queue, long number) {
    return of(list).pages.get(new PageKey(queue, number));
  }

  void putPage(ListRef list, MemberEntry.Place queue, long number, OwedPage page) {
    held += page.keys().size();
    of(list).pages.put(new PageKey(queue, number), Optional.of(page));
  }

  void removePage(ListRef list, MemberEntry.Place queue, long number) {
    of(list).pages.put(new PageKey(queue, number), Optional.empty());
  }

  Optional<BatchEntry> batch(String id) {
    return batches.get(id);
  }

  void putBatch(BatchEntry batch) {
    held += batch.keys().size();
    batches.put(batch.id(), Optional.of(batch));
  }

  void removeBatch(String id) {
    batches.put(id, Optional.empty());
  }
}
