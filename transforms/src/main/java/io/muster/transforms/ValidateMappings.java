package io.muster.transforms;

import io.muster.coders.CountsDeltaCoder;
import io.muster.coders.DeadLetterCoder;
import io.muster.coders.MembershipChangeCoder;
import io.muster.mapping.MembershipSelector;
import io.muster.mapping.MembershipSelector.Scope;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.Tally;
import io.muster.parse.ParsePlan;
import io.muster.parse.ProfileChange;
import io.muster.transforms.DeliverMembers.ClockSource;
import io.muster.workspace.Workspace;
import java.time.Clock;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
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

  /** What qualifies, and exits; of a snapshot also sightings. */
  public static final TupleTag<MembershipChange> VALID = new TupleTag<>("valid") {};

  /** One for each membership change that does not qualify. */
  public static final TupleTag<DeadLetter> EXCLUDED = new TupleTag<>("excluded") {};

  /** What was received and excluded, by dataflow and audience; one a bundle. */
  public static final TupleTag<CountsDelta> COUNTS = new TupleTag<>("counts") {};

  private final Workspace workspace;
  private final ParsePlan plan;
  private final boolean sights;
  private final ClockSource clock;

  private ValidateMappings(Workspace workspace, ParsePlan plan, boolean sights, ClockSource clock) {
    this.workspace = workspace;
    this.plan = plan;
    this.sights = sights;
    this.clock = clock;
  }

  /**
   * For a checked workspace.
   *
   * @param plan the plan that the changes were parsed with
   * @param clock says whether an audience has begun or ended
   */
  public static ValidateMappings of(Workspace workspace, ParsePlan plan, ClockSource clock) {
    return new ValidateMappings(workspace, plan, false, clock);
  }

  /**
   * The same for a whole snapshot, which speaks by what it lacks: among the changes come
   * {@linkplain MembershipChange#sighting sightings} of profiles that are there and do not qualify.
   */
  public ValidateMappings ofSnapshot() {
    return new ValidateMappings(workspace, plan, true, clock);
  }

  @Override
  public PCollectionTuple expand(PCollection<ProfileChange> changes) {
    PCollectionTuple validated =
        changes.apply(
            "Validate",
            ParDo.of(new ValidateFn(workspace, plan, sights, clock))
                .withOutputTags(VALID, TupleTagList.of(EXCLUDED).and(COUNTS)));
    validated.get(VALID).setCoder(MembershipChangeCoder.of());
    validated.get(EXCLUDED).setCoder(DeadLetterCoder.of());
    validated.get(COUNTS).setCoder(CountsDeltaCoder.of());
    return validated;
  }

  private static final class ValidateFn extends DoFn<ProfileChange, MembershipChange> {
    private static final long serialVersionUID = 1L;

    private final Workspace workspace;
    private final ParsePlan plan;
    private final boolean sights;
    private final ClockSource clockSource;
    private transient boolean anySighted;
    private transient MembershipSelector selector;
    private transient Clock clock;
    private transient Tally tally;

    ValidateFn(Workspace workspace, ParsePlan plan, boolean sights, ClockSource clockSource) {
      this.workspace = workspace;
      this.plan = plan;
      this.sights = sights;
      this.clockSource = clockSource;
    }

    @Setup
    public void setup() {
      selector = new MembershipSelector(workspace, plan);
      clock = clockSource.open();
      tally = new Tally();
    }

    @StartBundle
    public void start() {
      anySighted = false;
    }

    @ProcessElement
    public void process(@Element ProfileChange change, MultiOutputReceiver out) {
      if (sights && !anySighted && !change.profileId().isEmpty()) {
        anySighted = true;
        workspace
            .dataflows()
            .forEach(
                flow -> out.get(VALID).output(MembershipChange.snapshotHasProfiles(flow.name())));
      }
      MembershipSelector.Output receivers = new Receivers(out);
      selector.select(
          change,
          Scope.EVERYWHERE,
          clock.instant(),
          tally,
          sights ? new Sighting(receivers, change.profileId(), out) : receivers);
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      BundleCounts.finish(tally, context, COUNTS);
    }
  }

  /** A profile that does not qualify is there all the same. */
  private record Sighting(
      MembershipSelector.Output receivers, String profileId, DoFn.MultiOutputReceiver out)
      implements MembershipSelector.Output {

    @Override
    public void qualified(MembershipChange change) {
      receivers.qualified(change);
    }

    @Override
    public void excluded(DeadLetter letter) {
      receivers.excluded(letter);
      if (!profileId.isEmpty()) {
        out.get(VALID)
            .output(MembershipChange.sighting(letter.dataflow(), letter.audience(), profileId));
      }
    }
  }

  private record Receivers(DoFn.MultiOutputReceiver out) implements MembershipSelector.Output {

    @Override
    public void qualified(MembershipChange change) {
      out.get(VALID).output(change);
    }

    @Override
    public void excluded(DeadLetter letter) {
      out.get(EXCLUDED).output(letter);
    }
  }
}
