package io.muster.pipelines.preview;

import io.muster.coders.CountsDeltaCoder;
import io.muster.coders.SourceRecordCoder;
import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.MembershipLog;
import io.muster.destination.Destinations;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.SourceRecord;
import io.muster.parse.ParsePlan;
import io.muster.pipelines.ActivationPipeline;
import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.replay.ReplayChoice;
import io.muster.pipelines.replay.ReplayLetters;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.sink.RunFolder;
import io.muster.transforms.DeliverMembers;
import io.muster.transforms.DeliverMembers.ClockSource;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.transforms.ParseProfileChanges;
import io.muster.transforms.SplitByConnection;
import io.muster.transforms.ValidateMappings;
import io.muster.vendor.RehearsedRequest;
import io.muster.workspace.Connection;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * The activation's own steps, twice: over all of the input for the counts and examples, and over
 * its first changes for the requests. What they find is noted in local folders.
 */
final class PreviewPipeline {

  private static final CountsDelta NOTHING = new CountsDelta(List.of(), 0);

  /** Nothing is waited for, but a very large input takes its time. */
  private static final Duration LONGEST_END = Duration.ofHours(24);

  private final Workspace workspace;
  private final Set<String> confirmedRemovals;
  private final DeliveryRegistry.Opener registry;
  private final MembershipLog.Opener memberships;
  private final MembershipUse use;
  private final Optional<ReplayChoice> letters;
  private final ParsePlan plan;
  private final Destinations destinations = Destinations.load();

  /**
   * @param memberships what is remembered of the lists; nothing may be written there
   * @param use how a run would use it
   * @param letters which dead letters are looked at, where the records are dead letters
   */
  PreviewPipeline(
      Workspace workspace,
      Set<String> confirmedRemovals,
      DeliveryRegistry.Opener registry,
      MembershipLog.Opener memberships,
      MembershipUse use,
      Optional<ReplayChoice> letters) {
    this.memberships = memberships;
    this.use = use;
    this.letters = letters;
    this.workspace = workspace;
    this.confirmedRemovals = confirmedRemovals;
    this.registry = registry;
    this.plan = ParsePlan.of(workspace.dataflows());
  }

  /**
   * Counts all of an input.
   *
   * @param source where it is read
   * @param folder gets the report
   * @param rehearsal gets the notes
   */
  void count(
      Pipeline pipeline,
      PTransform<PBegin, PCollection<SourceRecord>> source,
      ReportHead head,
      RunFolder folder,
      RehearsalPlan rehearsal) {
    Parts parts = deliver("All", pipeline.apply("ReadFiles", source), head.run(), use, rehearsal);
    // An input that holds nothing is counted as well.
    parts
        .counts()
        .add(pipeline.apply("Nothing", Create.of(NOTHING).withCoder(CountsDeltaCoder.of())));
    PCollectionList.of(parts.counts())
        .apply("AllCounts", Flatten.pCollections())
        .apply("AddUp", Combine.globally(new Sum()).withoutDefaults())
        .apply("WriteCounts", ParDo.of(new WriteCountsFn(folder, head)));
    PCollectionList.of(parts.letters())
        .apply("AllLetters", Flatten.pCollections())
        .apply(
            "ByReason",
            WithKeys.<String, DeadLetter>of(PreviewPipeline::reason)
                .withKeyType(TypeDescriptors.strings()))
        .apply("Examples", Combine.perKey(new FirstLetters()))
        .apply("WriteExamples", ParDo.of(new WriteLettersFn(rehearsal.notes())));
  }

  /** Shows the requests of some records, as if they were all. */
  void show(Pipeline pipeline, List<SourceRecord> first, String run, RehearsalPlan rehearsal) {
    ListCoder<SourceRecord> coder = ListCoder.of(SourceRecordCoder.of());
    // One element, so that they stay in their order.
    PCollection<SourceRecord> records =
        pipeline
            .apply("TakeFirst", Create.of(List.of(first)).withCoder(coder))
            .apply("First", ParDo.of(new EachFn()))
            .setCoder(SourceRecordCoder.of());
    // The first of a snapshot are no snapshot: nobody is let go for being none of them.
    deliver("Requests", records, run, new MembershipUse(use.recall(), false), rehearsal);
  }

  private record Parts(
      List<PCollection<DeadLetter>> letters, List<PCollection<CountsDelta>> counts) {}

  private Parts deliver(
      String name,
      PCollection<SourceRecord> records,
      String run,
      MembershipUse memory,
      RehearsalPlan rehearsal) {
    Surroundings surroundings =
        new Surroundings(
            reference -> RehearsedRequest.SECRET,
            registry,
            memberships,
            LONGEST_END,
            false,
            ClockSource.SYSTEM,
            false,
            (secrets, clock) -> new RehearsedAccess(rehearsal, clock));
    Parts parts = new Parts(new ArrayList<>(), new ArrayList<>());
    PCollection<MembershipChange> changes =
        letters.isPresent()
            ? replayed(name, records, letters.get(), parts)
            : validated(name, records, memory, parts);
    List<Connection> used =
        workspace.connections().stream()
            .filter(connection -> !workspace.dataflowsOf(connection.name()).isEmpty())
            .toList();
    SplitByConnection split = SplitByConnection.of(workspace, used);
    PCollectionTuple byConnection = changes.apply(name + ": SplitByConnection", split);
    for (Connection connection : used) {
      ConnectionPlan connectionPlan =
          memory.in(
              ConnectionPlan.of(
                      run,
                      workspace,
                      connection,
                      destinations.require(connection.destination()).spec(),
                      confirmedRemovals)
                  .rehearsed());
      PCollection<MembershipChange> own = byConnection.get(split.tag(connection.name()));
      PCollectionTuple delivered =
          own.apply(
              name + ": Rehearse " + connection.name(),
              DeliverMembers.of(connectionPlan, surroundings));
      parts.letters().add(delivered.get(DeliverMembers.FAILED));
      parts.counts().add(delivered.get(DeliverMembers.COUNTS));
    }
    return parts;
  }

  private PCollection<MembershipChange> validated(
      String name, PCollection<SourceRecord> records, MembershipUse memory, Parts parts) {
    ValidateMappings validate = ValidateMappings.of(workspace, plan, ClockSource.SYSTEM);
    PCollectionTuple parsed =
        records.apply(
            name + ": ParseProfileChanges", ParseProfileChanges.of(plan, ClockSource.SYSTEM));
    PCollectionTuple validated =
        parsed
            .get(ParseProfileChanges.CHANGES)
            .apply(name + ": ValidateMappings", memory.mirror() ? validate.ofSnapshot() : validate);
    parts.letters().add(parsed.get(ParseProfileChanges.MALFORMED));
    parts.letters().add(validated.get(ValidateMappings.EXCLUDED));
    parts.counts().add(parsed.get(ParseProfileChanges.COUNTS));
    parts.counts().add(validated.get(ValidateMappings.COUNTS));
    PCollection<MembershipChange> valid = validated.get(ValidateMappings.VALID);
    return memory.mirror() ? ActivationPipeline.withSnapshotBegun(workspace, valid) : valid;
  }

  private PCollection<MembershipChange> replayed(
      String name, PCollection<SourceRecord> records, ReplayChoice choice, Parts parts) {
    PCollectionTuple replayed =
        records.apply(
            name + ": ReplayLetters",
            ReplayLetters.of(workspace, plan, choice, ClockSource.SYSTEM));
    parts.letters().add(replayed.get(ReplayLetters.LETTERS));
    parts.counts().add(replayed.get(ReplayLetters.COUNTS));
    return replayed.get(ReplayLetters.CHANGES);
  }

  private static String reason(DeadLetter letter) {
    return String.join("\n", letter.dataflow(), letter.audience(), letter.reason().name());
  }

  private static final class EachFn extends DoFn<List<SourceRecord>, SourceRecord> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element List<SourceRecord> all, OutputReceiver<SourceRecord> out) {
      all.forEach(out::output);
    }
  }

  /** Adds counts up. */
  private static final class Sum extends Combine.BinaryCombineFn<CountsDelta> {
    private static final long serialVersionUID = 1L;

    @Override
    public CountsDelta apply(CountsDelta some, CountsDelta more) {
      return some.plus(more);
    }
  }

  private static final class WriteCountsFn extends DoFn<CountsDelta, Void> {
    private static final long serialVersionUID = 1L;

    private final RunFolder folder;
    private final ReportHead head;

    WriteCountsFn(RunFolder folder, ReportHead head) {
      this.folder = folder;
      this.head = head;
    }

    @ProcessElement
    public void process(@Element CountsDelta counts) throws IOException {
      folder.write(head.with(counts));
    }
  }

  private static final class WriteLettersFn extends DoFn<KV<String, List<DeadLetter>>, Void> {
    private static final long serialVersionUID = 1L;

    private final Notes notes;

    WriteLettersFn(Notes notes) {
      this.notes = notes;
    }

    @ProcessElement
    public void process(@Element KV<String, List<DeadLetter>> letters) {
      Notes.Pad pad = notes.open();
      for (DeadLetter letter : letters.getValue()) {
        pad.write(
            new Note.NotActivated(
                letter.dataflow(),
                letter.audience(),
                letter.reason().name(),
                letter.field(),
                letter.words(),
                letter.origin().position().toString()));
      }
    }
  }
}
