package io.muster.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import io.muster.coders.SourceRecordCoder;
import io.muster.model.DeadLetter;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.parse.ParsePlan;
import io.muster.parse.Plans;
import io.muster.parse.ProfileChange;
import io.muster.parse.RecordParser;
import io.muster.transforms.DeliverMembers.ClockSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class ParseProfileChangesTest {

  private static final Instant FOUND_AT = Instant.parse("2026-11-22T10:00:00Z");
  private static final ClockSource CLOCK = () -> Clock.fixed(FOUND_AT, ZoneOffset.UTC);

  private static final ParsePlan PLAN =
      ParsePlan.of(
          List.of(
              Plans.dataflow(
                  "flow",
                  List.of(Plans.audience("a1")),
                  "accountOrganization.domain -> companyWebsiteDomain")));

  private static PCollectionTuple parse(TestPipeline pipeline, List<SourceRecord> records) {
    PCollection<SourceRecord> input =
        pipeline.apply("Records", Create.of(records).withCoder(SourceRecordCoder.of()));
    return input.apply(ParseProfileChanges.of(PLAN, CLOCK));
  }

  @Test
  void wellFormedRecordsBecomeProfileChanges(TestPipeline pipeline) {
    PCollectionTuple parsed =
        parse(
            pipeline,
            Records.lines(
                Records.account("p1", "acme.com", "a1"), Records.account("p2", "globex.com")));

    PAssert.that(parsed.get(ParseProfileChanges.CHANGES))
        .satisfies(
            changes -> {
              List<String> ids =
                  Records.listOf(changes).stream().map(ProfileChange::profileId).toList();
              assertThat(ids, containsInAnyOrder("p1", "p2"));
              return null;
            });
    PAssert.that(parsed.get(ParseProfileChanges.MALFORMED)).empty();
    PAssert.that(parsed.get(ParseProfileChanges.COUNTS)).empty();
    pipeline.run();
  }

  @Test
  void malformedRecordsBecomeLettersAndAreCountedAndTheRunGoesOn(TestPipeline pipeline) {
    byte[] large = new byte[RecordParser.MAX_BYTES + 1];
    Arrays.fill(large, (byte) 'x');
    List<SourceRecord> records =
        Records.lines(
            "{\"accountKey\":",
            "[1]",
            "{\"segmentMembership\":[]}",
            Records.account("p1", "acme.com", "a1"));
    records.add(SourceRecord.ofFile(new SourcePosition("day.jsonl", 5), large));
    PCollectionTuple parsed = parse(pipeline, records);

    PAssert.that(parsed.get(ParseProfileChanges.MALFORMED))
        .satisfies(
            letters -> {
              List<String> codes =
                  Records.listOf(letters).stream()
                      .map(each -> each.origin().position().offset() + " " + each.reason())
                      .toList();
              assertThat(
                  codes,
                  containsInAnyOrder(
                      "1 NOT_JSON", "2 NOT_AN_OBJECT", "3 INVALID_RECORD", "5 TOO_LARGE"));
              for (DeadLetter letter : letters) {
                assertThat(letter.dataflow(), is(""));
                assertThat(letter.audience(), is(""));
                assertThat(letter.attempts(), is(0));
                assertThat(letter.at(), is(FOUND_AT));
                assertThat(letter.firstFailedAt(), is(FOUND_AT));
              }
              return null;
            });
    PAssert.that(parsed.get(ParseProfileChanges.COUNTS))
        .satisfies(
            deltas -> {
              assertThat(Records.malformed(deltas), is(4L));
              return null;
            });
    PAssert.thatSingleton(parsed.get(ParseProfileChanges.CHANGES))
        .satisfies(
            change -> {
              assertThat(change.profileId(), is("p1"));
              return null;
            });
    pipeline.run();
  }

  @Test
  void blankRecordsArePassedOver(TestPipeline pipeline) {
    PCollectionTuple parsed = parse(pipeline, Records.lines("", "  \t", "\uFEFF", "\r"));

    PAssert.that(parsed.get(ParseProfileChanges.CHANGES)).empty();
    PAssert.that(parsed.get(ParseProfileChanges.MALFORMED)).empty();
    PAssert.that(parsed.get(ParseProfileChanges.COUNTS)).empty();
    pipeline.run();
  }
}
