package io.muster.pipelines.report;

import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import io.muster.model.Standing;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.workspace.Audience;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Workspace;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

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

  private record Key(String dataflow, String audience) {}

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

  /** The report of a run that goes on, of whose lists nothing was read back. */
  public RunReport with(List<Counts> counts, long malformed) {
    return with(new CountsDelta(counts, malformed));
  }

  /** The report of a run that goes on. */
  public RunReport with(CountsDelta counted) {
    Map<Key, Counts> counts = new HashMap<>();
    counted.counts().forEach(part -> counts.put(new Key(part.dataflow(), part.audience()), part));
    Map<Key, Standing> standings = new HashMap<>();
    counted
        .standings()
        .forEach(part -> standings.put(new Key(part.dataflow(), part.audience()), part.standing()));
    List<AudienceLine> dataflows = new ArrayList<>(lines.size());
    for (Line line : lines) {
      Key key = new Key(line.dataflow(), line.audience());
      Counts own = counts.getOrDefault(key, Counts.none(line.dataflow(), line.audience()));
      dataflows.add(line(line, own, standings.getOrDefault(key, Standing.of(""))));
    }
    return new RunReport(
        run, ReportStatus.INCOMPLETE.word(), startedAt, null, dataflows, counted.malformed());
  }

  private static AudienceLine line(Line line, Counts part, Standing standing) {
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
        part.warnings(),
        orNull(standing.landed()),
        orNull(standing.matched()),
        orNull(standing.audienceSize()),
        standing.state().isEmpty() ? null : standing.state());
  }

  private static Long orNull(OptionalLong count) {
    return count.isPresent() ? count.getAsLong() : null;
  }
}
