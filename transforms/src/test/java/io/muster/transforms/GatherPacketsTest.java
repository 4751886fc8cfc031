package io.muster.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import io.muster.coders.MembershipChangeCoder;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.model.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.TimestampedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class GatherPacketsTest {

  private static List<MembershipChange> changes(int count, int bytes) {
    List<MembershipChange> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SourcePosition position = new SourcePosition("day.jsonl", i);
      changes.add(
          new MembershipChange(
              "flow",
              "a1",
              "p" + i,
              new Version(Instant.EPOCH, false, Instant.MIN, position),
              new Member("k=" + i, Map.of()),
              SourceRecord.ofFile(position, new byte[bytes])));
    }
    return changes;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // as an array is asked for
  private static TimestampedValue<MembershipChange>[] rest(
      List<TimestampedValue<MembershipChange>> values) {
    return values.stream().skip(1).toArray(TimestampedValue[]::new);
  }

  private static void expect(
      TestPipeline pipeline, List<MembershipChange> bundle, Integer... sizes) {
    List<TimestampedValue<MembershipChange>> values =
        bundle.stream()
            .map(change -> TimestampedValue.of(change, org.joda.time.Instant.ofEpochMilli(0)))
            .toList();
    TestStream<MembershipChange> stream =
        TestStream.create(MembershipChangeCoder.of())
            .addElements(values.get(0), rest(values))
            .advanceWatermarkToInfinity();
    PAssert.that(pipeline.apply(stream).apply(new GatherPackets("test")))
        .satisfies(
            packets -> {
              List<Integer> found = new ArrayList<>();
              packets.forEach(
                  packet -> {
                    assertThat(packet.getKey(), is("test"));
                    found.add(packet.getValue().changes().size());
                  });
              assertThat(found, containsInAnyOrder(sizes));
              return null;
            });
    pipeline.run();
  }

  @Test
  void aBundlesChangesTravelTogether(TestPipeline pipeline) {
    expect(pipeline, changes(100, 10), 100);
  }

  @Test
  void aPacketHoldsNoMoreThan2000Changes(TestPipeline pipeline) {
    expect(pipeline, changes(2_001, 10), 2_000, 1);
  }

  @Test
  void aPacketIsHandedOnWhenItsRecordsReachTwoMebibytes(TestPipeline pipeline) {
    expect(pipeline, changes(5, 1 << 20), 2, 2, 1);
  }
}
