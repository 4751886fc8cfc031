package io.muster.transforms;

import io.muster.coders.PacketCoder;
import io.muster.model.MembershipChange;
import io.muster.model.Packet;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Gathers a bundle's changes of one connection into packets under the connection's key, so that the
 * shuffle and the state cost per packet and not per change.
 */
final class GatherPackets
    extends PTransform<PCollection<MembershipChange>, PCollection<KV<String, Packet>>> {
  private static final long serialVersionUID = 1L;

  // Enough to share the cost of a step; not so many that the next step waits for them.
  private static final int MOST_CHANGES = 2_000;
  private static final long MOST_BYTES = 2L << 20;

  private final String connection;

  GatherPackets(String connection) {
    this.connection = connection;
  }

  @Override
  public PCollection<KV<String, Packet>> expand(PCollection<MembershipChange> changes) {
    return changes
        .apply("Pack", ParDo.of(new PackFn(connection)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), PacketCoder.of()));
  }

  private static final class PackFn extends DoFn<MembershipChange, KV<String, Packet>> {
    private static final long serialVersionUID = 1L;

    private final String connection;
    private transient List<MembershipChange> changes;
    private transient long bytes;

    /** When the earliest of them was read. */
    private transient Instant since;

    PackFn(String connection) {
      this.connection = connection;
    }

    @StartBundle
    public void start() {
      reset();
    }

    private void reset() {
      changes = new ArrayList<>();
      bytes = 0;
      since = GlobalWindow.INSTANCE.maxTimestamp();
    }

    /** A packet is as old as its oldest change, which is older than the one that fills it. */
    @Override
    @SuppressWarnings("deprecation") // There is no other way yet.
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }

    @ProcessElement
    public void process(
        @Element MembershipChange change,
        @Timestamp Instant readAt,
        OutputReceiver<KV<String, Packet>> out) {
      changes.add(change);
      bytes += change.origin().value().length;
      since = readAt.isBefore(since) ? readAt : since;
      if (changes.size() >= MOST_CHANGES || bytes >= MOST_BYTES) {
        out.outputWithTimestamp(packet(), since);
        reset();
      }
    }

    private KV<String, Packet> packet() {
      return KV.of(connection, new Packet(changes));
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      if (!changes.isEmpty()) {
        context.output(packet(), since, GlobalWindow.INSTANCE);
      }
    }
  }
}
