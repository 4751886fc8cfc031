package io.muster.pipelines.workspace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which connections are one vendor account: those with a sign in common, and so on from these. */
final class VendorAccounts {

  private final Map<VendorAccount, Integer> numbers = new HashMap<>();

  VendorAccounts(List<ConnectionDraft> connections) {
    for (int i = 0; i < connections.size(); i++) {
      List<VendorAccount> signs = VendorAccount.signsOf(connections.get(i));
      Set<Integer> known =
          signs.stream()
              .filter(numbers::containsKey)
              .map(numbers::get)
              .collect(Collectors.toUnmodifiableSet());
      int number = i;
      numbers.replaceAll((sign, before) -> known.contains(before) ? number : before);
      signs.forEach(sign -> numbers.put(sign, number));
    }
  }

  /** A number that one account's connections have in common. */
  int of(ConnectionDraft connection) {
    return numbers.get(VendorAccount.signsOf(connection).get(0));
  }
}
