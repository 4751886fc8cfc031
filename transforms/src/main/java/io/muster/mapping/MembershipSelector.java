package io.muster.mapping;

import io.muster.destination.DestinationSpec;
import io.muster.destination.Destinations;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Selects what a profile change means for each dataflow's audience that it names, and checks it
 * against the destination's mandatory mappings. Not thread-safe.
 */
public final class MembershipSelector {

  private final ParsePlan plan;
  private final List<Dataflow> dataflows;
  private final List<MemberMapper> mappers = new ArrayList<>();

  /**
   * For a checked workspace.
   *
   * @param plan the plan that the changes were parsed with
   */
  public MembershipSelector(Workspace workspace, ParsePlan plan) {
    this.plan = plan;
    this.dataflows = plan.dataflows();
    Destinations destinations = Destinations.load();
    for (Dataflow dataflow : dataflows) {
      DestinationSpec spec =
          destinations.require(workspace.connection(dataflow.connection()).destination()).spec();
      mappers.add(new MemberMapper(dataflow, spec, plan));
    }
  }

  /** Which of the audiences that a change names are looked at. */
  @FunctionalInterface
  public interface Scope {

    /** All of them. */
    Scope EVERYWHERE = (dataflow, audience) -> true;

    /**
     * Whether this one is.
     *
     * @param audience its id
     */
    boolean includes(String dataflow, String audience);
  }

  /** Is told of each membership change: that it qualifies, or why it does not. */
  public interface Output {

    void qualified(MembershipChange change);

    void excluded(DeadLetter letter);
  }

  /**
   * Selects within a scope.
   *
   * @param now processing time
   * @param tally counts what is received, excluded and warned of
   */
  public void select(ProfileChange change, Scope scope, Instant now, Tally tally, Output out) {
    MappedRecord[] mapped = new MappedRecord[dataflows.size()];
    for (Membership membership : change.memberships()) {
      for (AudienceRef ref : plan.audiences(membership.audience())) {
        int dataflow = ref.dataflow();
        String name = dataflows.get(dataflow).name();
        Audience audience = dataflows.get(dataflow).audiences().get(ref.audience());
        if (!scope.includes(name, audience.id())) {
          continue;
        }
        if (mapped[dataflow] == null) {
          mapped[dataflow] = mappers.get(dataflow).forRecord(change);
        }
        Tally.Part counts = tally.of(name, audience.id());
        counts.received();
        MappingOutcome outcome = mapped[dataflow].map(membership, audience, now);
        if (outcome instanceof MappingOutcome.Qualified qualified) {
          qualified.warnings().forEach(counts::warning);
          out.qualified(qualified.change());
        } else {
          MappingOutcome.Excluded excluded = (MappingOutcome.Excluded) outcome;
          counts.gaveUp(excluded.reason());
          out.excluded(
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
}
