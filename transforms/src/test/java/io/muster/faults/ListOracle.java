package io.muster.faults;

import io.muster.model.Member;
import io.muster.model.MembershipChange;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What each list must hold: each profile's newest change; a member is there while one of them names
 * it, as the newest of them says.
 */
final class ListOracle {

  private final Map<String, Map<String, MembershipChange>> newest = new HashMap<>();

  static ListOracle of(Collection<MembershipChange> changes) {
    ListOracle oracle = new ListOracle();
    changes.forEach(oracle::accept);
    return oracle;
  }

  void accept(MembershipChange change) {
    newest
        .computeIfAbsent(change.audience(), key -> new HashMap<>())
        .merge(
            change.profileId(), change, (a, b) -> a.version().compareTo(b.version()) >= 0 ? a : b);
  }

  /** The newest change of a profile. */
  Optional<MembershipChange> newest(String audience, String profile) {
    return Optional.ofNullable(newest.getOrDefault(audience, Map.of()).get(profile));
  }

  /** An audience's members by their keys. */
  Map<String, Member> members(String audience) {
    Map<String, Member> members = new TreeMap<>();
    newest.getOrDefault(audience, Map.of()).values().stream()
        .filter(change -> !change.version().exit())
        .sorted(Comparator.comparing(MembershipChange::version))
        .forEach(change -> members.put(change.member().key(), change.member()));
    return members;
  }
}
