package io.muster.delivery;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Holds what one step reads and writes, so that the state behind it is touched once an entry;
 * {@link #flush} writes what has changed.
 */
final class CachedStore implements DeliveryStore {

  private final DeliveryStore behind;
  private final Cells<ListKey, ProfileEntry> profiles;
  private final Cells<ListKey, MemberEntry> members;
  private final Cells<Long, WaitingChange> waiting;
  private final Cells<PageKey, OwedPage> pages;
  private final Cells<String, BatchEntry> batches;

  CachedStore(DeliveryStore behind) {
    this.behind = behind;
    this.profiles = new Cells<>();
    this.members = new Cells<>();
    this.waiting = new Cells<>();
    this.pages = new Cells<>();
    this.batches = new Cells<>();
  }

  private record ListKey(ListRef list, String key) {}

  private record PageKey(ListRef list, MemberEntry.Place queue, long number) {}

  /** Entries of one kind; an empty one has been removed or was never there. */
  private static final class Cells<K, V> {
    private final Map<K, Optional<V>> read = new HashMap<>();
    private final Map<K, Optional<V>> written = new LinkedHashMap<>();

    Optional<V> get(K key, java.util.function.Supplier<Optional<V>> load) {
      Optional<V> known = written.get(key);
      if (known == null) {
        known = read.computeIfAbsent(key, missing -> load.get());
      }
      return known;
    }

    void put(K key, Optional<V> value) {
      written.put(key, value);
    }

    void flush(BiConsumer<K, Optional<V>> writer) {
      written.forEach(writer);
      written.clear();
      read.clear();
    }
  }

  void flush() {
    profiles.flush((key, entry) -> behind.putProfile(key.list(), key.key(), entry.orElseThrow()));
    members.flush((key, entry) -> behind.putMember(key.list(), key.key(), entry.orElseThrow()));
    waiting.flush(
        (id, change) -> change.ifPresentOrElse(behind::putWaiting, () -> behind.removeWaiting(id)));
    pages.flush(
        (key, page) ->
            page.ifPresentOrElse(
                value -> behind.putPage(key.list(), key.queue(), key.number(), value),
                () -> behind.removePage(key.list(), key.queue(), key.number())));
    batches.flush(
        (id, batch) -> batch.ifPresentOrElse(behind::putBatch, () -> behind.removeBatch(id)));
  }

  @Override
  public Optional<ProfileEntry> profile(ListRef list, String profileId) {
    return profiles.get(new ListKey(list, profileId), () -> behind.profile(list, profileId));
  }

  @Override
  public void putProfile(ListRef list, String profileId, ProfileEntry entry) {
    profiles.put(new ListKey(list, profileId), Optional.of(entry));
  }

  @Override
  public Optional<MemberEntry> member(ListRef list, String key) {
    return members.get(new ListKey(list, key), () -> behind.member(list, key));
  }

  @Override
  public void putMember(ListRef list, String key, MemberEntry entry) {
    members.put(new ListKey(list, key), Optional.of(entry));
  }

  @Override
  public void eachMember(ListRef list, BiConsumer<String, MemberEntry> reader) {
    flush();
    behind.eachMember(list, reader);
  }

  @Override
  public Optional<WaitingChange> waiting(long id) {
    return waiting.get(id, () -> behind.waiting(id));
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
    return pages.get(new PageKey(list, queue, number), () -> behind.page(list, queue, number));
  }

  @Override
  public void putPage(ListRef list, MemberEntry.Place queue, long number, OwedPage page) {
    pages.put(new PageKey(list, queue, number), Optional.of(page));
  }

  @Override
  public void removePage(ListRef list, MemberEntry.Place queue, long number) {
    pages.put(new PageKey(list, queue, number), Optional.empty());
  }

  @Override
  public Optional<BatchEntry> batch(String id) {
    return batches.get(id, () -> behind.batch(id));
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
