package io.muster.pipelines.report;

import io.muster.model.Counts;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.workspace.Audience;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Workspace;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a report before anything is counted.
 *
 * @param startedAt ISO 8601, UTC
 */
public record ReportHead(String run, String startedAt, List<Line> lines) implements Serializable {

  public ReportHead {
    lines = List.copyOf(lines);
  }

  /** One audience of one dataflow. */
  public record Line(String dataflow, String audience, String name) implements Serializable {}

  /** The head of a run's report; one line an audience, in the workspace's order. */
  public static ReportHead of(String run, String startedAt, Workspace workspace) {
    List<Line> lines = new ArrayList<>();
    for (Dataflow dataflow : workspace.dataflows()) {
      for (Audience audience : dataflow.audiences()) {
        lines.add(new Line(dataflow.name(), audience.id(), audience.name()));
      }
    }
    return new ReportHead(run, startedAt, lines);
  }

  /** The report of a run that goes on. */
  public RunReport with(List<Counts> counts, long malformed) {
    List<AudienceLine> dataflows = lines.stream().map(line -> line(line, counts)).toList();
    return new RunReport(run, "incomplete", startedAt, null, dataflows, malformed);
  }

  private static AudienceLine line(Line line, List<Counts> counts) {
    Optional<Counts> own =
        counts.stream()
            .filter(
                part ->
                    part.dataflow().equals(line.dataflow())
                        && part.audience().equals(line.audience()))
            .findFirst();
    Counts part = own.orElse(Counts.none(line.dataflow(), line.audience()));
    return new AudienceLine(
        line.dataflow(),
        line.audience(),
        line.name(),
        part.list().isEmpty() ? null : part.list(),
        part.received(),
        part.activated(),
        part.added(),
        part.removed(),
        part.excluded(),
        part.failed(),
        part.unchanged(),
        part.superseded(),
        part.pending(),
        part.calls(),
        part.byCode(),
        part.warnings());
  }
}
