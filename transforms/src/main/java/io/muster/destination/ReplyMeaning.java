package io.muster.destination;

/** What a vendor means by a status; each vendor has one table of them. */
public enum ReplyMeaning {
  /** It did as asked, if its body can be understood. */
  DONE,
  /** It throttles. */
  THROTTLED,
  /** The list is new, or being updated. */
  LIST_PENDING,
  /** It is ill, or this is no answer of its. */
  UNAVAILABLE,
  /** It will never take this request. */
  REFUSED,
  /** The credential is dead or may not do this. */
  UNAUTHORIZED,
  /** It serves nobody who calls as this connection is set up to. */
  MISCONFIGURED,
  /** The list is not there. */
  LIST_GONE;

  /**
   * A status of which a vendor's own table says nothing: 429, 401 and 403 by their names, 402 as a
   * 403, what a proxy (407) or another server (421) says is no answer of the vendor's, another 4xx
   * is a refusal, and what is left (1xx, a 2xx that isn't the documented one, a redirect, 5xx) no
   * answer.
   */
  public static ReplyMeaning ofUndocumented(int status) {
    return switch (status) {
      case 401, 402, 403 -> UNAUTHORIZED;
      case 407, 408, 421, 423, 425 -> UNAVAILABLE;
      case 429 -> THROTTLED;
      default -> status >= 400 && status < 500 ? REFUSED : UNAVAILABLE;
    };
  }
}
