package io.muster.transforms;

import io.muster.delivery.BatchEntry;
import io.muster.delivery.DeliveryStore;
import io.muster.delivery.ListRef;
import io.muster.delivery.MemberEntry;
import io.muster.delivery.OwedPage;
import io.muster.delivery.ProfileEntry;
import io.muster.delivery.WaitingChange;
import io.muster.delivery.WaitingPage;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.state.MapState;

/** A delivery's memory in Beam state: a map for each kind of entry, under readable keys. */
final class StateStore implements DeliveryStore {

  // Neither a dataflow's name nor an audience's id has control characters.
  private static final char SEPARATOR = '\n';
  private static final HexFormat HEX = HexFormat.of();

  private final MapState<String, ProfileEntry> profiles;
  private final MapState<String, MemberEntry> members;
  private final MapState<String, WaitingPage> waiting;
  private final MapState<Long, WaitingChange> singles;
  private final MapState<String, OwedPage> pages;
  private final MapState<String, BatchEntry> batches;
  private final MapState<String, Boolean> seen;
  private final OpenSince open;
  private final Map<ListRef, String> prefixes = new HashMap<>();
  // Both null before the first.
  private ListRef lastList;
  private String lastPrefix;

  /**
   * @param open is told which changes are open
   */
  StateStore(
      MapState<String, ProfileEntry> profiles,
      MapState<String, MemberEntry> members,
      MapState<String, WaitingPage> waiting,
      MapState<Long, WaitingChange> singles,
      MapState<String, OwedPage> pages,
      MapState<String, BatchEntry> batches,
      MapState<String, Boolean> seen,
      OpenSince open) {
    this.profiles = profiles;
    this.members = members;
    this.waiting = waiting;
    this.singles = singles;
    this.pages = pages;
    this.batches = batches;
    this.seen = seen;
    this.open = open;
  }

  @SuppressWarnings("ReferenceEquality") // one that is only equal is looked up
  private String prefix(ListRef list) {
    // What is asked for next is nearly always of the same list.
    if (list != lastList) {
      lastPrefix =
          prefixes.computeIfAbsent(
              list, key -> key.dataflow() + SEPARATOR + key.audience() + SEPARATOR);
      lastList = list;
    }
    return lastPrefix;
  }

  private String pageKey(ListRef list, MemberEntry.Place queue, long number) {
    return prefix(list) + queue.name() + SEPARATOR + number;
  }

  @Override
  public Optional<ProfileEntry> profile(ListRef list, String profileId) {
    return Optional.ofNullable(profiles.get(prefix(list) + profileId).read());
  }

  @Override
  public void putProfile(ListRef list, String profileId, ProfileEntry entry) {
    profiles.put(prefix(list) + profileId, entry);
  }

  @Override
  public Optional<MemberEntry> member(ListRef list, String key) {
    return Optional.ofNullable(members.get(prefix(list) + key).read());
  }

  @Override
  public void putMember(ListRef list, String key, MemberEntry entry) {
    members.put(prefix(list) + key, entry);
  }

  @Override
  public void eachMember(ListRef list, BiConsumer<String, MemberEntry> reader) {
    String prefix = prefix(list);
    for (Map.Entry<String, MemberEntry> entry : members.entries().read()) {
      if (entry.getKey().startsWith(prefix)) {
        reader.accept(entry.getKey().substring(prefix.length()), entry.getValue());
      }
    }
  }

  @Override
  public boolean isSeen(ListRef list, String profileId) {
    return Boolean.TRUE.equals(seen.get(prefix(list) + profileId).read());
  }

  @Override
  public void see(ListRef list, String profileId) {
    seen.put(prefix(list) + profileId, true);
  }

  /** In their order: those that come after each other lie side by side. */
  private String waitingKey(ListRef list, long number) {
    return prefix(list) + HEX.toHexDigits(number);
  }

  @Override
  public Optional<WaitingPage> waiting(ListRef list, long number) {
    return Optional.ofNullable(waiting.get(waitingKey(list, number)).read());
  }

  @Override
  public void putWaiting(ListRef list, long number, WaitingPage page) {
    waiting.put(waitingKey(list, number), page);
  }

  @Override
  public void removeWaiting(ListRef list, long number) {
    waiting.remove(waitingKey(list, number));
  }

  @Override
  public Optional<WaitingChange> single(long id) {
    return Optional.ofNullable(singles.get(id).read());
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
  public void opened(long id) {
    open.opened(id);
  }

  @Override
  public void decided(long id) {
    open.decided(id);
  }

  @Override
  public Optional<OwedPage> page(ListRef list, MemberEntry.Place queue, long number) {
    return Optional.ofNullable(pages.get(pageKey(list, queue, number)).read());
  }

  @Override
  public void putPage(ListRef list, MemberEntry.Place queue, long number, OwedPage page) {
    pages.put(pageKey(list, queue, number), page);
  }

  @Override
  public void removePage(ListRef list, MemberEntry.Place queue, long number) {
    pages.remove(pageKey(list, queue, number));
  }

  @Override
  public Optional<BatchEntry> batch(String id) {
    return Optional.ofNullable(batches.get(id).read());
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
