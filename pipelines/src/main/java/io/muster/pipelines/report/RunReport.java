package io.muster.pipelines.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.muster.model.Reason;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A run's report, in the shape of {@code report.json}.
 *
 * @param status {@code incomplete} while the run goes on, then {@code completed} (nothing pending),
 *     {@code incomplete} (something is, or a list was stopped) or {@code failed}
 * @param startedAt ISO 8601, UTC
 * @param endedAt likewise, or null while the run goes on
 * @param dataflows one line an audience, in the workspace's order
 * @param malformed records that were no profile change
 */
@JsonPropertyOrder({"run", "status", "startedAt", "endedAt", "dataflows", "malformed"})
public record RunReport(
    @JsonProperty(value = "run", required = true) String run,
    @JsonProperty(value = "status", required = true) String status,
    @JsonProperty(value = "startedAt", required = true) String startedAt,
    @JsonProperty(value = "endedAt", required = true) String endedAt,
    @JsonProperty(value = "dataflows", required = true) List<AudienceLine> dataflows,
    @JsonProperty(value = "malformed", required = true) long malformed) {

  /** Codes that say that a list was stopped. */
  private static final Set<Reason> STOPPED =
      Set.of(
          Reason.LIST_REFUSED,
          Reason.LIST_UNAVAILABLE,
          Reason.UNAUTHORIZED,
          Reason.REMOVALS_BLOCKED);

  /** Codes of what a vendor did not take, or was not asked to. */
  private static final Set<String> FAILED = Reason.names(Reason.Kind.FAILED);

  public RunReport {
    requireNonNull(run, "run");
    requireNonNull(status, "status");
    requireNonNull(startedAt, "startedAt");
    dataflows = List.copyOf(requireNonNull(dataflows, "dataflows"));
  }

  /**
   * The report of the run when it has ended by itself: the numbers say how, those of what is owed
   * without a change too. One that the run has ended already stays as it is.
   */
  public RunReport ended(Instant at) {
    if (endedAt != null) {
      return this;
    }
    boolean complete =
        dataflows.stream()
            .allMatch(
                line ->
                    line.pending() == 0
                        && line.owed().isEmpty()
                        && STOPPED.stream().noneMatch(line::has));
    return ended(complete ? ReportStatus.COMPLETED : ReportStatus.INCOMPLETE, at);
  }

  /** The report of the run when it was ended. */
  public RunReport ended(ReportStatus newStatus, Instant at) {
    return new RunReport(run, newStatus.word(), startedAt, at.toString(), dataflows, malformed);
  }

  /**
   * One audience of one dataflow.
   *
   * @param audience the audience's id
   * @param list the vendor's id of the list, or null while it is not known
   * @param byCode excluded and failed changes by code, sorted by code
   * @param warnings values that were {@link #leftOut()} and what is {@link #owed()}, likewise
   * @param landed members that the vendor says its list holds, or null where it doesn't say or was
   *     not asked; likewise the next three
   * @param matched members that the vendor found among its own
   * @param audienceSize people whom the list reaches
   * @param vendorState the vendor's own word for how the list fares
   */
  @JsonPropertyOrder({
    "dataflow",
    "audience",
    "audienceName",
    "list",
    "received",
    "activated",
    "added",
    "removed",
    "excluded",
    "failed",
    "unchanged",
    "superseded",
    "pending",
    "calls",
    "byCode",
    "warnings",
    "accepted",
    "landed",
    "matched",
    "audienceSize",
    "vendorState"
  })
  public record AudienceLine(
      @JsonProperty(value = "dataflow", required = true) String dataflow,
      @JsonProperty(value = "audience", required = true) String audience,
      @JsonProperty(value = "audienceName", required = true) String audienceName,
      @JsonProperty(value = "list", required = true) String list,
      @JsonProperty(value = "received", required = true) long received,
      @JsonProperty(value = "activated", required = true) long activated,
      @JsonProperty(value = "added", required = true) long added,
      @JsonProperty(value = "removed", required = true) long removed,
      @JsonProperty(value = "excluded", required = true) long excluded,
      @JsonProperty(value = "failed", required = true) long failed,
      @JsonProperty(value = "unchanged", required = true) long unchanged,
      @JsonProperty(value = "superseded", required = true) long superseded,
      @JsonProperty(value = "pending", required = true) long pending,
      @JsonProperty(value = "calls", required = true) long calls,
      @JsonProperty(value = "byCode", required = true) Map<String, Long> byCode,
      @JsonProperty(value = "warnings", required = true) Map<String, Long> warnings,
      @JsonProperty("landed") Long landed,
      @JsonProperty("matched") Long matched,
      @JsonProperty("audienceSize") Long audienceSize,
      @JsonProperty("vendorState") String vendorState) {

    public AudienceLine {
      requireNonNull(dataflow, "dataflow");
      requireNonNull(audience, "audience");
      requireNonNull(audienceName, "audienceName");
      byCode = sorted(requireNonNull(byCode, "byCode"));
      warnings = sorted(requireNonNull(warnings, "warnings"));
    }

    /** An audience of whose list the vendor was not asked. */
    public AudienceLine(
        String dataflow,
        String audience,
        String audienceName,
        String list,
        long received,
        long activated,
        long added,
        long removed,
        long excluded,
        long failed,
        long unchanged,
        long superseded,
        long pending,
        long calls,
        Map<String, Long> byCode,
        Map<String, Long> warnings) {
      this(
          dataflow,
          audience,
          audienceName,
          list,
          received,
          activated,
          added,
          removed,
          excluded,
          failed,
          unchanged,
          superseded,
          pending,
          calls,
          byCode,
          warnings,
          null,
          null,
          null,
          null);
    }

    /** Members that the vendor acknowledged: added and removed. */
    @JsonProperty(value = "accepted", access = JsonProperty.Access.READ_ONLY)
    public long accepted() {
      return added + removed;
    }

    /** Whether a change ended so, or something is owed for that reason. */
    public boolean has(Reason code) {
      return byCode.getOrDefault(code.name(), 0L) > 0 || owed().containsKey(code.name());
    }

    /** Whether something was not activated, be it without a change that could be counted. */
    public boolean leftSomething() {
      return excluded + failed > 0 || !owed().isEmpty();
    }

    /**
     * What could not be done though no change of this run waits for it, and so is in no other
     * count: who was to leave because a mirror's snapshot lacks them, or is owed from before.
     */
    public Map<String, Long> owed() {
      return warnings(code -> FAILED.contains(code));
    }

    /** Values that were left out of changes that went on without them. */
    public Map<String, Long> leftOut() {
      return warnings(code -> !FAILED.contains(code));
    }

    private Map<String, Long> warnings(Predicate<String> which) {
      if (warnings.isEmpty()) {
        return warnings;
      }
      Map<String, Long> some = new TreeMap<>(warnings);
      some.entrySet().removeIf(each -> each.getValue() == 0 || !which.test(each.getKey()));
      return Collections.unmodifiableMap(some);
    }

    private static Map<String, Long> sorted(Map<String, Long> counts) {
      return Collections.unmodifiableMap(new TreeMap<>(counts));
    }
  }
}
