package io.muster.delivery;

import io.muster.model.MembershipChange;
import io.muster.model.SourceRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * A change whose outcome is open.
 *
 * @param keys the members whose acknowledgement it still waits for
 * @param superseded whether a newer change of its profile was known before it came
 */
public record WaitingChange(
    long id,
    ListRef list,
    String profileId,
    SourceRecord origin,
    List<String> keys,
    boolean superseded) {

  public WaitingChange {
    keys = List.copyOf(keys);
  }

  static WaitingChange of(long id, ListRef list, MembershipChange change, List<String> keys) {
    return new WaitingChange(id, list, change.profileId(), change.origin(), keys, false);
  }

  /** A change that came late, and waits only to be told of if what it owes fails. */
  static WaitingChange late(long id, ListRef list, MembershipChange change, String key) {
    return new WaitingChange(id, list, change.profileId(), change.origin(), List.of(key), true);
  }

  /**
   * A profile that a whole snapshot lacks: no change has come, so none is counted, and one that
   * fails is told of without a record.
   */
  static WaitingChange lapsed(long id, ListRef list, String profileId, List<String> keys) {
    return new WaitingChange(id, list, profileId, SourceRecord.none(profileId), keys, true);
  }

  /** Whether a change has come; see {@link #lapsed}. */
  boolean isReceived() {
    return !origin.isNone();
  }

  WaitingChange without(String key) {
    List<String> rest = new ArrayList<>(keys);
    rest.remove(key);
    return new WaitingChange(id, list, profileId, origin, rest, superseded);
  }
}
