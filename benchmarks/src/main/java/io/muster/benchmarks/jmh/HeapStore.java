package io.muster.benchmarks.jmh;

import io.muster.delivery.BatchEntry;
import io.muster.delivery.DeliveryStore;
import io.muster.delivery.ListRef;
import io.muster.delivery.MemberEntry;
import io.muster.delivery.OwedPage;
import io.muster.delivery.ProfileEntry;
import io.muster.delivery.WaitingChange;
import io.muster.delivery.WaitingPage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** A delivery's memory in maps, without Beam's and Flink's part in it. */
final class HeapStore implements DeliveryStore {

  private record Key(ListRef list, String key) {}

  private record PageKey(ListRef list, MemberEntry.Place queue, long number) {}

  private record WaitingKey(ListRef list, long number) {}

  private final Map<Key, ProfileEntry> profiles = new HashMap<>();
  private final Map<Key, MemberEntry> members = new HashMap<>();
  private final Map<WaitingKey, WaitingPage> waiting = new HashMap<>();
  private final Map<Long, WaitingChange> singles = new HashMap<>();
  private final Map<PageKey, OwedPage> pages = new HashMap<>();
  private final Map<String, BatchEntry> batches = new HashMap<>();
  private final Set<Key> seen = new HashSet<>();

  @Override
  public Optional<ProfileEntry> profile(ListRef list, String profileId) {
    return Optional.ofNullable(profiles.get(new Key(list, profileId)));
  }

  @Override
  public void putProfile(ListRef list, String profileId, ProfileEntry entry) {
    profiles.put(new Key(list, profileId), entry);
  }

  @Override
  public Optional<MemberEntry> member(ListRef list, String key) {
    return Optional.ofNullable(members.get(new Key(list, key)));
  }

  @Override
  public void putMember(ListRef list, String key, MemberEntry entry) {
    members.put(new Key(list, key), entry);
  }

  @Override
  public void eachMember(ListRef list, BiConsumer<String, MemberEntry> reader) {
    members.forEach(
        (key, entry) -> {
          if (key.list().equals(list)) {
            reader.accept(key.key(), entry);
          }
        });
  }

  @Override
  public boolean isSeen(ListRef list, String profileId) {
    return seen.contains(new Key(list, profileId));
  }

  @Override
  public void see(ListRef list, String profileId) {
    seen.add(new Key(list, profileId));
  }

  @Override
  public Optional<WaitingPage> waiting(ListRef list, long number) {
    return Optional.ofNullable(waiting.get(new WaitingKey(list, number)));
  }

  @Override
  public void putWaiting(ListRef list, long number, WaitingPage page) {
    waiting.put(new WaitingKey(list, number), page);
  }

  @Override
  public void removeWaiting(ListRef list, long number) {
    waiting.remove(new WaitingKey(list, number));
  }

  @Override
  public Optional<WaitingChange> single(long id) {
    return Optional.ofNullable(singles.get(id));
  }

  @Override
  public void putSingle(WaitingChange change) {
    singles.put(change.id(), change);
  }

  @Override
  public void removeSingle(long id) {
    singles.remove(id);
  }

  @Override
  public Optional<OwedPage> page(ListRef list, MemberEntry.Place queue, long number) {
    return Optional.ofNullable(pages.get(new PageKey(list, queue, number)));
  }

  @Override
  public void putPage(ListRef list, MemberEntry.Place queue, long number, OwedPage page) {
    pages.put(new PageKey(list, queue, number), page);
  }

  @Override
  public void removePage(ListRef list, MemberEntry.Place queue, long number) {
    pages.remove(new PageKey(list, queue, number));
  }

  @Override
  public Optional<BatchEntry> batch(String id) {
    return Optional.ofNullable(batches.get(id));
  }

  @Override
  public void putBatch(BatchEntry batch) {
    batches.put(batch.id(), batch);
  }

  @Override
  public void removeBatch(String id) {
    batches.remove(id);
  }
}
