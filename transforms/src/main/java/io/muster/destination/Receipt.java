package io.muster.destination;

import java.util.Collections;
import java.util.List;

/** What became of a batch that the vendor took. */
public sealed interface Receipt {

  /**
   * The vendor has decided on each member.
   *
   * @param results exactly one for each operation, in their order
   */
  record Decided(List<ElementResult> results) implements Receipt {
    public Decided {
      results = List.copyOf(results);
    }

    /** Every member of a batch of that size accepted. */
    public static Decided allAccepted(int size, int httpStatus) {
      return new Decided(Collections.nCopies(size, ElementResult.accepted(httpStatus)));
    }
  }

  /**
   * The vendor works on it; ask {@link VendorLists#poll} for the end.
   *
   * @param job the vendor's name for the work
   */
  record Queued(String job) implements Receipt {}

  /**
   * The vendor's word on one member.
   *
   * @param status the element's own status, or the call's
   * @param words the vendor's message, cut to a line of 500 characters; empty when accepted
   */
  record ElementResult(Verdict verdict, int status, String words) {
    public ElementResult {
      words = VendorWords.clean(words);
    }

    public static ElementResult accepted(int status) {
      return new ElementResult(Verdict.ACCEPTED, status, "");
    }

    public static ElementResult retry(int status, String words) {
      return new ElementResult(Verdict.RETRY, status, words);
    }

    public static ElementResult rejected(int status, String words) {
      return new ElementResult(Verdict.REJECTED, status, words);
    }
  }

  /** What is to be done about one member. */
  enum Verdict {
    ACCEPTED,
    RETRY,
    REJECTED
  }
}
