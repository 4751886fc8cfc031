package io.muster.pipelines.page;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.muster.delivery.ListRef;
import io.muster.pipelines.page.PageSources.ListSource;
import io.muster.pipelines.report.RunDetails.Accepted;
import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many members of each list vendors have acknowledged by when. */
class LedgerCourseTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00.500Z");
  private static final ListRef FIRST = new ListRef("flow", "a1");
  private static final ListRef SECOND = new ListRef("flow", "a2");

  private static final List<ListSource> LISTS =
      List.of(
          new ListSource("c", "flow", "a1", "Bombora", Map.of()),
          new ListSource("c", "flow", "a2", "Bombora", Map.of()));

  @TempDir private Path folder;
  private final List<String> lines = new ArrayList<>();

  private void call(ListRef list, String status, int members, String at) {
    lines.add(
        ("{\"batch\":\"b\",\"connection\":\"c\",\"dataflow\":\"%s\",\"audience\":\"%s\","
                + "\"list\":\"l\",\"action\":\"add\",\"members\":%d,\"attempt\":1,"
                + "\"status\":\"%s\",\"httpStatus\":200,\"at\":\"%s\"}")
            .formatted(list.dataflow(), list.audience(), members, status, at));
  }

  private List<Accepted> read(Map<ListRef, Long> all) throws IOException {
    Path ledger = Files.createDirectories(folder.resolve(RunFolder.LEDGER));
    Files.writeString(ledger.resolve("1.jsonl"), String.join("\n", lines) + "\n");
    return LedgerCourse.in(new RunFolder(folder.toString()), LISTS, START, all);
  }

  private static Instant second(int second) {
    return Instant.parse("2026-11-22T10:00:00Z").plusSeconds(second);
  }

  @Test
  void whatWasTakenAddsUpListByListInTheOrderOfItsTime() throws IOException {
    call(SECOND, "accepted", 7, "2026-11-22T10:00:02Z");
    call(FIRST, "partial", 5, "2026-11-22T10:00:03.900Z");
    call(FIRST, "accepted", 10, "2026-11-22T10:00:01.100Z");
    call(FIRST, "accepted", 20, "2026-11-22T10:00:01.900Z");

    assertThat(
        read(Map.of(FIRST, 100L, SECOND, 100L)),
        contains(
            new Accepted("flow", "a1", Map.of(second(1), 30L, second(3), 35L)),
            new Accepted("flow", "a2", Map.of(second(2), 7L))));
  }

  @Test
  void aCallThatBroughtNothingIsNoStep() throws IOException {
    for (String status : List.of("queued", "retry", "refused", "unauthorized")) {
      call(FIRST, status, 10, "2026-11-22T10:00:01Z");
    }
    assertThat(read(Map.of(FIRST, 100L)), is(empty()));
  }

  /** Of a call that was taken in part, the ledger does not say how much. */
  @Test
  void noLineGoesAboveWhatWasAcknowledgedInTheEnd() throws IOException {
    call(FIRST, "accepted", 10, "2026-11-22T10:00:01Z");
    call(FIRST, "partial", 10, "2026-11-22T10:00:02Z");

    assertThat(
        read(Map.of(FIRST, 12L)),
        contains(new Accepted("flow", "a1", Map.of(second(1), 10L, second(2), 12L))));
  }

  @Test
  void callsOfAnEarlierRunInTheFolderAndOtherLinesAreNotThisRuns() throws IOException {
    call(FIRST, "accepted", 1, "2026-11-22T09:59:58.900Z");
    call(FIRST, "accepted", 10, "long ago");
    lines.add("no JSON");
    call(new ListRef("flow", "gone"), "accepted", 100, "2026-11-22T10:00:01Z");
    call(FIRST, "accepted", 1_000, "2026-11-22T10:00:00.600Z");

    assertThat(
        read(Map.of(FIRST, 5_000L)),
        contains(new Accepted("flow", "a1", Map.of(second(0), 1_000L))));
  }

  @Test
  void ofALongRunAsManyMomentsAreKeptAsAreSeenAndTheLast() throws IOException {
    for (int at = 1; at <= 1_000; at++) {
      call(FIRST, "accepted", 1, second(at).toString());
    }

    TreeMap<Instant, Long> course = new TreeMap<>(read(Map.of(FIRST, 5_000L)).get(0).bySecond());

    assertThat(course.size(), is(lessThanOrEqualTo(121)));
    assertThat(course.firstEntry(), is(Map.entry(second(1), 1L)));
    assertThat(course.lastEntry(), is(Map.entry(second(1_000), 1_000L)));
    course.forEach((at, sum) -> assertThat(at, is(second(sum.intValue()))));
  }

  @Test
  void ofALedgerThatIsTooLongNothingIsShownForHalfOfItWouldLie() throws IOException {
    call(FIRST, "accepted", 1, "2026-11-22T10:00:01Z");
    call(FIRST, "retry", 1, "2026-11-22T10:00:02Z");
    String retry = lines.get(1);
    lines.addAll(Collections.nCopies(199_997, retry));
    assertThat(read(Map.of(FIRST, 1L)).size(), is(1));

    lines.add(retry);
    assertThat(read(Map.of(FIRST, 1L)), is(empty()));
  }
}
