package io.muster.transforms;

import io.muster.coders.CountsDeltaCoder;
import io.muster.coders.DeadLetterCoder;
import io.muster.coders.LedgerLineCoder;
import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.MembershipLog;
import io.muster.destination.VendorAccess;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import io.muster.model.MembershipChange;
import io.muster.workspace.Secrets;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Keeps one connection's vendor lists equal to what its membership changes say. Everything of a
 * connection meets under one key, because its budget, the order of changes and shared members can
 * be exact only there; each connection is a transform of its own, so that a slow vendor holds up no
 * other.
 */
public final class DeliverMembers
    extends PTransform<PCollection<MembershipChange>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** What was sent, accepted and refused: one a batch and attempt. */
  public static final TupleTag<LedgerLine> LEDGER = new TupleTag<>("ledger") {};

  /** One for each change that the vendor has refused, or not taken in time. */
  public static final TupleTag<DeadLetter> FAILED = new TupleTag<>("failed") {};

  /** What became of changes, by dataflow and audience; one a step that counted anything. */
  public static final TupleTag<CountsDelta> COUNTS = new TupleTag<>("counts") {};

  private final ConnectionPlan plan;
  private final Surroundings surroundings;

  private DeliverMembers(ConnectionPlan plan, Surroundings surroundings) {
    this.plan = plan;
    this.surroundings = surroundings;
  }

  /** For one connection; the changes must be its own. */
  public static DeliverMembers of(ConnectionPlan plan, Surroundings surroundings) {
    return new DeliverMembers(plan, surroundings);
  }

  /**
   * What a delivery needs of the place where it runs.
   *
   * @param secrets reads credentials there; they never travel with the job
   * @param registry opens the registry there
   * @param memberships opens there what is remembered of the lists between runs
   * @param drainTimeout how long the end of the input waits for the vendor
   * @param restores whether the runner may go on from a checkpoint, which the vendor is ahead of
   * @param clock the time there
   * @param callsAside whether calls are made beside the steps, so that a vendor that hangs keeps
   *     nobody waiting; a test with a clock of its own has them made in place
   * @param vendors the way to the vendors there
   */
  public record Surroundings(
      Secrets secrets,
      DeliveryRegistry.Opener registry,
      MembershipLog.Opener memberships,
      Duration drainTimeout,
      boolean restores,
      ClockSource clock,
      boolean callsAside,
      VendorAccess.Opener vendors)
      implements Serializable {

    /** With the vendors themselves. */
    public Surroundings(
        Secrets secrets,
        DeliveryRegistry.Opener registry,
        MembershipLog.Opener memberships,
        Duration drainTimeout,
        boolean restores,
        ClockSource clock,
        boolean callsAside) {
      this(
          secrets,
          registry,
          memberships,
          drainTimeout,
          restores,
          clock,
          callsAside,
          VendorAccess::overHttp);
    }

    /** In real time. */
    public Surroundings(
        Secrets secrets,
        DeliveryRegistry.Opener registry,
        MembershipLog.Opener memberships,
        Duration drainTimeout,
        boolean restores) {
      this(secrets, registry, memberships, drainTimeout, restores, ClockSource.SYSTEM, true);
    }
  }

  /** Gives the clock where the work is done. */
  @FunctionalInterface
  public interface ClockSource extends Serializable {

    /** The machine's. */
    ClockSource SYSTEM = Clock::systemUTC;

    Clock open();
  }

  @Override
  public PCollectionTuple expand(PCollection<MembershipChange> changes) {
    PCollectionTuple delivered =
        changes
            .apply("Gather", new GatherPackets(plan.connection().name()))
            .apply(
                "Deliver",
                ParDo.of(new DeliverFn(plan, surroundings))
                    .withOutputTags(LEDGER, TupleTagList.of(FAILED).and(COUNTS)));
    delivered.get(LEDGER).setCoder(LedgerLineCoder.of());
    delivered.get(FAILED).setCoder(DeadLetterCoder.of());
    delivered.get(COUNTS).setCoder(CountsDeltaCoder.of());
    return delivered;
  }
}
