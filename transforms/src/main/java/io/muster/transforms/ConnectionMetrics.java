package io.muster.transforms;

import io.muster.delivery.BudgetLevel;
import io.muster.delivery.CallOutcome;
import io.muster.delivery.ConnectionDelivery;
import io.muster.delivery.DeliveryMeter;
import io.muster.destination.CallLimit.Purpose;
import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import io.muster.model.Reason;
import io.muster.vendor.CredentialLife;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;

/**
 * Shows how one connection's delivery fares, step by step and never change by change. A moment is
 * shown as it is and not as its distance from now, so that what is shown stays true while no step
 * is made; 0 says that there is none.
 */
final class ConnectionMetrics {

  private final List<Sum> sums =
      List.of(
          new Sum("activated", Counts::activated),
          new Sum("excluded", Counts::excluded),
          new Sum("failed", Counts::failed),
          new Sum("removals_blocked", ConnectionMetrics::removalsBlocked),
          new Sum("unchanged", Counts::unchanged),
          new Sum("superseded", Counts::superseded),
          new Sum("added", Counts::added),
          new Sum("removed", Counts::removed),
          new Sum("calls", Counts::calls));
  private final Map<CallOutcome, Counter> calls = new EnumMap<>(CallOutcome.class);
  private final WholeSeconds throttled = new WholeSeconds("throttled_seconds");
  private final WholeSeconds heldBack = new WholeSeconds("input_held_back_seconds");

  private final Gauge pending = MetricNames.gauge("pending");
  private final Gauge oldestPending = MetricNames.gauge("oldest_pending_timestamp_seconds");
  private final Gauge failingSince = MetricNames.gauge("failing_since_timestamp_seconds");
  private final Gauge throttledUntil = MetricNames.gauge("throttled_until_timestamp_seconds");
  private final Gauge stopped = MetricNames.gauge("stopped");
  private final Gauge unusableLists = MetricNames.gauge("unusable_lists");
  private final Gauge tokenExpiry = MetricNames.gauge("token_expiry_timestamp_seconds");
  private final Gauge credentialExpiry = MetricNames.gauge("credential_expiry_timestamp_seconds");
  private final Gauge dayEnd = MetricNames.gauge("budget_day_end_timestamp_seconds");
  private final Map<Purpose, BudgetGauges> budgets = new EnumMap<>(Purpose.class);

  private boolean begun;

  ConnectionMetrics() {
    for (CallOutcome outcome : CallOutcome.values()) {
      calls.put(outcome, MetricNames.counter(MetricNames.of("calls_", outcome)));
    }
    for (Purpose purpose : Purpose.values()) {
      budgets.put(purpose, new BudgetGauges(purpose));
    }
  }

  /** What a step has counted and how the connection stands after it. */
  void step(CountsDelta counts, ConnectionDelivery delivery) {
    begin();
    sums.forEach(sum -> sum.add(counts));
    pending.set(delivery.pending());
    set(failingSince, delivery.failingSince());
    stopped.set(delivery.stopped().isPresent() ? 1 : 0);
    unusableLists.set(delivery.unusableLists());
  }

  /** When the oldest open change was read, or earlier. */
  void oldestPending(Optional<Instant> moment) {
    set(oldestPending, moment);
  }

  /** What the calls came to since the last step, and until when the connection waits. */
  void calls(DeliveryMeter.Reading reading, Instant until) {
    reading.calls().forEach((outcome, count) -> calls.get(outcome).inc(count));
    throttled.add(reading.throttled());
    set(throttledUntil, Optional.of(until).filter(moment -> moment.isAfter(Instant.EPOCH)));
  }

  /** The input was held back, since too much is pending. */
  void heldBack(Duration time) {
    heldBack.add(time);
  }

  /** What is left of the budget; what isn't known or limited is not shown. */
  void budgets(Map<Purpose, BudgetLevel> levels, Optional<Instant> dayEndsAt) {
    levels.forEach((purpose, level) -> budgets.get(purpose).show(level));
    dayEndsAt.ifPresent(moment -> dayEnd.set(moment.getEpochSecond()));
  }

  /** When credentials end; what isn't known is not shown. */
  void credentials(CredentialLife life) {
    life.token().ifPresent(moment -> tokenExpiry.set(moment.getEpochSecond()));
    life.credential().ifPresent(moment -> credentialExpiry.set(moment.getEpochSecond()));
  }

  /** A counter that appeared with its first event would hide it from an increase. */
  private void begin() {
    if (!begun) {
      begun = true;
      sums.forEach(sum -> sum.counter().inc(0));
      calls.values().forEach(counter -> counter.inc(0));
      throttled.counter.inc(0);
      heldBack.counter.inc(0);
    }
  }

  private static long removalsBlocked(Counts counts) {
    return counts.byCode().getOrDefault(Reason.REMOVALS_BLOCKED.name(), 0L);
  }

  private static void set(Gauge gauge, Optional<Instant> moment) {
    gauge.set(moment.map(Instant::getEpochSecond).orElse(0L));
  }

  /** A number of {@link Counts}, over all audiences. */
  private record Sum(Counter counter, ToLongFunction<Counts> number) {

    Sum(String name, ToLongFunction<Counts> number) {
      this(MetricNames.counter(name), number);
    }

    void add(CountsDelta delta) {
      long sum = delta.counts().stream().mapToLong(number).sum();
      if (sum != 0) {
        counter.inc(sum);
      }
    }
  }

  /** Beam counts whole numbers, so what is no whole second yet is kept. */
  private static final class WholeSeconds {
    private final Counter counter;
    private Duration rest = Duration.ZERO;

    WholeSeconds(String name) {
      counter = MetricNames.counter(name);
    }

    void add(Duration time) {
      rest = rest.plus(time);
      long seconds = rest.toSeconds();
      if (seconds > 0) {
        counter.inc(seconds);
        rest = rest.minusSeconds(seconds);
      }
    }
  }

  /** What is shown of the budget for one purpose. */
  private static final class BudgetGauges {
    private final Gauge perMinute;
    private final Gauge leftToday;
    private final Gauge perDay;

    BudgetGauges(Purpose purpose) {
      perMinute = MetricNames.gauge(MetricNames.of("budget_per_minute_", purpose));
      leftToday = MetricNames.gauge(MetricNames.of("budget_left_today_", purpose));
      perDay = MetricNames.gauge(MetricNames.of("budget_per_day_", purpose));
    }

    void show(BudgetLevel level) {
      set(perMinute, level.perMinute());
      set(leftToday, level.leftToday());
      set(perDay, level.perDay());
    }

    private static void set(Gauge gauge, OptionalInt number) {
      number.ifPresent(gauge::set);
    }
  }
}
