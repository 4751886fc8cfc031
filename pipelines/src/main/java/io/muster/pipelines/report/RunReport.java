package io.muster.pipelines.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    @JsonProperty("run") String run,
    @JsonProperty("status") String status,
    @JsonProperty("startedAt") String startedAt,
    @JsonProperty("endedAt") String endedAt,
    @JsonProperty("dataflows") List<AudienceLine> dataflows,
    @JsonProperty("malformed") long malformed) {

  public RunReport {
    requireNonNull(run, "run");
    requireNonNull(status, "status");
    requireNonNull(startedAt, "startedAt");
    dataflows = List.copyOf(requireNonNull(dataflows, "dataflows"));
  }

  /**
   * One audience of one dataflow.
   *
   * @param audience the audience's id
   * @param list the vendor's id of the list, or null while it is not known
   * @param byCode excluded and failed changes by code, sorted by code
   * @param warnings values that were left out by code, likewise
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
    "warnings"
  })
  public record AudienceLine(
      @JsonProperty("dataflow") String dataflow,
      @JsonProperty("audience") String audience,
      @JsonProperty("audienceName") String audienceName,
      @JsonProperty("list") String list,
      @JsonProperty("received") long received,
      @JsonProperty("activated") long activated,
      @JsonProperty("added") long added,
      @JsonProperty("removed") long removed,
      @JsonProperty("excluded") long excluded,
      @JsonProperty("failed") long failed,
      @JsonProperty("unchanged") long unchanged,
      @JsonProperty("superseded") long superseded,
      @JsonProperty("pending") long pending,
      @JsonProperty("calls") long calls,
      @JsonProperty("byCode") Map<String, Long> byCode,
      @JsonProperty("warnings") Map<String, Long> warnings) {

    public AudienceLine {
      requireNonNull(dataflow, "dataflow");
      requireNonNull(audience, "audience");
      requireNonNull(audienceName, "audienceName");
      byCode = sorted(requireNonNull(byCode, "byCode"));
      warnings = sorted(requireNonNull(warnings, "warnings"));
    }

    private static Map<String, Long> sorted(Map<String, Long> counts) {
      return Collections.unmodifiableMap(new TreeMap<>(counts));
    }
  }
}
