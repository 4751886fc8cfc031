package io.muster.sandbox.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What goes wrong. Its id is the name in lower case, with hyphens. */
public enum FaultKind {
  /** Answers with {@code status} (default 503) in the vendor's error shape. */
  STATUS(false),
  /** Answers 429, with {@code retryAfter} as Retry-After when given. */
  THROTTLE(false),
  /** Reads the request, changes nothing, resets the connection. */
  RESET_BEFORE(false),
  /** Does the work, then resets the connection instead of answering. */
  RESET_AFTER(true),
  /** Promises a Content-Length, sends half of it, closes. */
  TRUNCATE(true),
  /** Sends bytes that are no JSON, with the status of success. */
  GARBAGE(true),
  /** Sends a body of {@code bytes} bytes (default 32 MiB). */
  OVERSIZE(true),
  /** Sends nothing for {@code delayMs} (default 60 s), then closes without an answer. */
  STALL(false),
  /** Sends the body in drips over {@code delayMs} (default 2 s). */
  SLOW_BODY(true),
  /** Answers as usual, but {@code delayMs} later. Adds up with other faults. */
  LATENCY(true),
  /**
   * LinkedIn leaves results out: of {@code elements}, else of the last half of the batch. {@code
   * afterWrite} says whether those elements take effect.
   */
  SHORT_RESULTS(true),
  /**
   * Refuses the members that {@code elements} finds with {@code status} (default 400 at LinkedIn).
   * Where the vendor has no result for an element, the whole batch is refused as by {@link
   * #REJECT_BATCH}.
   */
  REJECT_ELEMENTS(true),
  /** Refuses the whole batch, or only batches with a member that {@code elements} finds. */
  REJECT_BATCH(true),
  /** Answers 404 as the vendor does for a list that it does not have. */
  NOT_FOUND(false),
  /** Demandbase's job ends as failed and changes nothing; {@code elements} narrows it. */
  JOB_FAILS(true),
  /** Demandbase's job takes {@code delayMs} longer (default 60 s), by the sandbox's clock. */
  SLOW_JOB(true),
  /**
   * Somebody else is a moment ahead of a call that makes a list: it makes the same one, under the
   * same name and key, and the call is answered as the vendor answers then. Other calls are not
   * hit.
   */
  CREATE_RACE(true),
  /** Answers 401 though the token is good. */
  UNAUTHORIZED(false),
  /** Ends all minted tokens of the vendor before the call; new ones can be minted. */
  EXPIRE_TOKENS(true),
  /** Revokes all credentials of the vendor before the call, until they are restored. */
  REVOKE(true);

  private final boolean writesByDefault;

  FaultKind(boolean writesByDefault) {
    this.writesByDefault = writesByDefault;
  }

  /** The id, such as {@code reset-before}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the vendor does the work first unless the order says otherwise. */
  boolean writesByDefault() {
    return writesByDefault;
  }

  /** Whether it acts on members, so that it is spent only by a batch that it touches. */
  boolean isAboutMembers() {
    return this == SHORT_RESULTS
        || this == REJECT_ELEMENTS
        || this == REJECT_BATCH
        || this == JOB_FAILS
        || this == SLOW_JOB;
  }

  /**
   * The kind of that id.
   *
   * @throws IllegalArgumentException naming the known kinds
   */
  public static FaultKind of(String id) {
    return Arrays.stream(values())
        .filter(kind -> kind.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown kind \""
                        + id
                        + "\"; known are "
                        + Arrays.stream(values())
                            .map(FaultKind::id)
                            .collect(Collectors.joining(", "))));
  }
}
