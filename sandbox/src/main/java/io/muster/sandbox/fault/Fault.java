package io.muster.sandbox.fault;

import io.muster.sandbox.vendor.Vendor;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * An order for something to go wrong. Without {@link #times} or {@link #during} it lasts until it
 * is cleared. Of several orders that fit a call, all of latency and all about members apply, and of
 * the others the one that was ordered first.
 *
 * <pre>{@code
 * sandbox.faults().order(
 *     Fault.of(FaultKind.RESET_AFTER).on(Vendor.LINKEDIN).path("/companies$").times(2));
 * }</pre>
 *
 * @param kind what goes wrong
 * @param vendor whose calls; empty for all
 * @param method which method; empty for all
 * @param path found anywhere in the call's whole path (the sandbox's prefix included); empty for
 *     all
 * @param status HTTP status of {@code STATUS}, {@code REJECT_ELEMENTS} and {@code REJECT_BATCH}
 * @param retryAfter Retry-After of {@code STATUS} and {@code THROTTLE}: seconds or an HTTP date,
 *     sent as it is; {@code date+N} becomes the HTTP date N seconds after the answer
 * @param delay of {@code LATENCY}, {@code STALL}, {@code SLOW_BODY} and {@code SLOW_JOB}
 * @param times so many calls; empty for no bound
 * @param probability how likely a fitting call is hit, 0 to 1
 * @param seed of the draws when the probability is below 1; the same seed hits the same calls
 * @param during how long from the order on, by the sandbox's clock; empty for no end
 * @param afterWrite whether the vendor does the work all the same; empty for the kind's default
 * @param elements found in a member's identifier (the strongest one); empty for all
 * @param bytes size of {@code OVERSIZE}
 */
public record Fault(
    FaultKind kind,
    Optional<Vendor> vendor,
    Optional<String> method,
    Optional<Pattern> path,
    OptionalInt status,
    Optional<String> retryAfter,
    Optional<Duration> delay,
    OptionalInt times,
    double probability,
    long seed,
    Optional<Duration> during,
    Optional<Boolean> afterWrite,
    Optional<Pattern> elements,
    OptionalLong bytes) {

  public Fault {
    require(times.orElse(1) > 0, "times must be at least 1");
    require(probability >= 0 && probability <= 1, "probability must be between 0 and 1");
    require(status.isEmpty() || isStatus(status.getAsInt()), "status must be from 200 to 599");
    require(!delay.orElse(Duration.ZERO).isNegative(), "delayMs must not be negative");
    require(!during.orElse(Duration.ZERO).isNegative(), "forMs must not be negative");
    require(bytes.orElse(1) > 0, "bytes must be at least 1");
    if (kind == FaultKind.SHORT_RESULTS) {
      require(vendor.orElse(Vendor.LINKEDIN) == Vendor.LINKEDIN, "short-results is LinkedIn's");
    }
    if (kind == FaultKind.JOB_FAILS || kind == FaultKind.SLOW_JOB) {
      require(
          vendor.isEmpty() || isDemandbase(vendor.get()),
          kind.id() + " is Demandbase's: it has jobs");
    }
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static boolean isStatus(int status) {
    return status >= 200 && status <= 599;
  }

  private static boolean isDemandbase(Vendor vendor) {
    return vendor == Vendor.DEMANDBASE || vendor == Vendor.DEMANDBASE_PEOPLE;
  }

  /** That fault on every call, for ever. */
  public static Fault of(FaultKind kind) {
    return new Draft(kind).fault();
  }

  /** Answers with that status. */
  public static Fault status(int status) {
    return of(FaultKind.STATUS).withStatus(status);
  }

  /** Only calls to that vendor. */
  public Fault on(Vendor wanted) {
    return edit(draft -> draft.vendor = Optional.of(wanted));
  }

  /** Only calls with that method. */
  public Fault method(String wanted) {
    return edit(draft -> draft.method = Optional.of(wanted));
  }

  /** Only calls in whose path that regular expression is found. */
  public Fault path(String regex) {
    return edit(draft -> draft.path = Optional.of(Pattern.compile(regex)));
  }

  /** Answers with that status. */
  public Fault withStatus(int value) {
    return edit(draft -> draft.status = OptionalInt.of(value));
  }

  /** Sends that Retry-After. */
  public Fault retryAfter(String value) {
    return edit(draft -> draft.retryAfter = Optional.of(value));
  }

  /** Takes that long. */
  public Fault delay(Duration value) {
    return edit(draft -> draft.delay = Optional.of(value));
  }

  /** Only so many calls. */
  public Fault times(int value) {
    return edit(draft -> draft.times = OptionalInt.of(value));
  }

  /** Only that share of the calls, drawn from that seed. */
  public Fault probability(double value, long drawnFrom) {
    return edit(
        draft -> {
          draft.probability = value;
          draft.seed = drawnFrom;
        });
  }

  /** Only so long from the order on. */
  public Fault during(Duration value) {
    return edit(draft -> draft.during = Optional.of(value));
  }

  /** Whether the vendor does the work all the same. */
  public Fault afterWrite(boolean value) {
    return edit(draft -> draft.afterWrite = Optional.of(value));
  }

  /** Only members in whose identifier that regular expression is found. */
  public Fault elements(String regex) {
    return edit(draft -> draft.elements = Optional.of(Pattern.compile(regex)));
  }

  /** An oversized body of that size. */
  public Fault bytes(long value) {
    return edit(draft -> draft.bytes = OptionalLong.of(value));
  }

  /** Whether the vendor does the work. */
  public boolean writes() {
    return afterWrite.orElse(kind.writesByDefault());
  }

  private Fault edit(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.fault();
  }

  /** The mutable twin of the record, so that each change names only what it changes. */
  static final class Draft {
    final FaultKind kind;
    Optional<Vendor> vendor = Optional.empty();
    Optional<String> method = Optional.empty();
    Optional<Pattern> path = Optional.empty();
    OptionalInt status = OptionalInt.empty();
    Optional<String> retryAfter = Optional.empty();
    Optional<Duration> delay = Optional.empty();
    OptionalInt times = OptionalInt.empty();
    double probability = 1;
    long seed;
    Optional<Duration> during = Optional.empty();
    Optional<Boolean> afterWrite = Optional.empty();
    Optional<Pattern> elements = Optional.empty();
    OptionalLong bytes = OptionalLong.empty();

    Draft(FaultKind kind) {
      this.kind = kind;
    }

    private Draft(Fault fault) {
      this(fault.kind);
      vendor = fault.vendor;
      method = fault.method;
      path = fault.path;
      status = fault.status;
      retryAfter = fault.retryAfter;
      delay = fault.delay;
      times = fault.times;
      probability = fault.probability;
      seed = fault.seed;
      during = fault.during;
      afterWrite = fault.afterWrite;
      elements = fault.elements;
      bytes = fault.bytes;
    }

    Fault fault() {
      return new Fault(
          kind,
          vendor,
          method,
          path,
          status,
          retryAfter,
          delay,
          times,
          probability,
          seed,
          during,
          afterWrite,
          elements,
          bytes);
    }
  }
}
