package io.muster.coders;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.delivery.BatchEntry;
import io.muster.delivery.MemberEntry;
import io.muster.delivery.MemberEntry.Known;
import io.muster.delivery.MemberEntry.Place;
import io.muster.delivery.MembershipLog;
import io.muster.destination.Action;
import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.model.Packet;
import io.muster.model.Reason;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.model.Version;
import io.muster.parse.ParsePlan;
import io.muster.parse.ParsedRecord;
import io.muster.parse.Plans;
import io.muster.parse.ProfileChange;
import io.muster.parse.RecordParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every coder of the pipeline: nothing is lost, nothing depends on chance, formats stay. */
class CodersTest {

  private static final int ROUNDS = 200;

  private static final ParsePlan PLAN =
      ParsePlan.of(
          List.of(
              Plans.dataflow("flow", List.of(Plans.audience("a1")), "accountName -> companyName")));

  /**
   * A coder with what it is tried on.
   *
   * @param more samples beside the usual ones, for the golden file
   */
  private record Case<T>(
      String name,
      Coder<T> coder,
      Function<Samples, T> sample,
      Map<String, Function<Samples, T>> more) {

    static <T> Case<T> of(String name, Coder<T> coder, Function<Samples, T> sample) {
      return new Case<>(name, coder, sample, Map.of());
    }

    /** What the golden file holds. */
    Map<String, T> samples() {
      Map<String, T> samples = new LinkedHashMap<>();
      samples.put("distinct", sample.apply(new Samples(Values.distinct())));
      samples.put("least", sample.apply(new Samples(Values.least())));
      samples.put("most", sample.apply(new Samples(Values.most())));
      more.forEach((name, other) -> samples.put(name, other.apply(new Samples(Values.least()))));
      return samples;
    }

    byte[] encode(T value) throws IOException {
      return CoderUtils.encodeToByteArray(coder, value);
    }

    T decode(byte[] bytes) throws IOException {
      return CoderUtils.decodeFromByteArray(coder, bytes);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case<?>> coders() {
    Map<String, Function<Samples, DeadLetter>> reasons = new TreeMap<>();
    for (Reason reason : Reason.values()) {
      reasons.put("reason-" + reason, samples -> samples.letter(reason));
    }
    Map<String, Function<Samples, BatchEntry>> places = new TreeMap<>();
    for (Place place : Samples.FIRST_PLACES) {
      places.put("place-" + place, samples -> samples.batch(place));
    }
    return Stream.of(
        Case.of("source-record", SourceRecordCoder.of(), Samples::record),
        Case.of("profile-change", ProfileChangeCoder.of(PLAN), CodersTest::profileChange),
        Case.of("membership-change", MembershipChangeCoder.of(), Samples::change),
        Case.of("packet", PacketCoder.of(), Samples::packet),
        new Case<>("dead-letter", DeadLetterCoder.of(), Samples::letter, reasons),
        Case.of("ledger-line", LedgerLineCoder.of(), Samples::ledgerLine),
        Case.of("counts-delta", CountsDeltaCoder.of(), Samples::delta),
        Case.of("profile-entry", ProfileEntryCoder.of(), Samples::profile),
        new Case<>("member-entry", MemberEntryCoder.of(), Samples::memberEntry, memberEntries()),
        new Case<>("batch-entry", BatchEntryCoder.of(), Samples::batch, places),
        Case.of("owed-page", OwedPageCoder.of(), Samples::page),
        Case.of("waiting-change", WaitingChangeCoder.of(), Samples::waiting),
        Case.of("waiting-page", WaitingPageCoder.of(), Samples::waitingPage),
        new Case<>(
            "membership-page", MembershipPageCoder.of(), Samples::memberships, acknowledgements()));
  }

  private static Map<String, Function<Samples, MembershipLog.Page>> acknowledgements() {
    Map<String, Function<Samples, MembershipLog.Page>> pages = new TreeMap<>();
    for (Known known : Known.values()) {
      pages.put("acknowledged-" + known, samples -> samples.acknowledgement(known));
    }
    return pages;
  }

  /** Each constant of each enum that travels by its number. */
  private static Map<String, Function<Samples, MemberEntry>> memberEntries() {
    Map<String, Function<Samples, MemberEntry>> entries = new TreeMap<>();
    for (Known known : Known.values()) {
      entries.put("known-" + known, samples -> samples.memberEntry(known, Place.NONE, Action.ADD));
    }
    for (Place place : Place.values()) {
      entries.put(
          "queue-" + place, samples -> samples.memberEntry(Known.UNKNOWN, place, Action.ADD));
    }
    for (Action action : Action.values()) {
      entries.put(
          "flight-" + action,
          samples -> new Samples(Values.distinct()).memberEntry(Known.UNKNOWN, Place.NONE, action));
    }
    entries.put(
        "sent-as-wanted",
        samples -> {
          MemberEntry entry =
              new Samples(Values.distinct()).memberEntry(Known.PRESENT, Place.NONE, Action.ADD);
          return new MemberEntry(
              entry.holders(),
              entry.wanted(),
              entry.known(),
              entry.epoch(),
              entry.wanted(),
              entry.queue(),
              entry.waiters(),
              new MemberEntry.Flight(Action.ADD, entry.wanted(), 7),
              entry.marks());
        });
    return entries;
  }

  /** A well-formed record around a sample's texts. */
  private static ProfileChange profileChange(Samples samples) {
    SourceRecord record = samples.record();
    String json =
        """
        {"accountKey":{"sourceKey":"%s"},"accountName":"Acme",\
        "segmentMembership":{"ups":{"a1":{"status":"realized",\
        "lastQualificationTime":"2026-11-20T10:00:00Z"}}}}"""
            .formatted(HexFormat.of().formatHex(record.value()));
    SourceRecord whole =
        new SourceRecord(
            record.position(),
            json.getBytes(StandardCharsets.UTF_8),
            record.key(),
            record.timestamp());
    return ((ParsedRecord.Profile) new RecordParser(PLAN).parse(whole)).change();
  }

  @ParameterizedTest
  @MethodSource("coders")
  <T> void givesBackWhatItWasGiven(Case<T> each) throws IOException {
    for (Map.Entry<String, T> sample : each.samples().entrySet()) {
      T decoded = each.decode(each.encode(sample.getValue()));
      assertThat(sample.getKey(), Shape.of(decoded), is(Shape.of(sample.getValue())));
    }
  }

  @ParameterizedTest
  @MethodSource("coders")
  <T> void givesBackWhateverItWasGiven(Case<T> each) throws IOException {
    long seed = RandomGenerator.getDefault().nextLong();
    for (int round = 0; round < ROUNDS; round++) {
      T value = each.sample().apply(new Samples(Values.random(seed + round)));
      byte[] bytes = each.encode(value);
      String where = "seed " + (seed + round);
      T decoded = each.decode(bytes);
      assertThat(where, Shape.of(decoded).equals(Shape.of(value)), is(true));
      assertThat(where, Arrays.equals(each.encode(decoded), bytes), is(true));
    }
  }

  @ParameterizedTest
  @MethodSource("coders")
  <T> void standsAmongOthersInAStreamThatComesInDrips(Case<T> each) throws IOException {
    List<T> values = List.copyOf(each.samples().values());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (T value : values) {
      each.coder().encode(value, bytes);
    }
    InputStream drips = new Drips(bytes.toByteArray());
    for (T value : values) {
      assertThat(Shape.of(each.coder().decode(drips)), is(Shape.of(value)));
    }
    assertThat(drips.read(), is(-1));
  }

  @ParameterizedTest
  @MethodSource("coders")
  <T> void writesTheSameWhenAnEncodingBeforeItHasFailed(Case<T> each) throws IOException {
    T value = each.samples().get("distinct");
    byte[] bytes = each.encode(value);
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("the disk is full");
          }
        };
    assertThrows(IOException.class, () -> each.coder().encode(value, broken));
    assertThat(each.encode(value), is(bytes));
  }

  @ParameterizedTest
  @MethodSource("coders")
  <T> void writesForSeveralThreadsAtOnce(Case<T> each) throws Exception {
    List<T> values = new ArrayList<>();
    List<byte[]> expected = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      values.add(each.sample().apply(new Samples(Values.random(i))));
      expected.add(each.encode(values.get(i)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<List<byte[]>> all =
          () -> {
            List<byte[]> written = new ArrayList<>();
            for (T value : values) {
              written.add(each.encode(value));
            }
            return written;
          };
      for (Future<List<byte[]>> written : threads.invokeAll(Collections.nCopies(4, all))) {
        for (int i = 0; i < ROUNDS; i++) {
          assertThat("seed " + i, Arrays.equals(written.get().get(i), expected.get(i)), is(true));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("coders")
  <T> void refusesBytesThatBreakOff(Case<T> each) throws IOException {
    byte[] bytes = each.encode(each.samples().get("distinct"));
    for (int length = 0; length < bytes.length; length++) {
      byte[] head = Arrays.copyOf(bytes, length);
      assertThrows(
          IOException.class,
          () -> each.coder().decode(new ByteArrayInputStream(head)),
          () -> head.length + " of " + bytes.length + " bytes");
    }
  }

  @ParameterizedTest
  @MethodSource("coders")
  <T> void refusesAFormatOfALaterVersion(Case<T> each) throws IOException {
    byte[] bytes = each.encode(each.samples().get("distinct"));
    bytes[0]++;
    CoderException refusal = assertThrows(CoderException.class, () -> each.decode(bytes));
    assertThat(refusal.getMessage(), containsString("written by a later Muster"));
  }

  @ParameterizedTest
  @MethodSource("coders")
  <T> void travelsItself(Case<T> each) throws Exception {
    CoderProperties.coderSerializable(each.coder());
    each.coder().verifyDeterministic();
    assertThrows(CoderException.class, () -> each.encode(null));
  }

  @ParameterizedTest
  @MethodSource("coders")
  <T> void writesAndReadsTheBytesOfItsFormat(Case<T> each) throws IOException {
    Map<String, byte[]> actual = new LinkedHashMap<>();
    for (Map.Entry<String, T> sample : each.samples().entrySet()) {
      actual.put(sample.getKey(), each.encode(sample.getValue()));
    }
    GoldenBytes golden = new GoldenBytes(each.name(), format(actual.get("least")));
    Map<String, byte[]> written = golden.read(actual);

    assertThat(golden.mismatch("list"), written.keySet(), is(actual.keySet()));
    for (Map.Entry<String, T> sample : each.samples().entrySet()) {
      String name = sample.getKey();
      assertThat(golden.mismatch(name), hex(actual.get(name)), is(hex(written.get(name))));
      T decoded = each.decode(written.get(name));
      assertThat(golden.mismatch(name), Shape.of(decoded), is(Shape.of(sample.getValue())));
    }
  }

  @ParameterizedTest
  @MethodSource("coders")
  <T> void readsTheBytesOfEarlierFormats(Case<T> each) throws IOException {
    int format = format(each.encode(each.samples().get("least")));
    for (int earlier = 1; earlier < format; earlier++) {
      for (Map.Entry<String, byte[]> old :
          new GoldenBytes(each.name(), earlier).written().entrySet()) {
        T decoded = each.decode(old.getValue());
        assertThat(old.getKey(), Shape.of(decoded), is(Shape.of(each.samples().get(old.getKey()))));
      }
    }
  }

  /** Bytes begin with it. */
  private static int format(byte[] bytes) {
    return bytes[0];
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void equalMembersHaveEqualBytesHoweverTheirFieldsCame() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("companyName", "Acme");
    fields.put("companyWebsiteDomain", "acme.com");
    Map<String, String> otherWay = new LinkedHashMap<>();
    otherWay.put("companyWebsiteDomain", "acme.com");
    otherWay.put("companyName", "Acme");

    assertThat(
        hex(CoderUtils.encodeToByteArray(MembershipChangeCoder.of(), joining(fields))),
        is(hex(CoderUtils.encodeToByteArray(MembershipChangeCoder.of(), joining(otherWay)))));
  }

  private static MembershipChange joining(Map<String, String> fields) {
    SourcePosition position = new SourcePosition("day.jsonl", 1);
    return new MembershipChange(
        "flow",
        "a1",
        "p1",
        new Version(Instant.EPOCH, false, Instant.MIN, position),
        new Member("companyName=Acme", fields),
        SourceRecord.ofFile(position, new byte[] {'{', '}'}));
  }

  @Test
  void equalCountsHaveEqualBytesHoweverTheirCodesCame() throws IOException {
    Map<String, Long> codes = new LinkedHashMap<>();
    codes.put("TOO_LONG", 1L);
    codes.put("INVALID_FORMAT", 2L);
    Map<String, Long> otherWay = new LinkedHashMap<>();
    otherWay.put("INVALID_FORMAT", 2L);
    otherWay.put("TOO_LONG", 1L);

    assertThat(
        hex(CoderUtils.encodeToByteArray(CountsDeltaCoder.of(), counting(codes))),
        is(hex(CoderUtils.encodeToByteArray(CountsDeltaCoder.of(), counting(otherWay)))));
  }

  private static CountsDelta counting(Map<String, Long> byCode) {
    return new CountsDelta(
        List.of(new Counts("flow", "a1", "", 3, 0, 0, 0, 3, 0, 0, 0, 0, byCode, Map.of())), 0);
  }

  @Test
  void aPacketHoldsARecordOnceHoweverManyAudiencesItTouches() throws IOException {
    SourceRecord origin =
        SourceRecord.ofFile(new SourcePosition("day.jsonl", 1), new byte[100_000]);
    Samples samples = new Samples(Values.distinct());
    Packet packet =
        new Packet(List.of(samples.change(origin), samples.change(origin), samples.change(origin)));

    byte[] bytes = CoderUtils.encodeToByteArray(PacketCoder.of(), packet);
    assertThat(bytes.length < 110_000, is(true));
    Packet decoded = CoderUtils.decodeFromByteArray(PacketCoder.of(), bytes);
    assertThat(decoded.changes().get(2).origin(), sameInstance(decoded.changes().get(0).origin()));
  }

  @Test
  void coderOfProfileChangesIsAnotherForAnotherPlan() {
    ParsePlan other = ParsePlan.of(List.of(Plans.dataflow("other", List.of())));
    assertThat(ProfileChangeCoder.of(PLAN).equals(ProfileChangeCoder.of(other)), is(false));
  }

  /** A stream that gives one byte a read. */
  private static final class Drips extends ByteArrayInputStream {
    Drips(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return super.read(into, offset, Math.min(1, length));
    }
  }
}
