package io.muster.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Holds what one step reads and writes, so that the state behind it is touched once an entry;
 * {@link #flush} writes what has changed. A step that touches many is relieved of what it holds now
 * and then, so that memory does not grow with the work.
 */
final class CachedStore implements DeliveryStore {

  /** Entries and notes that are held before {@link #relieve} writes them: some tens of MB. */
  static final int MOST = 20_000;

  private final DeliveryStore behind;
  private final Runnable writeNotes;
  private int held;
  private final Map<ListRef, ListCells> lists = new HashMap<>();
  // What is asked for next is nearly always of the same list.
  private ListRef lastList;
  private ListCells lastCells;
  private final Cells<Long, WaitingChange> waiting;
  private final Cells<String, BatchEntry> batches;

  /**
   * @param writeNotes takes the notes of all lists, by {@link #takeNotes}, and writes them down
   */
  CachedStore(DeliveryStore behind, Runnable writeNotes) {
    this.behind = behind;
    this.writeNotes = writeNotes;
    this.waiting =
        new Cells<>(
            behind::waiting,
            (id, change) ->
                change.ifPresentOrElse(behind::putWaiting, () -> behind.removeWaiting(id)));
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

    ListCells(ListRef list, DeliveryStore behind) {
      this.profiles =
          new Cells<>(
              id -> behind.profile(list, id),
              (id, entry) -> behind.putProfile(list, id, entry.orElseThrow()),
              ProfileEntry::isRememberedLike);
      this.members =
          new Cells<>(
              key -> behind.member(list, key),
              (key, entry) -> behind.putMember(list, key, entry.orElseThrow()),
              MemberEntry::isRememberedLike);
      this.pages =
          new Cells<>(
              key -> behind.page(list, key.queue(), key.number()),
              (key, page) ->
                  page.ifPresentOrElse(
                      value -> behind.putPage(list, key.queue(), key.number(), value),
                      () -> behind.removePage(list, key.queue(), key.number())));
    }

    List<MembershipNote> takeNotes() {
      note();
      List<MembershipNote> taken = List.copyOf(notes);
      notes.clear();
      return taken;
    }

    private void note() {
      profiles.note((id, entry) -> notes.add(new MembershipNote.OfProfile(id, entry.toRemember())));
      members.note((key, entry) -> notes.add(new MembershipNote.OfMember(key, entry.toRemember())));
    }

    void flush() {
      note();
      profiles.flush();
      members.flush();
      pages.flush();
    }
  }

  /** Entries of one kind; an empty one has been removed or was never there. */
  private final class Cells<K, V> {
    private final Function<K, Optional<V>> load;
    private final BiConsumer<K, Optional<V>> writer;
    // Whether later runs are told the same of both.
    private final BiPredicate<V, V> same;
    private final Map<K, Cell<K, V>> cells = new HashMap<>();
    // Written in the order in which they first changed.
    private final List<Cell<K, V>> changed = new ArrayList<>();

    /** Of what later runs are not told. */
    Cells(Function<K, Optional<V>> load, BiConsumer<K, Optional<V>> writer) {
      this(load, writer, (before, after) -> true);
    }

    Cells(
        Function<K, Optional<V>> load, BiConsumer<K, Optional<V>> writer, BiPredicate<V, V> same) {
      this.load = load;
      this.writer = writer;
      this.same = same;
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
        cell.noted = false;
        cells.put(key, cell);
        held++;
      } else if (cell.noted) {
        cell.noted = isSame(cell.value, value);
      }
      cell.value = value;
      if (!cell.changed) {
        cell.changed = true;
        changed.add(cell);
      }
    }

    private boolean isSame(Optional<V> before, Optional<V> after) {
      return before.isPresent() && after.isPresent() && same.test(before.get(), after.get());
    }

    /** Shows what has changed since it was last shown. */
    void note(BiConsumer<K, V> reader) {
      for (Cell<K, V> cell : changed) {
        if (!cell.noted) {
          cell.noted = true;
          cell.value.ifPresent(value -> reader.accept(cell.key, value));
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
    // Whether later runs have been told; what was loaded they know.
    private boolean noted = true;

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
    waiting.flush();
    batches.flush();
    held = 0;
  }

  @Override
  public void relieve() {
    if (held > MOST) {
      writeNotes.run();
      flush();
    }
  }

  private ListCells of(ListRef list) {
    if (list != lastList) {
      lastCells = lists.computeIfAbsent(list, key -> new ListCells(key, behind));
      lastList = list;
    }
    return lastCells;
  }

  @Override
  public Optional<ProfileEntry> profile(ListRef list, String profileId) {
    return of(list).profiles.get(profileId);
  }

  @Override
  public void putProfile(ListRef list, String profileId, ProfileEntry entry) {
    of(list).profiles.put(profileId, Optional.of(entry));
  }

  @Override
  public Optional<MemberEntry> member(ListRef list, String key) {
    return of(list).members.get(key);
  }

  @Override
  public void putMember(ListRef list, String key, MemberEntry entry) {
    of(list).members.put(key, Optional.of(entry));
  }

  @Override
  public void eachMember(ListRef list, BiConsumer<String, MemberEntry> reader) {
    flush();
    behind.eachMember(list, reader);
  }

  @Override
  public boolean isSeen(ListRef list, String profileId) {
    return behind.isSeen(list, profileId);
  }

  @Override
  public void see(ListRef list, String profileId) {
    behind.see(list, profileId);
  }

  @Override
  public Optional<WaitingChange> waiting(long id) {
    return waiting.get(id);
  }

  @Override
  public void putWaiting(WaitingChange change) {
    waiting.put(change.id(), Optional.of(change));
  }

  @Override
  public void removeWaiting(long id) {
    waiting.put(id, Optional.empty());
  }

  @Override
  public Optional<OwedPage> page(ListRef list, MemberEntry.Place queue, long number) {
    return of(list).pages.get(new PageKey(queue, number));
  }

  @Override
  public void putPage(ListRef list, MemberEntry.Place queue, long number, OwedPage page) {
    of(list).pages.put(new PageKey(queue, number), Optional.of(page));
  }

  @Override
  public void removePage(ListRef list, MemberEntry.Place queue, long number) {
    of(list).pages.put(new PageKey(queue, number), Optional.empty());
  }

  @Override
  public Optional<BatchEntry> batch(String id) {
    return batches.get(id);
  }

  @Override
  public void putBatch(BatchEntry batch) {
    batches.put(batch.id(), Optional.of(batch));
  }

  @Override
  public void removeBatch(String id) {
    batches.put(id, Optional.empty());
  }
}
