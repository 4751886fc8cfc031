package io.muster.pipelines.sink;

import io.muster.coders.CountsDeltaCoder;
import io.muster.delivery.DeliveryRegistry;
import io.muster.model.CountsDelta;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.report.RunReport;
import io.muster.transforms.DeliverMembers.ClockSource;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds up what all parts of the pipeline count, in state, so that a restart counts nothing twice,
 * and writes the report every second. When the input has ended and all is counted, it writes how
 * the run has ended, and tells the registry: a job may have no launcher any more that could.
 */
public final class WriteReport extends PTransform<PCollection<CountsDelta>, PDone> {
  private static final long serialVersionUID = 1L;

  private static final CountsDelta NOTHING = new CountsDelta(List.of(), 0);

  private final RunFolder folder;
  private final ReportHead head;
  private final ClockSource clock;
  private final DeliveryRegistry.Opener registry;
  private final RunEnding ending;

  private WriteReport(
      RunFolder folder,
      ReportHead head,
      ClockSource clock,
      DeliveryRegistry.Opener registry,
      RunEnding ending) {
    this.folder = folder;
    this.head = head;
    this.clock = clock;
    this.registry = registry;
    this.ending = ending;
  }

  /**
   * Writes a run's report.
   *
   * @param clock tells when the run has ended
   * @param registry is told so
   */
  public static WriteReport to(
      RunFolder folder, ReportHead head, ClockSource clock, DeliveryRegistry.Opener registry) {
    return new WriteReport(folder, head, clock, registry, RunEnding.none());
  }

  /** The same, which does this too when the run has ended. */
  public WriteReport ending(RunEnding other) {
    return new WriteReport(folder, head, clock, registry, other);
  }

  @Override
  public PDone expand(PCollection<CountsDelta> deltas) {
    withOneAtLeast(deltas)
        .apply("OneReport", WithKeys.of("report"))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), CountsDeltaCoder.of()))
        .apply("AddUp", ParDo.of(new ReportFn(folder, head, clock, registry, ending)));
    return PDone.in(deltas.getPipeline());
  }

  /** An input that holds nothing has an end as well. */
  private static PCollection<CountsDelta> withOneAtLeast(PCollection<CountsDelta> deltas) {
    if (deltas.isBounded() == IsBounded.UNBOUNDED) {
      return deltas;
    }
    PCollection<CountsDelta> one =
        deltas
            .getPipeline()
            .apply("BeginReport", Create.of(NOTHING).withCoder(CountsDeltaCoder.of()));
    return PCollectionList.of(deltas).and(one).apply("AllOrNothing", Flatten.pCollections());
  }

  private static final class ReportFn extends DoFn<KV<String, CountsDelta>, Void> {
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(WriteReport.class);

    private static final String TOTALS = "totals";
    private static final String TOTAL = "total";
    private static final String ARMED = "armed";
    private static final String WRITE = "write";
    private static final Duration EVERY = Duration.standardSeconds(1);

    /**
     * All that has been counted since the run began, and each list's latest standing, in {@link
     * CountsDelta#parts}: with a thousand lists, most counts are of a few.
     */
    @StateId(TOTALS)
    private final StateSpec<MapState<String, CountsDelta>> totalsSpec =
        StateSpecs.map(StringUtf8Coder.of(), CountsDeltaCoder.of());

    /** The same in one piece, of a Muster that kept it so; taken apart when it is met. */
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
    private final ClockSource clock;
    private final DeliveryRegistry.Opener registry;
    private final RunEnding ending;

    ReportFn(
        RunFolder folder,
        ReportHead head,
        ClockSource clock,
        DeliveryRegistry.Opener registry,
        RunEnding ending) {
      this.folder = folder;
      this.head = head;
      this.clock = clock;
      this.registry = registry;
      this.ending = ending;
    }

    @ProcessElement
    public void process(
        @Element KV<String, CountsDelta> delta,
        @StateId(TOTALS) MapState<String, CountsDelta> totals,
        @StateId(TOTAL) ValueState<CountsDelta> total,
        @StateId(ARMED) ValueState<Boolean> armed,
        @TimerId(WRITE) Timer write) {
      takeApart(total, totals);
      add(delta.getValue(), totals);
      if (!Boolean.TRUE.equals(armed.read())) {
        write.withOutputTimestamp(GlobalWindow.INSTANCE.maxTimestamp()).offset(EVERY).setRelative();
        armed.write(true);
      }
    }

    @OnTimer(WRITE)
    public void onTimer(
        @StateId(TOTALS) MapState<String, CountsDelta> totals,
        @StateId(TOTAL) ValueState<CountsDelta> total,
        @StateId(ARMED) ValueState<Boolean> armed)
        throws IOException {
      armed.write(false);
      takeApart(total, totals);
      folder.write(head.with(CountsDelta.ofParts(totals.values().read())));
    }

    private static void takeApart(
        ValueState<CountsDelta> total, MapState<String, CountsDelta> totals) {
      CountsDelta whole = total.read();
      if (whole != null) {
        add(whole, totals);
        total.clear();
      }
    }

    private static void add(CountsDelta delta, MapState<String, CountsDelta> totals) {
      delta
          .parts()
          .forEach(
              (audience, part) -> {
                CountsDelta before = totals.get(audience).read();
                totals.put(audience, before == null ? part : before.plus(part));
              });
    }

    @OnWindowExpiration
    public void onEnd(
        @StateId(TOTALS) MapState<String, CountsDelta> totals,
        @StateId(TOTAL) ValueState<CountsDelta> total)
        throws IOException {
      takeApart(total, totals);
      RunReport report =
          head.with(CountsDelta.ofParts(totals.values().read())).ended(clock.open().instant());
      folder.write(report);
      try {
        ending.ended(report);
      } catch (RuntimeException e) {
        LOG.warn("the registry does not know that run {} has ended: {}", head.run(), e.toString());
      }
      try (DeliveryRegistry opened = registry.open()) {
        opened.delivered(head.run());
      } catch (RuntimeException e) {
        // All is delivered all the same, and the leases end by themselves.
        LOG.warn("the connections of run {} are not free yet: {}", head.run(), e.getMessage());
      }
    }
  }
}
