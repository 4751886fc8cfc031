package io.muster.pipelines.replay;

import io.muster.model.DeadLetter;
import io.muster.pipelines.sink.RunFolder;
import io.muster.transforms.DeliverMembers.ClockSource;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks the letters whose changes have all been delivered, when the replay has ended: a later one
 * passes them over. The letters themselves stay as they are. A replay that dies marks nothing, and
 * is repeated whole.
 */
public final class MarkReplayed extends PTransform<PCollection<KV<String, String>>, PDone> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<String> MARKS = new TupleTag<>("marks") {};
  private static final TupleTag<Boolean> FAILED = new TupleTag<>("failed") {};

  private final transient PCollection<DeadLetter> failed;
  private final String run;
  private final ClockSource clock;

  private MarkReplayed(PCollection<DeadLetter> failed, String run, ClockSource clock) {
    this.failed = failed;
    this.run = run;
    this.clock = clock;
  }

  /**
   * For what {@link ReplayLetters#REPLAYED} tells.
   *
   * @param failed the letters of what has failed again; has an end
   * @param run who has delivered them
   */
  public static MarkReplayed unless(PCollection<DeadLetter> failed, String run, ClockSource clock) {
    return new MarkReplayed(failed, run, clock);
  }

  @Override
  public PDone expand(PCollection<KV<String, String>> replayed) {
    PCollection<KV<String, Boolean>> again =
        failed
            .apply(
                "Failed",
                MapElements.into(
                        TypeDescriptors.kvs(TypeDescriptors.strings(), TypeDescriptors.booleans()))
                    .via(letter -> KV.of(Failures.keyOf(letter), true)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), BooleanCoder.of()));
    KeyedPCollectionTuple.of(MARKS, replayed)
        .and(FAILED, again)
        .apply("Meet", CoGroupByKey.create())
        .apply("Decide", ParDo.of(new DecideFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), BooleanCoder.of()))
        .apply("ByLetter", GroupByKey.create())
        .apply("Line", ParDo.of(new LineFn(run, clock)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
        .apply("ByFolder", GroupByKey.create())
        .apply("Write", ParDo.of(new WriteFn(run)));
    return PDone.in(replayed.getPipeline());
  }

  /** Says of each letter whether this change of it is delivered. */
  private static final class DecideFn extends DoFn<KV<String, CoGbkResult>, KV<String, Boolean>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<String, CoGbkResult> change, OutputReceiver<KV<String, Boolean>> out) {
      boolean delivered = !change.getValue().getAll(FAILED).iterator().hasNext();
      for (String mark : change.getValue().getAll(MARKS)) {
        out.output(KV.of(mark, delivered));
      }
    }
  }

  /** A letter of a record that was none may have become several changes. */
  private static final class LineFn
      extends DoFn<KV<String, Iterable<Boolean>>, KV<String, String>> {
    private static final long serialVersionUID = 1L;

    private final String run;
    private final ClockSource clock;

    LineFn(String run, ClockSource clock) {
      this.run = run;
      this.clock = clock;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<Boolean>> letter, OutputReceiver<KV<String, String>> out) {
      for (boolean delivered : letter.getValue()) {
        if (!delivered) {
          return;
        }
      }
      LetterMark mark = LetterMark.decode(letter.getKey());
      out.output(KV.of(mark.folder(), mark.line(run, clock.open().instant())));
    }
  }

  private static final class WriteFn extends DoFn<KV<String, Iterable<String>>, Void> {
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(MarkReplayed.class);

    private static final int RANDOM_DIGITS = 8;
    private static final int FILE_CHARACTERS = 8 << 20;

    private final String run;

    WriteFn(String run) {
      this.run = run;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<String>> folder) {
      RunFolder marks = new RunFolder(folder.getKey());
      StringBuilder text = new StringBuilder();
      for (String line : folder.getValue()) {
        text.append(line).append('\n');
        if (text.length() > FILE_CHARACTERS) {
          write(marks, text);
        }
      }
      write(marks, text);
    }

    /** What isn't marked is sent again by the next replay, which does no harm. */
    private void write(RunFolder marks, StringBuilder text) {
      if (text.isEmpty()) {
        return;
      }
      String unique = UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
      try {
        marks.prepare(List.of());
        marks.write(run + "-" + unique + ".jsonl", text.toString());
      } catch (IOException e) {
        LOG.warn(
            "letters were delivered, but could not be marked in {}: {}",
            marks.path(),
            e.getMessage());
      }
      text.setLength(0);
    }
  }
}
