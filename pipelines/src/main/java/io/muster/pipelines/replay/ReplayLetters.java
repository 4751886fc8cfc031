package io.muster.pipelines.replay;

import io.muster.coders.CountsDeltaCoder;
import io.muster.coders.DeadLetterCoder;
import io.muster.coders.MembershipChangeCoder;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.SourceRecord;
import io.muster.model.Tally;
import io.muster.parse.ParsePlan;
import io.muster.pipelines.sink.RunFolder;
import io.muster.transforms.BundleCounts;
import io.muster.transforms.DeliverMembers.ClockSource;
import io.muster.workspace.Workspace;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of dead letters the membership changes that they were, each for its own audience only. What
 * is left alone is said at the end, in a line for each reason.
 */
public final class ReplayLetters extends PTransform<PCollection<SourceRecord>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Records that hold letters are read whole up to so many bytes. */
  public static final int LONGEST_LETTER = LetterReader.MAX_BYTES;

  /** What letters were, as it stands now; each for its own audience only. */
  public static final TupleTag<MembershipChange> CHANGES = new TupleTag<>("changes") {};

  /** Letters that can't be sent as they are. */
  public static final TupleTag<DeadLetter> LETTERS = new TupleTag<>("letters") {};

  /** What was received, excluded and malformed; one a bundle. */
  public static final TupleTag<CountsDelta> COUNTS = new TupleTag<>("counts") {};

  /** The failures of before, by what {@link Failures#keyOf} gives. */
  public static final TupleTag<KV<String, Failures>> FAILED_BEFORE = new TupleTag<>("before") {};

  /**
   * The letters whose changes are sent again, by what {@link Failures#keyOf} gives, for {@link
   * MarkReplayed}.
   */
  public static final TupleTag<KV<String, String>> REPLAYED = new TupleTag<>("replayed") {};

  private static final TupleTag<String> LEFT = new TupleTag<>("left") {};

  private final Workspace workspace;
  private final ParsePlan plan;
  private final ReplayChoice choice;
  private final ClockSource clock;
  private final transient Optional<RunFolder> folder;

  private ReplayLetters(
      Workspace workspace,
      ParsePlan plan,
      ReplayChoice choice,
      ClockSource clock,
      Optional<RunFolder> folder) {
    this.workspace = workspace;
    this.plan = plan;
    this.choice = choice;
    this.clock = clock;
    this.folder = folder;
  }

  /**
   * For a checked workspace.
   *
   * @param plan of its dataflows
   * @param clock says when a change failed again, and whether an audience has begun or ended
   */
  public static ReplayLetters of(
      Workspace workspace, ParsePlan plan, ReplayChoice choice, ClockSource clock) {
    return new ReplayLetters(workspace, plan, choice, clock, Optional.empty());
  }

  /** The same, which also writes down what it leaves alone; {@link LeftAlone} reads it. */
  public ReplayLetters telling(RunFolder runFolder) {
    return new ReplayLetters(workspace, plan, choice, clock, Optional.of(runFolder));
  }

  /** Whether a line is a letter that a replay does something about. */
  public static Predicate<SourceRecord> chosenBy(ReplayChoice choice, Workspace workspace) {
    LetterReader reader = new LetterReader();
    ChosenLetters letters = new ChosenLetters(workspace, choice);
    return line ->
        reader.read(line) instanceof Letter.Reading.Read read
            && letters.whyNot(read.letter(), LetterMark.of(line, read.letter())).isEmpty();
  }

  @Override
  public PCollectionTuple expand(PCollection<SourceRecord> lines) {
    PCollectionTuple replayed =
        lines.apply(
            "Replay",
            ParDo.of(new ReplayFn(workspace, plan, choice, clock))
                .withOutputTags(
                    CHANGES,
                    TupleTagList.of(LETTERS)
                        .and(COUNTS)
                        .and(FAILED_BEFORE)
                        .and(REPLAYED)
                        .and(LEFT)));
    replayed.get(CHANGES).setCoder(MembershipChangeCoder.of());
    replayed.get(LETTERS).setCoder(DeadLetterCoder.of());
    replayed.get(COUNTS).setCoder(CountsDeltaCoder.of());
    replayed.get(FAILED_BEFORE).setCoder(KvCoder.of(StringUtf8Coder.of(), Failures.Coder.of()));
    replayed.get(REPLAYED).setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()));
    PCollection<KV<String, Long>> left =
        replayed.get(LEFT).setCoder(StringUtf8Coder.of()).apply("CountLeft", Count.perElement());
    left.apply("SayLeft", ParDo.of(new SayFn()));
    folder.ifPresent(here -> left.apply("WriteLeft", new LeftAlone.Write(here)));
    return replayed;
  }

  private static final class ReplayFn extends DoFn<SourceRecord, MembershipChange> {
    private static final long serialVersionUID = 1L;

    private final Workspace workspace;
    private final ParsePlan plan;
    private final ReplayChoice choice;
    private final ClockSource clock;
    private transient Tally tally;
    private transient LetterReplay replay;

    ReplayFn(Workspace workspace, ParsePlan plan, ReplayChoice choice, ClockSource clock) {
      this.workspace = workspace;
      this.plan = plan;
      this.choice = choice;
      this.clock = clock;
    }

    @Setup
    public void setup() {
      tally = new Tally();
      replay = new LetterReplay(workspace, plan, choice, clock.open(), tally);
    }

    @ProcessElement
    public void process(@Element SourceRecord line, MultiOutputReceiver out) {
      replay.replay(line, new Receivers(out));
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      BundleCounts.finish(tally, context, COUNTS);
    }
  }

  private record Receivers(DoFn.MultiOutputReceiver out) implements LetterReplay.Output {

    @Override
    public void change(MembershipChange change) {
      out.get(CHANGES).output(change);
    }

    @Override
    public void letter(DeadLetter letter) {
      out.get(LETTERS).output(letter);
    }

    @Override
    public void failedBefore(String key, Failures failures) {
      out.get(FAILED_BEFORE).output(KV.of(key, failures));
    }

    @Override
    public void sent(String key, LetterMark mark) {
      out.get(REPLAYED).output(KV.of(key, mark.encoded()));
    }

    @Override
    public void left(String why) {
      out.get(LEFT).output(why);
    }
  }

  private static final class SayFn extends DoFn<KV<String, Long>, Void> {
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(ReplayLetters.class);

    @ProcessElement
    public void process(@Element KV<String, Long> left) {
      LOG.warn("left alone: {} dead letters {}", left.getValue(), left.getKey());
    }
  }
}
