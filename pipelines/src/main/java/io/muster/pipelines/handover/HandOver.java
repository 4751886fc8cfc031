package io.muster.pipelines.handover;

import io.muster.coders.CountsDeltaCoder;
import io.muster.model.CountsDelta;
import io.muster.model.Tally;
import io.muster.parse.Membership;
import io.muster.parse.ParsePlan;
import io.muster.parse.ParsePlan.AudienceRef;
import io.muster.parse.ProfileChange;
import io.muster.parse.RecordParser;
import io.muster.pipelines.kafka.WriteTopic;
import io.muster.transforms.BundleCounts;
import io.muster.workspace.Audience;
import io.muster.workspace.Dataflow;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;

/**
 * Turns a snapshot's profiles into a topic's records, under the profile's id and with the time of
 * the snapshot: a change that the job has from after it, at the same membership time, stays the
 * newer one. A profile that names none of the audiences is left out.
 */
final class HandOver extends PTransform<PCollection<ProfileChange>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  static final TupleTag<KV<String, String>> RECORDS = new TupleTag<>("records") {};
  static final TupleTag<CountsDelta> COUNTS = new TupleTag<>("counts") {};

  private final ParsePlan plan;
  private final Map<String, Long> times;
  private final boolean narrowed;

  /**
   * @param times when each file was last changed, epoch milliseconds, by its path
   * @param narrowed whether records must speak for no other audiences than the plan's
   */
  HandOver(ParsePlan plan, Map<String, Long> times, boolean narrowed) {
    this.plan = plan;
    this.times = Map.copyOf(times);
    this.narrowed = narrowed;
  }

  @Override
  public PCollectionTuple expand(PCollection<ProfileChange> profiles) {
    PCollectionTuple out =
        profiles.apply(
            "ToRecords",
            ParDo.of(new ToRecordsFn(plan, times, narrowed))
                .withOutputTags(RECORDS, TupleTagList.of(COUNTS)));
    out.get(RECORDS).setCoder(WriteTopic.coder());
    out.get(COUNTS).setCoder(CountsDeltaCoder.of());
    return out;
  }

  private static final class ToRecordsFn extends DoFn<ProfileChange, KV<String, String>> {
    private static final long serialVersionUID = 1L;

    private final ParsePlan plan;
    private final Map<String, Long> times;
    private final boolean narrowed;
    private transient NarrowRecord narrow;
    private transient Tally tally;

    ToRecordsFn(ParsePlan plan, Map<String, Long> times, boolean narrowed) {
      this.plan = plan;
      this.times = times;
      this.narrowed = narrowed;
    }

    @Setup
    public void setup() {
      Set<String> audiences =
          plan.dataflows().stream()
              .map(Dataflow::audiences)
              .flatMap(all -> all.stream().map(Audience::id))
              .collect(Collectors.toSet());
      narrow = new NarrowRecord(audiences);
      tally = new Tally();
    }

    @ProcessElement
    public void process(@Element ProfileChange profile, MultiOutputReceiver out) {
      if (profile.memberships().isEmpty()) {
        return;
      }
      for (Membership membership : profile.memberships()) {
        for (AudienceRef ref : plan.audiences(membership.audience())) {
          Dataflow dataflow = plan.dataflows().get(ref.dataflow());
          tally.of(dataflow.name(), dataflow.audiences().get(ref.audience()).id()).received();
        }
      }
      byte[] record = profile.origin().value();
      String text =
          narrowed ? narrow.narrow(record) : new String(record, StandardCharsets.UTF_8).strip();
      String key = profile.profileId().isEmpty() ? null : profile.profileId();
      Instant time = Instant.ofEpochMilli(times.get(profile.origin().position().source()));
      out.get(RECORDS).outputWithTimestamp(KV.of(key, timed(profile, text, time)), time);
    }

    /**
     * A record that says nothing of when it was changed says the snapshot's time itself: a topic
     * may put a time of its own in the place of the one that a record is written with.
     */
    private static String timed(ProfileChange profile, String text, Instant time) {
      if (!profile.changedAt().equals(java.time.Instant.MIN) || profile.changedAtUnreadable()) {
        return text;
      }
      // Last, so that it wins over one that is null.
      String timed =
          "%s,\"changedAt\":\"%s\"}"
              .formatted(
                  text.substring(0, text.length() - 1),
                  java.time.Instant.ofEpochMilli(time.getMillis()));
      return timed.getBytes(StandardCharsets.UTF_8).length > RecordParser.MAX_BYTES ? text : timed;
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      BundleCounts.finish(tally, context, COUNTS);
    }
  }
}
