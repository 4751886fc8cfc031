package io.muster.delivery;

import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The memory of one connection's delivery. Entries are immutable; a change is a {@code put}. In a
 * pipeline it is Beam state, so that it survives restarts together with the input's position.
 */
public interface DeliveryStore {

  Optional<ProfileEntry> profile(ListRef list, String profileId);

  void putProfile(ListRef list, String profileId, ProfileEntry entry);

  Optional<MemberEntry> member(ListRef list, String key);

  void putMember(ListRef list, String key, MemberEntry entry);

  /** Shows every member of a list; slow, for the day when a list is gone. */
  void eachMember(ListRef list, BiConsumer<String, MemberEntry> reader);

  /** Whether a mirror's snapshot has been seen to have a profile, or the profile is dealt with. */
  boolean isSeen(ListRef list, String profileId);

  void see(ListRef list, String profileId);

  Optional<WaitingPage> waiting(ListRef list, long number);

  void putWaiting(ListRef list, long number, WaitingPage page);

  void removeWaiting(ListRef list, long number);

  /** A change that waits and was left by a Muster that had no pages of them. */
  Optional<WaitingChange> single(long id);

  void putSingle(WaitingChange change);

  void removeSingle(long id);

  /** Is told that a change's outcome is open, perhaps more than once; by default nobody asks. */
  default void opened(long id) {}

  /** Is told that the outcome of a change is open no more; by default nobody asks. */
  default void decided(long id) {}

  Optional<OwedPage> page(ListRef list, MemberEntry.Place queue, long number);

  void putPage(ListRef list, MemberEntry.Place queue, long number, OwedPage page);

  void removePage(ListRef list, MemberEntry.Place queue, long number);

  Optional<BatchEntry> batch(String id);

  void putBatch(BatchEntry batch);

  void removeBatch(String id);
}
