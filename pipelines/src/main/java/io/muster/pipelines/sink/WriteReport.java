package io.muster.pipelines.sink;

import io.muster.coders.CountsDeltaCoder;
import io.muster.model.CountsDelta;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.report.RunReportJson;
import java.io.IOException;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Duration;

/**
 * Adds up what all parts of the pipeline count, in state, so that a restart counts nothing twice,
 * and writes {@code report.json} every second and at the end.
 */
public final class WriteReport extends PTransform<PCollection<CountsDelta>, PDone> {
  private static final long serialVersionUID = 1L;

  private final RunFolder folder;
  private final ReportHead head;

  private WriteReport(RunFolder folder, ReportHead head) {
    this.folder = folder;
    this.head = head;
  }

  public static WriteReport to(RunFolder folder, ReportHead head) {
    return new WriteReport(folder, head);
  }

  @Override
  public PDone expand(PCollection<CountsDelta> deltas) {
    deltas
        .apply("OneReport", WithKeys.of("report"))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), CountsDeltaCoder.of()))
        .apply("AddUp", ParDo.of(new ReportFn(folder, head)));
    return PDone.in(deltas.getPipeline());
  }

  private static final class ReportFn extends DoFn<KV<String, CountsDelta>, Void> {
    private static final long serialVersionUID = 1L;

    private static final String TOTAL = "total";
    private static final String ARMED = "armed";
    private static final String WRITE = "write";
    private static final Duration EVERY = Duration.standardSeconds(1);

    /** All that has been counted since the run began, and each list's latest standing. */
    @StateId(TOTAL)
    private final StateSpec<ValueState<CountsDelta>> totalSpec =
        StateSpecs.value(CountsDeltaCoder.of());

    /** Whether the timer is set; setting it again would put the report off under steady traffic. */
    @StateId(ARMED)
    private final StateSpec<ValueState<Boolean>> armedSpec = StateSpecs.value(BooleanCoder.of());

    /** When the report is written next. */
    @TimerId(WRITE)
    private final TimerSpec writeSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    private final RunFolder folder;
    private final ReportHead head;

    ReportFn(RunFolder folder, ReportHead head) {
      this.folder = folder;
      this.head = head;
    }

    @ProcessElement
    public void process(
        @Element KV<String, CountsDelta> delta,
        @StateId(TOTAL) ValueState<CountsDelta> total,
        @StateId(ARMED) ValueState<Boolean> armed,
        @TimerId(WRITE) Timer write) {
      CountsDelta before = total.read();
      total.write(before == null ? delta.getValue() : before.plus(delta.getValue()));
      if (!Boolean.TRUE.equals(armed.read())) {
        write.withOutputTimestamp(GlobalWindow.INSTANCE.maxTimestamp()).offset(EVERY).setRelative();
        armed.write(true);
      }
    }

    @OnTimer(WRITE)
    public void onTimer(
        @StateId(TOTAL) ValueState<CountsDelta> total, @StateId(ARMED) ValueState<Boolean> armed)
        throws IOException {
      armed.write(false);
      write(total);
    }

    @OnWindowExpiration
    public void onEnd(@StateId(TOTAL) ValueState<CountsDelta> total) throws IOException {
      write(total);
    }

    private void write(ValueState<CountsDelta> total) throws IOException {
      CountsDelta counts = total.read();
      if (counts != null) {
        folder.write(RunFolder.REPORT_JSON, RunReportJson.write(head.with(counts)));
      }
    }
  }
}
