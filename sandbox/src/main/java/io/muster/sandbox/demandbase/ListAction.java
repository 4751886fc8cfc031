package io.muster.sandbox.demandbase;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a file does to the list's membership, [V] DB-IMP. */
enum ListAction {
  REPLACE,
  INSERT,
  DELETE,
  NOOP;

  static Optional<ListAction> of(String id) {
    return Arrays.stream(values()).filter(action -> action.id().equals(id)).findFirst();
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
