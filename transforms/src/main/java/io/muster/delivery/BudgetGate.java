package io.muster.delivery;

import io.muster.delivery.BudgetBook.Drawn;
import io.muster.delivery.BudgetBook.Writer;
import io.muster.destination.CallLimit;
import io.muster.destination.CallLimit.Purpose;
import io.muster.vendor.CallBudget;
import io.muster.workspace.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lets one connection's calls through as far as its budget goes. The budget itself is in the {@link
 * BudgetBook}; here are only the few calls that have just been drawn, and how far a vendor's 429
 * has lowered the rate: it is halved, once in a minute at most, and raised again by a tenth of the
 * whole in each minute without one. Safe for several threads.
 */
public final class BudgetGate implements CallBudget, Pace {

  /** A drawn call that is not made by then is lost. */
  private static final Duration DRAWN_LASTS = Duration.ofSeconds(2);

  /** A call that took longer may have arrived when its time in the book's window was over. */
  private static final Duration LATE =
      BudgetBook.WINDOW.minus(Duration.ofMinutes(1)).minus(DRAWN_LASTS);

  /** One draw serves as many calls as the rate allows in these seconds. */
  private static final int SECONDS_A_DRAW = 2;

  /** Of calls that nobody limits; they are counted all the same. */
  private static final int MOST_A_DRAW = 16;

  private static final int SECONDS_A_MINUTE = 60;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final double LOWERED = 0.5;

  /** A 429 that comes sooner is mostly the same call's again, and says nothing new of the rate. */
  private static final Duration LOWERED_LASTS = Duration.ofMinutes(1);

  private static final double LOWEST = 1.0 / 64;
  private static final double RAISED_A_MINUTE = 0.1;

  private final String budget;
  private final Writer writer;
  private final BudgetBook book;
  private final Clock clock;
  private final Map<String, CallLimit> limits;
  private final Map<String, Kind> kinds = new TreeMap<>();

  /** Held while the book is drawn from; what is known here can be asked for meanwhile. */
  private final Object drawing = new Object();

  /**
   * @param budget the name under which connections share it
   * @param limits what the vendor allows; a kind that is not among them is drawn without a limit,
   *     since a draw is also what keeps out a run that has lost its lease
   */
  public BudgetGate(
      String budget, Writer writer, List<CallLimit> limits, BudgetBook book, Clock clock) {
    this.budget = budget;
    this.writer = writer;
    this.book = book;
    this.clock = clock;
    this.limits =
        new HashMap<>(limits.stream().collect(Collectors.toMap(CallLimit::kind, limit -> limit)));
  }

  /** What is known of one kind of call. */
  private static final class Kind {
    private int drawn;
    private int lastDraw;
    private Instant drawnUntil = Instant.MIN;
    private Instant taken = Instant.MIN;
    private double share = 1;
    private Instant shareSince = Instant.MIN;
    private Instant loweredAt = Instant.MIN;
    private long day;
    private int leftToday;
    private long answered;
  }

  /** What is to be drawn at once. */
  private record Wish(CallLimit limit, int calls, double share) {}

  @Override
  public Duration take(String name) {
    synchronized (drawing) {
      Instant now = clock.instant();
      Optional<Wish> wish = takeDrawn(name, now);
      if (wish.isEmpty()) {
        return Duration.ZERO;
      }
      Drawn drawn = book.draw(writer, budget, wish.get().limit(), wish.get().calls(), now);
      return takeFirst(name, wish.get(), drawn, now);
    }
  }

  /** Takes a call that was drawn before; where there is none, says what to draw. */
  private synchronized Optional<Wish> takeDrawn(String name, Instant now) {
    CallLimit limit =
        limits.computeIfAbsent(
            name, kind -> new CallLimit(kind, Limits.UNLIMITED, Limits.UNLIMITED));
    Kind kind = kinds.computeIfAbsent(name, key -> new Kind());
    if (kind.drawn > 0 && now.isBefore(kind.drawnUntil)) {
      kind.drawn--;
      kind.taken = now;
      return Optional.empty();
    }
    raise(kind, now);
    return Optional.of(new Wish(lowered(limit, kind), atOnce(limit, kind, now), kind.share));
  }

  private synchronized Duration takeFirst(String name, Wish wish, Drawn drawn, Instant now) {
    Kind kind = kinds.get(name);
    kind.lastDraw = drawn.calls();
    kind.day = day(now);
    kind.leftToday = drawn.leftToday();
    kind.drawnUntil = now.plus(DRAWN_LASTS);
    if (drawn.calls() == 0) {
      kind.drawn = 0;
      Duration least = Duration.ofMillis(1);
      return drawn.after().compareTo(least) < 0 ? least : drawn.after();
    }
    // What was drawn at a rate that a vendor has lowered meanwhile is let go.
    kind.drawn = kind.share < wish.share() ? 0 : drawn.calls() - 1;
    kind.taken = now;
    return Duration.ZERO;
  }

  @Override
  public void answered(String name, int httpStatus) {
    Instant now = clock.instant();
    if (countAnswer(name, httpStatus, now)) {
      book.late(budget, name, now);
    }
  }

  /** Whether it came so late that the book has to know. */
  private synchronized boolean countAnswer(String name, int httpStatus, Instant now) {
    Kind kind = kinds.get(name);
    if (kind == null) {
      return false;
    }
    if (httpStatus != 0) {
      kind.answered++;
    }
    if (httpStatus == TOO_MANY_REQUESTS) {
      raise(kind, now);
      lower(kind, now);
      kind.shareSince = now;
      kind.drawn = 0;
    }
    return Duration.between(kind.taken, now).compareTo(LATE) > 0;
  }

  private static void lower(Kind kind, Instant now) {
    if (!now.isBefore(kind.loweredAt.plus(LOWERED_LASTS))) {
      kind.share = Math.max(LOWEST, kind.share * LOWERED);
      kind.loweredAt = now;
    }
  }

  private static void raise(Kind kind, Instant now) {
    if (kind.share >= 1) {
      return;
    }
    long minutes = Duration.between(kind.shareSince, now).toMinutes();
    if (minutes > 0) {
      kind.share = Math.min(1, kind.share + minutes * RAISED_A_MINUTE);
      kind.shareSince = kind.shareSince.plus(Duration.ofMinutes(minutes));
    }
  }

  private static CallLimit lowered(CallLimit limit, Kind kind) {
    if (limit.perMinute() == Limits.UNLIMITED || kind.share >= 1) {
      return limit;
    }
    return limit.perMinute(Math.max(1, (int) (limit.perMinute() * kind.share)));
  }

  /** Calls of a day are too dear to be lost; those of a minute are not. */
  private static int atOnce(CallLimit limit, Kind kind, Instant now) {
    if (limit.perDay() != Limits.UNLIMITED) {
      return 1;
    }
    if (limit.perMinute() == Limits.UNLIMITED) {
      // More at once where the last were used up in time: hundreds may come one after another.
      return now.isBefore(kind.drawnUntil)
          ? Math.min(MOST_A_DRAW, Math.max(1, 2 * kind.lastDraw))
          : 1;
    }
    return Math.max(1, limit.perMinute() * SECONDS_A_DRAW / SECONDS_A_MINUTE);
  }

  @Override
  public synchronized int callsWithin(Duration time) {
    long least = Integer.MAX_VALUE;
    for (CallLimit limit : limits.values()) {
      if (limit.purpose() == Purpose.MEMBERS && limit.perMinute() != Limits.UNLIMITED) {
        double share =
            Optional.ofNullable(kinds.get(limit.kind())).map(kind -> kind.share).orElse(1.0);
        double calls = limit.perMinute() * share * time.toMillis() / (SECONDS_A_MINUTE * 1000.0);
        least = Math.min(least, (long) calls);
      }
    }
    return (int) least;
  }

  @Override
  public synchronized Optional<Duration> interval(Purpose purpose) {
    Instant now = clock.instant();
    long today = day(now);
    Instant tomorrow = LocalDate.ofEpochDay(today + 1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Duration rest = Duration.between(now, tomorrow);
    return kinds.entrySet().stream()
        .filter(entry -> limits.get(entry.getKey()).purpose() == purpose)
        .filter(entry -> entry.getValue().day == today)
        .filter(entry -> isScarce(limits.get(entry.getKey()), entry.getValue().leftToday))
        .map(entry -> rest.dividedBy(Math.max(1, entry.getValue().leftToday)))
        .max(Duration::compareTo);
  }

  @Override
  public synchronized long answered(Purpose purpose) {
    return kinds.entrySet().stream()
        .filter(entry -> limits.get(entry.getKey()).purpose() == purpose)
        .mapToLong(entry -> entry.getValue().answered)
        .sum();
  }

  /** How far the budget goes for each purpose that the vendor limits; asks nobody. */
  public synchronized Map<Purpose, BudgetLevel> levels() {
    Map<Purpose, BudgetLevel> levels = new EnumMap<>(Purpose.class);
    for (Purpose purpose : Purpose.values()) {
      List<CallLimit> own =
          limits.values().stream().filter(limit -> limit.purpose() == purpose).toList();
      OptionalInt perMinute =
          own.stream()
              .filter(limit -> limit.perMinute() != Limits.UNLIMITED)
              .mapToInt(limit -> lowered(limit, kindOf(limit)).perMinute())
              .min();
      Optional<CallLimit> day =
          own.stream()
              .filter(limit -> limit.perDay() != Limits.UNLIMITED)
              .min(Comparator.comparingDouble(limit -> shareLeft(limit)));
      if (perMinute.isPresent() || day.isPresent()) {
        levels.put(
            purpose,
            new BudgetLevel(
                perMinute,
                day.map(this::leftToday).orElse(OptionalInt.empty()),
                day.map(limit -> OptionalInt.of(limit.perDay())).orElse(OptionalInt.empty())));
      }
    }
    return levels;
  }

  /** The end of the UTC day of the last draw, until which {@link #levels} holds. */
  public synchronized Optional<Instant> dayEnds() {
    return kinds.values().stream()
        .map(kind -> kind.day)
        .max(Long::compare)
        .map(day -> LocalDate.ofEpochDay(day + 1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private Kind kindOf(CallLimit limit) {
    return kinds.getOrDefault(limit.kind(), new Kind());
  }

  /** A new day begins with the whole. */
  private OptionalInt leftToday(CallLimit limit) {
    Kind kind = kindOf(limit);
    if (kind.day == 0) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(kind.day == day(clock.instant()) ? kind.leftToday : limit.perDay());
  }

  private double shareLeft(CallLimit limit) {
    return leftToday(limit).orElse(limit.perDay()) / (double) limit.perDay();
  }

  private static boolean isScarce(CallLimit limit, int left) {
    return limit.perDay() != Limits.UNLIMITED && left < limit.perDay() / 2;
  }

  private static long day(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC).toEpochDay();
  }
}
