package io.muster.vendor;

/**
 * A vendor's part in a rehearsal, in which nothing is sent: how it would answer if it did as asked
 * and held no list that we did not make. One serves one conversation, and remembers what it was
 * asked to make. Not thread-safe.
 */
@FunctionalInterface
public interface Rehearsal {

  /** How the ids of lists begin that are made in a rehearsal. */
  String NEW_LIST = "new-list-";

  /** The answer to a request that would have been sent. */
  Exchange.Reply answer(VendorRequest request);

  /** Whether an id is that of a list which only the rehearsal has made. */
  static boolean isNew(String listId) {
    return listId.startsWith(NEW_LIST);
  }
}
