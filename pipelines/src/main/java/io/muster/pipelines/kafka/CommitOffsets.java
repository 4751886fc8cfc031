package io.muster.pipelines.kafka;

import io.muster.model.SourceRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits an offset once all that was read before it is done with: delivered, or written to the
 * dead letters. KafkaIO would commit with each checkpoint what has only been read; a run that goes
 * on without that checkpoint would lose what was pending. Whoever is not done holds the watermark
 * back, so this waits for the watermark.
 */
public final class CommitOffsets extends PTransform<PCollection<SourceRecord>, PDone> {
  private static final long serialVersionUID = 1L;

  private static final Coder<KV<String, Long>> POSITIONS =
      KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());

  private final KafkaClients clients;
  private final transient Map<String, PCollection<?>> done;

  private CommitOffsets(KafkaClients clients, Map<String, PCollection<?>> done) {
    this.clients = clients;
    this.done = Map.copyOf(done);
  }

  /**
   * Of the records that it is applied to.
   *
   * @param done what has to be through, under a name each
   */
  public static CommitOffsets of(KafkaClients clients, Map<String, PCollection<?>> done) {
    return new CommitOffsets(clients, done);
  }

  @Override
  public PDone expand(PCollection<SourceRecord> records) {
    List<PCollection<KV<String, Long>>> all = new ArrayList<>();
    all.add(records.apply("Positions", ParDo.of(new PositionsFn())).setCoder(POSITIONS));
    done.forEach((name, elements) -> all.add(watermarkOf(name, elements)));
    PCollectionList.of(all)
        .apply("All", Flatten.pCollections())
        .apply("Commit", ParDo.of(new CommitFn(clients)));
    return PDone.in(records.getPipeline());
  }

  private static <T> PCollection<KV<String, Long>> watermarkOf(
      String name, PCollection<T> elements) {
    return elements.apply("After " + name, ParDo.of(new NothingFn<T>())).setCoder(POSITIONS);
  }

  /** Only the watermark goes through. */
  private static final class NothingFn<T> extends DoFn<T, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process() {}
  }

  /** How far a bundle has read each partition, and when. */
  private static final class PositionsFn extends DoFn<SourceRecord, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    private transient Map<String, Long> next;
    private transient Instant readAt;

    @StartBundle
    public void start() {
      next = new HashMap<>();
      readAt = GlobalWindow.TIMESTAMP_MIN_VALUE;
    }

    @ProcessElement
    public void process(@Element SourceRecord record, @Timestamp Instant at) {
      next.merge(record.position().source(), record.position().offset() + 1, Math::max);
      readAt = at.isAfter(readAt) ? at : readAt;
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      next.forEach(
          (source, offset) -> context.output(KV.of(source, offset), readAt, GlobalWindow.INSTANCE));
    }
  }

  /** Keeps, for a partition, how far it was read when, until that is done with. */
  private static final class CommitFn extends ConsumerFn<KV<String, Long>, Void> {
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(CommitOffsets.class);
    private static final String MARKS = "marks";
    private static final String COMMIT = "commit";
    private static final int MOST_MARKS = 200;
    private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(5);

    /** Commits are at least so far apart. */
    private static final Duration EVERY = Duration.standardSeconds(1);

    /** When a partition was read (epoch milliseconds) and to where, oldest first. */
    @StateId(MARKS)
    private final StateSpec<ValueState<List<KV<Long, Long>>>> marksSpec =
        StateSpecs.value(ListCoder.of(KvCoder.of(VarLongCoder.of(), VarLongCoder.of())));

    /** When the oldest of them may be done with. */
    @TimerId(COMMIT)
    private final TimerSpec commitSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    CommitFn(KafkaClients clients) {
      super(clients);
    }

    @ProcessElement
    public void process(
        @Element KV<String, Long> position,
        @Timestamp Instant readAt,
        @StateId(MARKS) ValueState<List<KV<Long, Long>>> marks,
        @TimerId(COMMIT) Timer commit) {
      List<KV<Long, Long>> all = orNone(marks.read());
      all.add(KV.of(readAt.getMillis(), position.getValue()));
      marks.write(all.size() > MOST_MARKS ? everySecond(all) : all);
      wakeFor(all.get(0), commit);
    }

    private static List<KV<Long, Long>> orNone(List<KV<Long, Long>> marks) {
      return marks == null ? new ArrayList<>() : new ArrayList<>(marks);
    }

    /** Fewer marks commit later, and never too early. */
    private static List<KV<Long, Long>> everySecond(List<KV<Long, Long>> marks) {
      List<KV<Long, Long>> fewer = new ArrayList<>();
      for (int i = (marks.size() - 1) % 2; i < marks.size(); i += 2) {
        fewer.add(marks.get(i));
      }
      return fewer;
    }

    /** On the next whole second, so that one commit serves all that was read in it. */
    private static void wakeFor(KV<Long, Long> mark, Timer commit) {
      long every = EVERY.getMillis();
      commit.set(Instant.ofEpochMilli((mark.getKey() / every + 1) * every));
    }

    @OnTimer(COMMIT)
    public void onDone(
        OnTimerContext context,
        @Key String source,
        @StateId(MARKS) ValueState<List<KV<Long, Long>>> marks,
        @TimerId(COMMIT) Timer commit) {
      List<KV<Long, Long>> open = new ArrayList<>();
      long next = -1;
      for (KV<Long, Long> mark : orNone(marks.read())) {
        if (mark.getKey() < context.fireTimestamp().getMillis()) {
          next = Math.max(next, mark.getValue());
        } else {
          open.add(mark);
        }
      }
      if (next >= 0 && !commit(source, next)) {
        // Later marks stand for earlier ones, so the next commit mends it.
        open.add(0, KV.of(context.fireTimestamp().getMillis(), next));
      }
      marks.write(open);
      if (!open.isEmpty()) {
        wakeFor(open.get(0), commit);
      }
    }

    @OnWindowExpiration
    public void onEnd(@Key String source, @StateId(MARKS) ValueState<List<KV<Long, Long>>> marks) {
      long next = orNone(marks.read()).stream().mapToLong(KV::getValue).max().orElse(-1);
      if (next >= 0) {
        commit(source, next);
      }
    }

    private boolean commit(String source, long next) {
      TopicPartition partition = KafkaRecords.partition(source);
      try {
        consumer().commitSync(Map.of(partition, new OffsetAndMetadata(next)), PATIENCE);
        return true;
      } catch (KafkaException e) {
        // What isn't committed is read again after a restart, which does no harm.
        LOG.warn(
            "the offset {} of {} could not be committed ({}); it is tried again",
            next,
            partition,
            e.getClass().getSimpleName());
        return false;
      }
    }
  }
}
