package io.muster.transforms;

import io.muster.coders.CountsDeltaCoder;
import io.muster.coders.DeadLetterCoder;
import io.muster.coders.MembershipChangeCoder;
import io.muster.destination.DestinationSpec;
import io.muster.destination.Destinations;
import io.muster.mapping.MappedRecord;
import io.muster.mapping.MappingOutcome;
import io.muster.mapping.MemberMapper;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.Tally;
import io.muster.parse.Membership;
import io.muster.parse.ParsePlan;
import io.muster.parse.ParsePlan.AudienceRef;
import io.muster.parse.ProfileChange;
import io.muster.workspace.Audience;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Selects what each profile change means for each dataflow's audience that it names, and checks it
 * against the destination's mandatory mappings. A membership change that qualifies carries its
 * {@link io.muster.model.Member}; one that doesn't becomes a dead letter with code, field and
 * reason. This is where membership changes are counted as received.
 */
public final class ValidateMappings
    extends PTransform<PCollection<ProfileChange>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  public static final TupleTag<MembershipChange> VALID = new TupleTag<>("valid") {};
  public static final TupleTag<DeadLetter> EXCLUDED = new TupleTag<>("excluded") {};
  public static final TupleTag<CountsDelta> COUNTS = new TupleTag<>("counts") {};

  private final Workspace workspace;
  private final ParsePlan plan;

  private ValidateMappings(Workspace workspace, ParsePlan plan) {
    this.workspace = workspace;
    this.plan = plan;
  }

  /**
   * For a checked workspace.
   *
   * @param plan the plan that the changes were parsed with
   */
  public static ValidateMappings of(Workspace workspace, ParsePlan plan) {
    return new ValidateMappings(workspace, plan);
  }

  @Override
  public PCollectionTuple expand(PCollection<ProfileChange> changes) {
    PCollectionTuple validated =
        changes.apply(
            "Validate",
            ParDo.of(new ValidateFn(workspace, plan))
                .withOutputTags(VALID, TupleTagList.of(EXCLUDED).and(COUNTS)));
    validated.get(VALID).setCoder(MembershipChangeCoder.of());
    validated.get(EXCLUDED).setCoder(DeadLetterCoder.of());
    validated.get(COUNTS).setCoder(CountsDeltaCoder.of());
    return validated;
  }

  /** One mapper a dataflow. */
  private static final class ValidateFn extends DoFn<ProfileChange, MembershipChange> {
    private static final long serialVersionUID = 1L;

    private final Workspace workspace;
    private final ParsePlan plan;
    private transient List<Dataflow> dataflows;
    private transient List<MemberMapper> mappers;
    private transient Clock clock;
    private transient Tally tally;

    ValidateFn(Workspace workspace, ParsePlan plan) {
      this.workspace = workspace;
      this.plan = plan;
    }

    @Setup
    public void setup() {
      Destinations destinations = Destinations.load();
      dataflows = plan.dataflows();
      mappers = new ArrayList<>();
      for (Dataflow dataflow : dataflows) {
        DestinationSpec spec =
            destinations.require(workspace.connection(dataflow.connection()).destination()).spec();
        mappers.add(new MemberMapper(dataflow, spec, plan));
      }
      clock = Clock.systemUTC();
      tally = new Tally();
    }

    @ProcessElement
    public void process(@Element ProfileChange change, MultiOutputReceiver out) {
      Instant now = clock.instant();
      MappedRecord[] mapped = new MappedRecord[dataflows.size()];
      for (Membership membership : change.memberships()) {
        for (AudienceRef ref : plan.audiences(membership.audience())) {
          int dataflow = ref.dataflow();
          if (mapped[dataflow] == null) {
            mapped[dataflow] = mappers.get(dataflow).forRecord(change);
          }
          Audience audience = dataflows.get(dataflow).audiences().get(ref.audience());
          String name = dataflows.get(dataflow).name();
          Tally.Part counts = tally.of(name, audience.id());
          counts.received();
          MappingOutcome outcome = mapped[dataflow].map(membership, audience, now);
          if (outcome instanceof MappingOutcome.Qualified qualified) {
            qualified.warnings().forEach(counts::warning);
            out.get(VALID).output(qualified.change());
          } else {
            MappingOutcome.Excluded excluded = (MappingOutcome.Excluded) outcome;
            counts.gaveUp(excluded.reason());
            out.get(EXCLUDED)
                .output(
                    new DeadLetter(
                        excluded.reason(),
                        excluded.field(),
                        excluded.words(),
                        now,
                        now,
                        0,
                        name,
                        audience.id(),
                        change.origin()));
          }
        }
      }
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      CountsDelta delta = tally.drain();
      if (!delta.isEmpty()) {
        context.output(COUNTS, delta, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
      }
    }
  }
}
