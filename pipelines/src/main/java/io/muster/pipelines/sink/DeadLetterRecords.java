package io.muster.pipelines.sink;

import io.muster.model.DeadLetter;
import io.muster.parse.ParsePlan;
import io.muster.parse.ParsedRecord;
import io.muster.parse.RecordParser;
import io.muster.pipelines.kafka.WriteTopic;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Turns dead letters into a topic's records: the run folder's JSON under the change's own Kafka
 * key, else under its profile's id, so that what was in order stays so; a record that has neither
 * has no key.
 */
public final class DeadLetterRecords
    extends PTransform<PCollection<DeadLetter>, PCollection<KV<String, String>>> {
  private static final long serialVersionUID = 1L;

  private final ParsePlan plan;

  private DeadLetterRecords(ParsePlan plan) {
    this.plan = plan;
  }

  /**
   * Of a run's letters.
   *
   * @param plan the plan that the run's changes were parsed with
   */
  public static DeadLetterRecords toJson(ParsePlan plan) {
    return new DeadLetterRecords(plan);
  }

  @Override
  public PCollection<KV<String, String>> expand(PCollection<DeadLetter> values) {
    return values.apply("Json", ParDo.of(new RecordFn(plan))).setCoder(WriteTopic.coder());
  }

  private static final class RecordFn extends DoFn<DeadLetter, KV<String, String>> {
    private static final long serialVersionUID = 1L;

    private final ParsePlan plan;
    private transient DeadLetterJson json;
    private transient RecordParser parser;

    RecordFn(ParsePlan plan) {
      this.plan = plan;
    }

    @Setup
    public void setup() {
      json = new DeadLetterJson();
      parser = new RecordParser(plan);
    }

    @ProcessElement
    public void process(@Element DeadLetter value, OutputReceiver<KV<String, String>> out) {
      String key = value.origin().key();
      out.output(KV.of(key == null ? profileId(value) : key, json.line(value)));
    }

    /** What the letter's profile is known by, or null. */
    private String profileId(DeadLetter letter) {
      if (parser.parse(letter.origin()) instanceof ParsedRecord.Profile profile) {
        String id = profile.change().profileId();
        return id.isEmpty() ? null : id;
      }
      return null;
    }
  }
}
