package io.muster.pipelines;

import io.muster.coders.MembershipChangeCoder;
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
import io.muster.pipelines.replay.CarryFailures;
import io.muster.pipelines.replay.Failures;
import io.muster.pipelines.replay.MarkReplayed;
import io.muster.pipelines.replay.ReplayChoice;
import io.muster.pipelines.replay.ReplayLetters;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.sink.DeadLetterLines;
import io.muster.pipelines.sink.DeadLetterRecords;
import io.muster.pipelines.sink.LedgerLines;
import io.muster.pipelines.sink.LedgerRecords;
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
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * The activation: records in, each vendor's lists right, everything accounted for in the run
 * folder. The records are profile changes, or dead letters to be sent again. Every transform has a
 * name, which is its address in a savepoint.
 */
public final class ActivationPipeline {

  private final Workspace workspace;
  private final ReportHead head;
  private final RunOutputs outputs;
  private final Set<String> confirmedRemovals;
  private final Surroundings surroundings;
  private final MembershipUse memberships;
  private final ParsePlan plan;

  /**
   * For a checked workspace.
   *
   * @param confirmedRemovals ids of audiences whose guard is let go
   * @param memberships how what is remembered of the lists is used
   */
  public ActivationPipeline(
      Workspace workspace,
      ReportHead head,
      RunOutputs outputs,
      Set<String> confirmedRemovals,
      Surroundings surroundings,
      MembershipUse memberships) {
    this.workspace = workspace;
    this.head = head;
    this.outputs = outputs;
    this.confirmedRemovals = Set.copyOf(confirmedRemovals);
    this.surroundings = surroundings;
    this.memberships = memberships;
    this.plan = ParsePlan.of(workspace.dataflows());
  }

  /**
   * Delivers profile changes.
   *
   * @param sourceName what the reading is called
   * @param source where the records come from
   * @param offsets of the Kafka topics that are to be told what is done with as the run goes
   */
  public void activate(
      Pipeline pipeline,
      String sourceName,
      PTransform<PBegin, PCollection<SourceRecord>> source,
      Optional<KafkaClients> offsets) {
    PCollection<SourceRecord> records = pipeline.apply(sourceName, source);
    PCollectionTuple parsed =
        records.apply("ParseProfileChanges", ParseProfileChanges.of(plan, surroundings.clock()));
    PCollectionTuple validated =
        parsed.get(ParseProfileChanges.CHANGES).apply("ValidateMappings", validate());
    Parts parts = new Parts();
    parts.letters().add(parsed.get(ParseProfileChanges.MALFORMED));
    parts.letters().add(validated.get(ValidateMappings.EXCLUDED));
    parts.counts().add(parsed.get(ParseProfileChanges.COUNTS));
    parts.counts().add(validated.get(ValidateMappings.COUNTS));
    PCollection<MembershipChange> valid = validated.get(ValidateMappings.VALID);
    deliver(
        memberships.mirror() ? withSnapshotBegun(workspace, valid) : valid,
        validated.get(ValidateMappings.COUNTS),
        parts);
    writeLedger(parts);
    PCollection<DeadLetter> letters =
        PCollectionList.of(parts.letters()).apply("AllDeadLetters", Flatten.pCollections());
    parts.done().put("WriteDeadLetters", writeDeadLetters(letters));
    writeReport(parts);
    offsets.ifPresent(
        clients -> records.apply("CommitOffsets", CommitOffsets.of(clients, parts.done())));
  }

  private ValidateMappings validate() {
    ValidateMappings validate = ValidateMappings.of(workspace, plan, surroundings.clock());
    return memberships.mirror() ? validate.ofSnapshot() : validate;
  }

  /**
   * A snapshot's changes, with what has every list looked at: also one that the snapshot does not
   * name.
   */
  public static PCollection<MembershipChange> withSnapshotBegun(
      Workspace workspace, PCollection<MembershipChange> changes) {
    List<MembershipChange> begun =
        workspace.dataflows().stream()
            .map(flow -> MembershipChange.snapshotBegins(flow.name()))
            .toList();
    PCollection<MembershipChange> beginnings =
        changes
            .getPipeline()
            .apply("BeginSnapshot", Create.of(begun).withCoder(MembershipChangeCoder.of()));
    return PCollectionList.of(changes)
        .and(beginnings)
        .apply("SnapshotOfAll", Flatten.pCollections());
  }

  /**
   * Sends dead letters again, each to its own audience only. What fails again keeps when it failed
   * first.
   *
   * @param sourceName what the reading is called
   * @param source where the letters come from, a record each; has an end
   */
  public void replay(
      Pipeline pipeline,
      String sourceName,
      PTransform<PBegin, PCollection<SourceRecord>> source,
      ReplayChoice choice) {
    PCollectionTuple replayed =
        pipeline
            .apply(sourceName, source)
            .apply(
                "ReplayLetters",
                ReplayLetters.of(workspace, plan, choice, surroundings.clock())
                    .telling(outputs.folder()));
    Parts parts = new Parts();
    parts.letters().add(replayed.get(ReplayLetters.LETTERS));
    parts.counts().add(replayed.get(ReplayLetters.COUNTS));
    deliver(replayed.get(ReplayLetters.CHANGES), replayed.get(ReplayLetters.COUNTS), parts);
    writeLedger(parts);
    PCollection<KV<String, Failures>> before = replayed.get(ReplayLetters.FAILED_BEFORE);
    PCollection<DeadLetter> failed =
        PCollectionList.of(parts.letters()).apply("AllDeadLetters", Flatten.pCollections());
    writeDeadLetters(failed.apply("CarryFailures", CarryFailures.of(before)));
    replayed
        .get(ReplayLetters.REPLAYED)
        .apply("MarkReplayed", MarkReplayed.unless(failed, head.run(), surroundings.clock()));
    writeReport(parts);
  }

  /**
   * What comes out of the steps, to be written.
   *
   * @param done what has to be through before a record is done with, by the transform's name
   */
  private record Parts(
      List<PCollection<LedgerLine>> ledgers,
      List<PCollection<DeadLetter>> letters,
      List<PCollection<CountsDelta>> counts,
      Map<String, PCollection<?>> done) {

    Parts() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    }
  }

  /**
   * @param received the counts of what has come, before its connection is known
   */
  private void deliver(
      PCollection<MembershipChange> changes, PCollection<CountsDelta> received, Parts parts) {
    boolean alwaysOn = isAlwaysOn(changes);
    List<Connection> used =
        workspace.connections().stream()
            .filter(connection -> !workspace.dataflowsOf(connection.name()).isEmpty())
            .toList();
    SplitByConnection split = SplitByConnection.of(workspace, used);
    PCollectionTuple byConnection = changes.apply("SplitByConnection", split);
    Destinations destinations = Destinations.load();
    for (Connection connection : used) {
      ConnectionPlan bounded =
          ConnectionPlan.of(
              head.run(),
              workspace,
              connection,
              destinations.require(connection.destination()).spec(),
              confirmedRemovals);
      ConnectionPlan connectionPlan = memberships.in(alwaysOn ? bounded.alwaysOn() : bounded);
      received.apply(
          "Receive for " + connection.name(),
          CountReceived.of(
              workspace.dataflowsOf(connection.name()).stream()
                  .map(Dataflow::name)
                  .collect(Collectors.toSet())));
      PCollection<MembershipChange> own = byConnection.get(split.tag(connection.name()));
      PCollectionTuple delivered =
          own.apply(
              "Deliver to " + connection.name(), DeliverMembers.of(connectionPlan, surroundings));
      parts.done().put("Deliver to " + connection.name(), delivered.get(DeliverMembers.COUNTS));
      parts.ledgers().add(delivered.get(DeliverMembers.LEDGER));
      parts.letters().add(delivered.get(DeliverMembers.FAILED));
      parts.counts().add(delivered.get(DeliverMembers.COUNTS));
    }
  }

  private void writeLedger(Parts parts) {
    PCollection<LedgerLine> ledger =
        PCollectionList.of(parts.ledgers()).apply("AllLedgerLines", Flatten.pCollections());
    if (outputs.ledger().isPresent()) {
      ledger
          .apply("LedgerToJson", LedgerRecords.toJson())
          .apply("WriteLedger", outputs.ledger().get().write());
    } else {
      ledger
          .apply("LedgerToJson", LedgerLines.toJson())
          .apply("WriteLedger", lines(RunFolder.LEDGER, isAlwaysOn(ledger)));
    }
  }

  private void writeReport(Parts parts) {
    PCollectionList.of(parts.counts())
        .apply("AllCounts", Flatten.pCollections())
        .apply(
            "WriteReport",
            WriteReport.to(outputs.folder(), head, surroundings.clock(), surroundings.registry())
                .ending(outputs.ending()));
  }

  /** Nothing comes out; its watermark says what has been written. */
  private PCollection<Void> writeDeadLetters(PCollection<DeadLetter> letters) {
    if (outputs.deadLetters().isPresent()) {
      return letters
          .apply("DeadLettersToJson", DeadLetterRecords.toJson(plan))
          .apply("WriteDeadLetters", outputs.deadLetters().get().write());
    }
    return letters
        .apply("DeadLettersToJson", DeadLetterLines.toJson())
        .apply("WriteDeadLetters", lines(RunFolder.DEAD_LETTERS, isAlwaysOn(letters)));
  }

  private WriteLines lines(String below, boolean alwaysOn) {
    WriteLines lines = WriteLines.to(outputs.folder(), below, surroundings.clock());
    return alwaysOn ? lines.alwaysOn() : lines;
  }

  private static boolean isAlwaysOn(PCollection<?> elements) {
    return elements.isBounded() == IsBounded.UNBOUNDED;
  }
}
