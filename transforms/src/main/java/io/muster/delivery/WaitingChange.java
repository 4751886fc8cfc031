package io.muster.delivery;

import io.muster.model.MembershipChange;
import io.muster.model.SourceRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * A change whose outcome is open.
 *
 * @param keys the members whose acknowledgement it still waits for
 */
public record WaitingChange(
    long id, ListRef list, String profileId, SourceRecord origin, List<String> keys) {

  public WaitingChange {
    keys = List.copyOf(keys);
  }

  static WaitingChange of(long id, ListRef list, MembershipChange change, List<String> keys) {
    return new WaitingChange(id, list, change.profileId(), change.origin(), keys);
  }

  WaitingChange without(String key) {
    List<String> rest = new ArrayList<>(keys);
    rest.remove(key);
    return new WaitingChange(id, list, profileId, origin, rest);
  }
}
