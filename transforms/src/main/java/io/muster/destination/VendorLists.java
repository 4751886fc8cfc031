package io.muster.destination;

import io.muster.model.Standing;
import java.util.Optional;

/**
 * The conversation with a vendor about one connection's lists. Each method makes the calls that it
 * needs and no pause: waiting, repeating and giving up are the caller's. Not thread-safe.
 */
public interface VendorLists {

  /**
   * Looks for a list, by Muster's own key where the vendor keeps one, else by its name (trimmed,
   * without case).
   */
  VendorAnswer<Optional<VendorList>> find(ListName name);

  /**
   * Looks for a list by its name alone, as a rename has to: by its key the list itself would be
   * found. Vendors that keep no key look by nothing else.
   */
  default VendorAnswer<Optional<VendorList>> findNamed(ListName name) {
    return find(name);
  }

  /** Creates a list; the caller has looked for it before. */
  VendorAnswer<VendorList> create(ListName name);

  /** Sends one batch; it must fit the destination's limits. */
  VendorAnswer<Receipt> send(MemberBatch batch);

  /**
   * How a {@link Receipt.Queued} job fares. Not asked of vendors that queue none, and refused by
   * them.
   */
  default VendorAnswer<JobState> poll(String listId, String job) {
    return new VendorAnswer.Refused<>(
        new VendorAnswer.Problem(0, "the vendor queues no jobs", false));
  }

  /**
   * What the vendor says of a list: one call, of the kind that its other reads of a list have.
   * Which of the numbers a vendor gives, and what each means there, is in docs/vendors.md,
   * "Accepted, landed, matched".
   */
  VendorAnswer<Standing> standing(String listId);

  /** Gives a list another name, where {@link DestinationSpec.Lifecycle#renames()}. */
  VendorAnswer<VendorList> rename(String listId, ListName name);

  /** Deletes a list, where {@link DestinationSpec.Lifecycle#deletes()}. */
  VendorAnswer<String> delete(String listId);

  /** Makes the cheapest call that shows whether the credential works. */
  VendorAnswer<String> checkCredential();

  /**
   * What a list is called.
   *
   * @param name the audience's name, trimmed
   * @param key Muster's own stable key of the list, for vendors that keep one
   */
  record ListName(String name, String key) {

    /** Whether a vendor's list has that name, trimmed and without case. */
    public boolean isCalled(String other) {
      return NormalisedName.same(name, other);
    }
  }

  /**
   * A list at the vendor.
   *
   * @param id the vendor's id
   * @param whose what the vendor itself shows of who made it
   * @param takesMembers whether the vendor lets anybody write its members; one that doesn't takes a
   *     name all the same, and can never be adopted
   */
  record VendorList(String id, String name, Whose whose, boolean takesMembers) {

    /** A list that takes members, and of which the vendor shows no more than that it is ours. */
    public VendorList(String id, String name, boolean ours) {
      this(id, name, ours ? Whose.OURS : Whose.UNKNOWN, true);
    }

    /** Whether the vendor shows that Muster made it for this key. */
    public boolean ours() {
      return whose == Whose.OURS;
    }
  }

  /** Who has made a list, as far as the vendor shows. */
  enum Whose {
    /** Muster, for the very key that was asked for. */
    OURS,
    /** Somebody else, or Muster for another key. */
    FOREIGN,
    UNKNOWN
  }

  /** How an asynchronous job fares. */
  enum JobState {
    RUNNING,
    COMPLETED,
    FAILED
  }
}
