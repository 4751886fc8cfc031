package io.muster.transforms;

import io.muster.coders.CountsDeltaCoder;
import io.muster.coders.DeadLetterCoder;
import io.muster.coders.ProfileChangeCoder;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.SourceRecord;
import io.muster.model.Tally;
import io.muster.parse.ParsePlan;
import io.muster.parse.ParsedRecord;
import io.muster.parse.ProfileChange;
import io.muster.parse.RecordParser;
import io.muster.transforms.DeliverMembers.ClockSource;
import java.time.Clock;
import java.time.Instant;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Reads profile changes out of records: only what the workspace maps. A record that is no profile
 * change becomes a dead letter, and the run goes on. Blank records are passed over.
 */
public final class ParseProfileChanges
    extends PTransform<PCollection<SourceRecord>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Well-formed records. */
  public static final TupleTag<ProfileChange> CHANGES = new TupleTag<>("changes") {};

  /** One for each record that is no profile change; of no dataflow and no audience. */
  public static final TupleTag<DeadLetter> MALFORMED = new TupleTag<>("malformed") {};

  /** How many were malformed; one a bundle that had any. */
  public static final TupleTag<CountsDelta> COUNTS = new TupleTag<>("counts") {};

  private final ParsePlan plan;
  private final ClockSource clock;

  private ParseProfileChanges(ParsePlan plan, ClockSource clock) {
    this.plan = plan;
    this.clock = clock;
  }

  /**
   * For records of a run.
   *
   * @param plan which values the workspace maps, and so are read
   * @param clock says when a record was found malformed
   */
  public static ParseProfileChanges of(ParsePlan plan, ClockSource clock) {
    return new ParseProfileChanges(plan, clock);
  }

  @Override
  public PCollectionTuple expand(PCollection<SourceRecord> records) {
    PCollectionTuple parsed =
        records.apply(
            "Parse",
            ParDo.of(new ParseFn(plan, clock))
                .withOutputTags(CHANGES, TupleTagList.of(MALFORMED).and(COUNTS)));
    parsed.get(CHANGES).setCoder(ProfileChangeCoder.of(plan));
    parsed.get(MALFORMED).setCoder(DeadLetterCoder.of());
    parsed.get(COUNTS).setCoder(CountsDeltaCoder.of());
    return parsed;
  }

  /** One parser an instance, fed record by record. */
  private static final class ParseFn extends DoFn<SourceRecord, ProfileChange> {
    private static final long serialVersionUID = 1L;

    private final Counter malformed = MetricNames.counter("malformed");
    private final ParsePlan plan;
    private final ClockSource clockSource;
    private transient RecordParser parser;
    private transient Clock clock;
    private transient Tally tally;

    ParseFn(ParsePlan plan, ClockSource clockSource) {
      this.plan = plan;
      this.clockSource = clockSource;
    }

    @Setup
    public void setup() {
      parser = new RecordParser(plan);
      clock = clockSource.open();
      tally = new Tally();
    }

    @ProcessElement
    public void process(@Element SourceRecord record, MultiOutputReceiver out) {
      ParsedRecord parsed = parser.parse(record);
      if (parsed instanceof ParsedRecord.Profile profile) {
        out.get(CHANGES).output(profile.change());
      } else if (parsed instanceof ParsedRecord.Malformed broken) {
        Instant now = clock.instant();
        tally.malformed();
        out.get(MALFORMED)
            .output(
                new DeadLetter(
                    broken.code(), broken.field(), broken.words(), now, now, 0, "", "", record));
      }
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      malformed.inc(BundleCounts.finish(tally, context, COUNTS).malformed());
    }
  }
}
