package io.muster.model;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Why a change was not activated: the contract's codes, with whose fault each is. */
public enum Reason {
  // The record was no profile change.
  NOT_JSON(Kind.MALFORMED, Fault.OURS),
  NOT_AN_OBJECT(Kind.MALFORMED, Fault.OURS),
  TOO_LARGE(Kind.MALFORMED, Fault.OURS),
  INVALID_RECORD(Kind.MALFORMED, Fault.OURS),

  // The data does not qualify.
  NO_PROFILE_ID(Kind.EXCLUDED, Fault.OURS),
  NO_MEMBER_KEY(Kind.EXCLUDED, Fault.OURS),
  MISSING_FIELD(Kind.EXCLUDED, Fault.OURS),
  INVALID_FORMAT(Kind.EXCLUDED, Fault.OURS),
  TOO_LONG(Kind.EXCLUDED, Fault.OURS),
  UNSUPPORTED_TYPE(Kind.EXCLUDED, Fault.OURS),
  INVALID_MEMBERSHIP(Kind.EXCLUDED, Fault.OURS),
  OUT_OF_SCHEDULE(Kind.EXCLUDED, Fault.OURS),

  // The vendor did not take it.
  VENDOR_REJECTED(Kind.FAILED, Fault.VENDOR),
  VENDOR_UNAVAILABLE(Kind.FAILED, Fault.VENDOR),
  UNAUTHORIZED(Kind.FAILED, Fault.OURS),
  LIST_REFUSED(Kind.FAILED, Fault.OURS),
  LIST_UNAVAILABLE(Kind.FAILED, Fault.VENDOR),
  REMOVALS_BLOCKED(Kind.FAILED, Fault.OURS);

  /** Which of the report's counts a code adds to. */
  public enum Kind {
    MALFORMED,
    EXCLUDED,
    FAILED
  }

  /** Who has to mend it. */
  public enum Fault {
    OURS,
    VENDOR
  }

  /** The codes of a kind, as they are written. */
  public static Set<String> names(Kind kind) {
    return Arrays.stream(values())
        .filter(code -> code.kind == kind)
        .map(Reason::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private final Kind kind;
  private final Fault fault;

  Reason(Kind kind, Fault fault) {
    this.kind = kind;
    this.fault = fault;
  }

  public Kind kind() {
    return kind;
  }

  public Fault fault() {
    return fault;
  }
}
