package io.muster.sandbox.fault;

import io.muster.sandbox.vendor.Interference;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What goes wrong with one call; used by the thread that serves it. */
public final class FaultPlan implements Interference {

  private static final Duration SLOW_JOB = Duration.ofMinutes(1);

  static final FaultPlan NOTHING = new FaultPlan(null, Optional.empty(), List.of(), List.of());

  private final Faults faults;
  private final Optional<Fault> main;
  private final List<Fault> latencies;
  private final List<Faults.Active> aboutMembers;
  // Whether an order about members holds for this call; asked once, when it first touches one.
  private final Map<Faults.Active, Boolean> holds = new HashMap<>();

  FaultPlan(
      Faults faults,
      Optional<Fault> main,
      List<Fault> latencies,
      List<Faults.Active> aboutMembers) {
    this.faults = faults;
    this.main = main;
    this.latencies = latencies;
    this.aboutMembers = aboutMembers;
  }

  /** The one fault that decides the answer. */
  public Optional<Fault> main() {
    return main;
  }

  /** How much later the call is answered. */
  public Duration latency() {
    return latencies.stream()
        .map(fault -> fault.delay().orElse(Duration.ofSeconds(1)))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** The ids of the kinds that were applied, joined by plus signs; empty for none. */
  public String applied() {
    Set<String> kinds = new LinkedHashSet<>();
    latencies.forEach(fault -> kinds.add(fault.kind().id()));
    main.ifPresent(fault -> kinds.add(fault.kind().id()));
    aboutMembers.stream()
        .filter(order -> holds.getOrDefault(order, false))
        .forEach(order -> kinds.add(order.fault.kind().id()));
    return kinds.stream().collect(Collectors.joining("+"));
  }

  @Override
  public int refusal(String identifier) {
    if (aboutMembers.isEmpty()) {
      return 0;
    }
    return of(FaultKind.REJECT_ELEMENTS)
        .filter(order -> touches(order, identifier) && isHolding(order))
        .findFirst()
        .map(order -> order.fault.status().orElse(400))
        .orElse(0);
  }

  @Override
  public int batchRefusal(Collection<String> identifiers) {
    return of(FaultKind.REJECT_BATCH)
        .filter(order -> touchesAny(order, identifiers) && isHolding(order))
        .findFirst()
        .map(order -> order.fault.status().orElse(400))
        .orElse(0);
  }

  @Override
  public boolean failsJob(Collection<String> identifiers) {
    return of(FaultKind.JOB_FAILS)
        .anyMatch(order -> touchesAny(order, identifiers) && isHolding(order));
  }

  @Override
  public Duration jobDelay(Collection<String> identifiers) {
    return of(FaultKind.SLOW_JOB)
        .filter(order -> touchesAny(order, identifiers) && isHolding(order))
        .map(order -> order.fault.delay().orElse(SLOW_JOB))
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public boolean hidesResult(int index, int total, String identifier) {
    if (aboutMembers.isEmpty()) {
      return false;
    }
    return of(FaultKind.SHORT_RESULTS)
        .anyMatch(
            order ->
                (order.fault.elements().isPresent()
                        ? touches(order, identifier)
                        : index >= total / 2)
                    && isHolding(order));
  }

  @Override
  public boolean appliesHidden() {
    return of(FaultKind.SHORT_RESULTS)
        .filter(order -> holds.getOrDefault(order, false))
        .allMatch(order -> order.fault.writes());
  }

  private Stream<Faults.Active> of(FaultKind kind) {
    return aboutMembers.stream().filter(order -> order.fault.kind() == kind);
  }

  private static boolean touches(Faults.Active order, String identifier) {
    return order.fault.elements().map(regex -> regex.matcher(identifier).find()).orElse(true);
  }

  private static boolean touchesAny(Faults.Active order, Collection<String> identifiers) {
    return order.fault.elements().isEmpty()
        || identifiers.stream().anyMatch(identifier -> touches(order, identifier));
  }

  private boolean isHolding(Faults.Active order) {
    return holds.computeIfAbsent(order, faults::spend);
  }
}
