package io.muster.pipelines;

import io.muster.delivery.ConnectionPlan;
import io.muster.destination.Destinations;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import io.muster.model.MembershipChange;
import io.muster.model.SourceRecord;
import io.muster.parse.ParsePlan;
import io.muster.pipelines.kafka.CommitOffsets;
import io.muster.pipelines.kafka.KafkaClients;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.sink.DeadLetterLines;
import io.muster.pipelines.sink.LedgerLines;
import io.muster.pipelines.sink.RunFolder;
import io.muster.pipelines.sink.WriteLines;
import io.muster.pipelines.sink.WriteReport;
import io.muster.transforms.CountReceived;
import io.muster.transforms.DeliverMembers;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.transforms.ParseProfileChanges;
import io.muster.transforms.SplitByConnection;
import io.muster.transforms.ValidateMappings;
import io.muster.workspace.Connection;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * The activation: records in, each vendor's lists right, everything accounted for in the run
 * folder. Every transform has a name, which is its address in a savepoint.
 */
public final class ActivationPipeline {

  private ActivationPipeline() {}

  /**
   * Builds it, over an input that is not told what is done with.
   *
   * @param source where the records come from, named after what it reads
   * @param confirmedRemovals ids of audiences whose guard is let go
   */
  public static void build(
      Pipeline pipeline,
      String sourceName,
      PTransform<PBegin, PCollection<SourceRecord>> source,
      Workspace workspace,
      ReportHead head,
      RunFolder folder,
      Set<String> confirmedRemovals,
      Surroundings surroundings) {
    build(
        pipeline,
        sourceName,
        source,
        workspace,
        head,
        folder,
        confirmedRemovals,
        surroundings,
        Optional.empty());
  }

  /**
   * Builds it.
   *
   * @param source where the records come from, named after what it reads
   * @param confirmedRemovals ids of audiences whose guard is let go
   * @param offsets of the Kafka topics that are to be told what is done with as the run goes
   */
  public static void build(
      Pipeline pipeline,
      String sourceName,
      PTransform<PBegin, PCollection<SourceRecord>> source,
      Workspace workspace,
      ReportHead head,
      RunFolder folder,
      Set<String> confirmedRemovals,
      Surroundings surroundings,
      Optional<KafkaClients> offsets) {
    ParsePlan plan = ParsePlan.of(workspace.dataflows());
    PCollection<SourceRecord> records = pipeline.apply(sourceName, source);
    boolean alwaysOn = records.isBounded() == IsBounded.UNBOUNDED;
    PCollectionTuple parsed = records.apply("ParseProfileChanges", ParseProfileChanges.of(plan));
    PCollectionTuple validated =
        parsed
            .get(ParseProfileChanges.CHANGES)
            .apply("ValidateMappings", ValidateMappings.of(workspace, plan));

    List<PCollection<DeadLetter>> letters = new ArrayList<>();
    List<PCollection<CountsDelta>> counts = new ArrayList<>();
    List<PCollection<LedgerLine>> ledgers = new ArrayList<>();
    Map<String, PCollection<?>> done = new TreeMap<>();
    letters.add(parsed.get(ParseProfileChanges.MALFORMED));
    letters.add(validated.get(ValidateMappings.EXCLUDED));
    counts.add(parsed.get(ParseProfileChanges.COUNTS));
    counts.add(validated.get(ValidateMappings.COUNTS));

    List<Connection> used =
        workspace.connections().stream()
            .filter(connection -> !workspace.dataflowsOf(connection.name()).isEmpty())
            .toList();
    SplitByConnection split = SplitByConnection.of(workspace, used);
    PCollectionTuple byConnection =
        validated.get(ValidateMappings.VALID).apply("SplitByConnection", split);
    Destinations destinations = Destinations.load();
    for (Connection connection : used) {
      ConnectionPlan bounded =
          ConnectionPlan.of(
              head.run(),
              workspace,
              connection,
              destinations.require(connection.destination()).spec(),
              confirmedRemovals);
      ConnectionPlan connectionPlan = alwaysOn ? bounded.alwaysOn() : bounded;
      validated
          .get(ValidateMappings.COUNTS)
          .apply(
              "Receive for " + connection.name(),
              CountReceived.of(
                  workspace.dataflowsOf(connection.name()).stream()
                      .map(Dataflow::name)
                      .collect(Collectors.toSet())));
      PCollection<MembershipChange> own = byConnection.get(split.tag(connection.name()));
      PCollectionTuple delivered =
          own.apply(
              "Deliver to " + connection.name(), DeliverMembers.of(connectionPlan, surroundings));
      done.put("Deliver to " + connection.name(), delivered.get(DeliverMembers.COUNTS));
      ledgers.add(delivered.get(DeliverMembers.LEDGER));
      letters.add(delivered.get(DeliverMembers.FAILED));
      counts.add(delivered.get(DeliverMembers.COUNTS));
    }

    PCollectionList.of(ledgers)
        .apply("AllLedgerLines", Flatten.pCollections())
        .apply("LedgerToJson", LedgerLines.toJson())
        .apply("WriteLedger", lines(folder, RunFolder.LEDGER, alwaysOn));
    done.put(
        "WriteDeadLetters",
        PCollectionList.of(letters)
            .apply("AllDeadLetters", Flatten.pCollections())
            .apply("DeadLettersToJson", DeadLetterLines.toJson())
            .apply("WriteDeadLetters", lines(folder, RunFolder.DEAD_LETTERS, alwaysOn)));
    PCollectionList.of(counts)
        .apply("AllCounts", Flatten.pCollections())
        .apply("WriteReport", WriteReport.to(folder, head));
    offsets.ifPresent(clients -> records.apply("CommitOffsets", CommitOffsets.of(clients, done)));
  }

  private static WriteLines lines(RunFolder folder, String below, boolean alwaysOn) {
    WriteLines lines = WriteLines.to(folder, below);
    return alwaysOn ? lines.alwaysOn() : lines;
  }
}
