package io.muster.transforms;

import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import java.util.Set;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Shows how much has come for one connection, and how much of it was excluded. A step of its own,
 * since the one that counts it works for all connections, and a metric has no other word for its
 * connection than the step's name.
 */
public final class CountReceived extends PTransform<PCollection<CountsDelta>, PDone> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<Void> NOTHING = new TupleTag<>("nothing") {};

  private final Set<String> dataflows;

  private CountReceived(Set<String> dataflows) {
    this.dataflows = Set.copyOf(dataflows);
  }

  /**
   * Of the counts that {@link ValidateMappings} tells.
   *
   * @param dataflows the connection's own, by their names
   */
  public static CountReceived of(Set<String> dataflows) {
    return new CountReceived(dataflows);
  }

  @Override
  public PDone expand(PCollection<CountsDelta> counts) {
    // With tags, so that a runner names the step by its path and by nothing more.
    counts.apply(
        "Count", ParDo.of(new CountFn(dataflows)).withOutputTags(NOTHING, TupleTagList.empty()));
    return PDone.in(counts.getPipeline());
  }

  private static final class CountFn extends DoFn<CountsDelta, Void> {
    private static final long serialVersionUID = 1L;

    private final Counter received = MetricNames.counter("received");
    private final Counter excluded = MetricNames.counter("excluded");
    private final Set<String> dataflows;

    CountFn(Set<String> dataflows) {
      this.dataflows = dataflows;
    }

    @ProcessElement
    public void process(@Element CountsDelta delta) {
      long came = 0;
      long unfit = 0;
      for (Counts part : delta.counts()) {
        if (dataflows.contains(part.dataflow())) {
          came += part.received();
          unfit += part.excluded();
        }
      }
      // Zeros too, so that both are there before the first one counts.
      received.inc(came);
      excluded.inc(unfit);
    }
  }
}
