package io.muster.pipelines.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import io.muster.coders.CountsDeltaCoder;
import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import io.muster.model.Standing;
import io.muster.model.StandingOf;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.Leases;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RegistryLocation;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.report.ReportHead.Line;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.report.RunReportJson;
import io.muster.transforms.DeliverMembers.ClockSource;
import io.muster.workspace.StateLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.joda.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The transforms that write a run's folder. */
@ExtendWith(TestPipelineExtension.class)
class WritingTest {

  private static final Instant END = Instant.parse("2026-11-22T10:05:00Z");

  @TempDir private Path path;
  private RunFolder folder;
  private TestPipeline pipeline;

  @BeforeEach
  void folder(TestPipeline pipelineOfTest) throws IOException {
    pipeline = pipelineOfTest;
    FileSystems.setDefaultPipelineOptions(pipeline.getOptions());
    folder = new RunFolder(path.toString());
    folder.prepare(List.of(RunFolder.LEDGER, RunFolder.DEAD_LETTERS));
  }

  private List<Path> files(String below) throws IOException {
    try (Stream<Path> files = Files.list(path.resolve(below))) {
      return files.sorted().toList();
    }
  }

  private List<String> lines(String below) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(below)) {
      lines.addAll(Files.readAllLines(file));
    }
    return lines;
  }

  @Test
  void everyLineIsInAFileOfItsOwner() throws IOException {
    pipeline.apply(Create.of("{\"a\":1}", "{\"b\":\"ä\"}")).apply(write());
    pipeline.run().waitUntilFinish();

    assertThat(lines("ledger"), containsInAnyOrder("{\"a\":1}", "{\"b\":\"ä\"}"));
    assertThat(
        files("ledger").stream().map(file -> file.getFileName().toString()).toList(),
        everyItem(matchesPattern("\\d{8}T\\d{6}\\.\\d{3}Z-[0-9a-f]{8}\\.jsonl")));
    for (Path file : files("ledger")) {
      assertThat(
          PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), is("rw-------"));
    }
  }

  private WriteLines write() {
    return WriteLines.to(folder, RunFolder.LEDGER, ClockSource.SYSTEM);
  }

  @Test
  void folderThatIsUsedAgainGrows() throws IOException {
    folder.write("ledger/20260101T000000.000Z-00000000.jsonl", "{\"earlier\":1}\n");
    pipeline.apply(Create.of("{\"later\":1}")).apply(write());
    pipeline.run().waitUntilFinish();
    assertThat(lines("ledger"), contains("{\"earlier\":1}", "{\"later\":1}"));
  }

  @Test
  void linesAreWrittenAsTheRunGoes() throws IOException {
    pipeline
        .apply(
            TestStream.create(StringUtf8Coder.of())
                .addElements("1", "2")
                .advanceProcessingTime(Duration.standardSeconds(3))
                .addElements("3")
                .advanceWatermarkToInfinity())
        .apply(write());
    pipeline.run().waitUntilFinish();
    assertThat(files("ledger"), hasSize(2));
    assertThat(lines("ledger"), containsInAnyOrder("1", "2", "3"));
  }

  @Test
  void nothingToWriteMakesNoFile() throws IOException {
    pipeline.apply(Create.empty(StringUtf8Coder.of())).apply(write());
    pipeline.run().waitUntilFinish();
    assertThat(files("ledger"), is(empty()));
  }

  private WriteReport report(ReportHead head) {
    String state = path.resolve("state").toString();
    return WriteReport.to(
        folder,
        head,
        () -> Clock.fixed(END, ZoneOffset.UTC),
        RegistryLocation.of(new StateLocation(state, state)).jobOpener(Leases.HEARTBEAT_EVERY));
  }

  @Test
  void reportAddsUpWhatAllPartsCount() throws IOException {
    folder.write(RunFolder.REPORT_JSON, "an earlier run's");
    ReportHead head =
        new ReportHead(
            "run-1",
            "2026-11-22T10:00:00Z",
            List.of(new Line("flow", "a1", "First"), new Line("flow", "a2", "Second")));
    Counts received = counts(7, 0, 0, Map.of("MISSING_FIELD", 1L));
    Counts delivered = counts(0, 2, 1, Map.of("MISSING_FIELD", 1L, "VENDOR_REJECTED", 1L));
    pipeline
        .apply(
            Create.of(
                    new CountsDelta(List.of(received), 2),
                    new CountsDelta(List.of(delivered), 0),
                    new CountsDelta(List.of(delivered), 1))
                .withCoder(CountsDeltaCoder.of()))
        .apply(report(head));
    pipeline.run().waitUntilFinish();

    RunReport report = RunReportJson.read(folder.read(RunFolder.REPORT_JSON).orElseThrow());
    assertThat(report.run(), is("run-1"));
    assertThat("one change is pending", report.status(), is("incomplete"));
    assertThat(report.endedAt(), is(END.toString()));
    assertThat(report.malformed(), is(3L));
    AudienceLine first = report.dataflows().get(0);
    assertThat(first.audienceName(), is("First"));
    assertThat(first.list(), is("l1"));
    assertThat(first.received(), is(7L));
    assertThat(first.activated(), is(4L));
    assertThat(first.failed(), is(2L));
    assertThat(first.pending(), is(1L));
    assertThat(first.byCode(), is(Map.of("MISSING_FIELD", 3L, "VENDOR_REJECTED", 2L)));
    assertThat(report.dataflows().get(1).received(), is(0L));
    assertThat(report.dataflows().get(1).list() == null, is(true));
  }

  @Test
  void aRunThatHasDeliveredAllSaysSoAndItsJobsConnectionsAreFree() throws IOException {
    StateLocation state = new StateLocation(path.resolve("state").toString(), "");
    ReportHead head =
        new ReportHead("run-1", "2026-11-22T10:00:00Z", List.of(new Line("flow", "a1", "First")));
    try (Registry registry = Registry.open(state)) {
      Leases leases = registry.leases(Clock.systemUTC());
      leases.acquire(List.of("linkedin"), LeaseHolder.ofJob("run-1"));

      pipeline
          .apply(
              Create.of(new CountsDelta(List.of(counts(5, 4, 1, Map.of("VENDOR_REJECTED", 1L))), 0))
                  .withCoder(CountsDeltaCoder.of()))
          .apply(report(head));
      pipeline.run().waitUntilFinish();

      assertThat(
          leases.acquire(List.of("linkedin"), LeaseHolder.ofJob("run-2")),
          is(instanceOf(LeaseOutcome.Granted.class)));
    }
    RunReport report = RunReportJson.read(folder.read(RunFolder.REPORT_JSON).orElseThrow());
    assertThat(report.status(), is("completed"));
    assertThat(report.endedAt(), is(END.toString()));
    assertThat(
        folder.read(RunFolder.REPORT_HTML).orElseThrow(),
        containsString("All lists are done, 1 change could not be activated"));
  }

  @Test
  void aRunWithoutAnyInputEndsTheSame() throws IOException {
    ReportHead head =
        new ReportHead("run-1", "2026-11-22T10:00:00Z", List.of(new Line("flow", "a1", "First")));
    pipeline.apply(Create.empty(CountsDeltaCoder.of())).apply(report(head));
    pipeline.run().waitUntilFinish();

    RunReport report = RunReportJson.read(folder.read(RunFolder.REPORT_JSON).orElseThrow());
    assertThat(report.status(), is("completed"));
    assertThat(report.endedAt(), is(END.toString()));
    assertThat(report.dataflows().get(0).received(), is(0L));
  }

  @Test
  void reportShowsTheLatestThatTheVendorSaidOfAList() throws IOException {
    ReportHead head =
        new ReportHead(
            "run-1",
            "2026-11-22T10:00:00Z",
            List.of(new Line("flow", "a1", "First"), new Line("flow", "a2", "Second")));
    OptionalLong none = OptionalLong.empty();
    pipeline
        .apply(
            TestStream.create(CountsDeltaCoder.of())
                .addElements(said(Standing.of("BUILDING")))
                .advanceProcessingTime(Duration.standardSeconds(2))
                .addElements(
                    said(new Standing("READY", none, OptionalLong.of(880), OptionalLong.of(0))))
                .advanceProcessingTime(Duration.standardSeconds(2))
                .addElements(new CountsDelta(List.of(counts(5, 3, 0, Map.of())), 0))
                .advanceWatermarkToInfinity())
        .apply(report(head));
    pipeline.run().waitUntilFinish();

    RunReport report = RunReportJson.read(folder.read(RunFolder.REPORT_JSON).orElseThrow());
    AudienceLine first = report.dataflows().get(0);
    assertThat(first.vendorState(), is("READY"));
    assertThat(first.matched(), is(880L));
    assertThat(first.audienceSize(), is(0L));
    assertThat(first.landed() == null, is(true));
    assertThat(first.activated(), is(3L));
    AudienceLine second = report.dataflows().get(1);
    assertThat(second.matched() == null && second.vendorState() == null, is(true));
  }

  private static CountsDelta said(Standing standing) {
    return new CountsDelta(List.of(), List.of(new StandingOf("flow", "a1", standing)), 0);
  }

  private static Counts counts(
      long received, long activated, long failed, Map<String, Long> byCode) {
    return new Counts(
        "flow",
        "a1",
        activated > 0 ? "l1" : "",
        received,
        activated,
        0,
        0,
        0,
        failed,
        0,
        0,
        0,
        byCode,
        Map.of());
  }

  @Test
  void reportGoesOnFromWhatItHasCounted() throws IOException {
    ReportHead head =
        new ReportHead("run-1", "2026-11-22T10:00:00Z", List.of(new Line("flow", "a1", "First")));
    pipeline
        .apply(
            TestStream.create(CountsDeltaCoder.of())
                .addElements(new CountsDelta(List.of(counts(5, 0, 0, Map.of())), 0))
                .advanceProcessingTime(Duration.standardSeconds(2))
                .addElements(new CountsDelta(List.of(counts(0, 3, 0, Map.of())), 0))
                .advanceWatermarkToInfinity())
        .apply(report(head));
    pipeline.run().waitUntilFinish();
    RunReport report = RunReportJson.read(folder.read(RunFolder.REPORT_JSON).orElseThrow());
    assertThat(report.dataflows().get(0).pending(), is(2L));
  }

  private static final ReportHead FIRST =
      new ReportHead("run-1", "2026-11-22T10:00:00Z", List.of(new Line("flow", "a1", "First")));

  private static CountsDelta received(long changes) {
    return new CountsDelta(List.of(counts(changes, 0, 0, Map.of())), 0);
  }

  /** Whoever watches a run reads it before its end, which is when the clock is asked. */
  private RunReport reportBeforeTheEndOf(TestStream<CountsDelta> script) throws IOException {
    String report = path.resolve(RunFolder.REPORT_JSON).toString();
    String before = path.resolve("before.json").toString();
    ClockSource clock =
        () -> {
          try {
            Files.copy(Path.of(report), Path.of(before));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return Clock.fixed(END, ZoneOffset.UTC);
        };
    String state = path.resolve("state").toString();
    pipeline
        .apply(script)
        .apply(
            WriteReport.to(
                folder,
                FIRST,
                clock,
                RegistryLocation.of(new StateLocation(state, state))
                    .jobOpener(Leases.HEARTBEAT_EVERY)));
    pipeline.run().waitUntilFinish();
    return RunReportJson.read(Files.readString(Path.of(before)));
  }

  @Test
  void reportIsWrittenEachSecondThatCountsSomethingAsTheRunGoes() throws IOException {
    RunReport before =
        reportBeforeTheEndOf(
            TestStream.create(CountsDeltaCoder.of())
                .addElements(received(1))
                .advanceProcessingTime(Duration.millis(1_001))
                .addElements(received(2))
                .advanceProcessingTime(Duration.millis(1_001))
                .addElements(received(4)) // not a second before the end
                .advanceWatermarkToInfinity());

    assertThat(before.status(), is("incomplete"));
    assertThat(before.endedAt() == null, is(true));
    assertThat(before.dataflows().get(0).received(), is(3L));
  }

  @Test
  void reportIsNotPutOffWhileSomethingIsCountedAllTheTime() throws IOException {
    RunReport before =
        reportBeforeTheEndOf(
            TestStream.create(CountsDeltaCoder.of())
                .addElements(received(1))
                .advanceProcessingTime(Duration.millis(700))
                .addElements(received(2))
                .advanceProcessingTime(Duration.millis(700))
                .addElements(received(4))
                .advanceWatermarkToInfinity());

    assertThat(before.dataflows().get(0).received(), is(3L));
  }

  @Test
  void whoeverAskedIsToldOfTheEndWhenItIsWrittenAndTheRunHasEndedThoughThatFails()
      throws IOException {
    RunFolder run = folder;
    try (Registry registry =
        Registry.open(new StateLocation(path.resolve("state").toString(), ""))) {
      Leases leases = registry.leases(Clock.systemUTC());
      leases.acquire(List.of("linkedin"), LeaseHolder.ofJob("run-1"));
      pipeline
          .apply(Create.of(received(1)).withCoder(CountsDeltaCoder.of()))
          .apply(
              report(FIRST)
                  .ending(
                      report -> {
                        try {
                          boolean written = run.report().orElseThrow().equals(report);
                          run.write("told.txt", report.endedAt() + " " + written);
                        } catch (IOException e) {
                          throw new UncheckedIOException(e);
                        }
                        throw new IllegalStateException("the registry is down");
                      }));
      pipeline.run().waitUntilFinish();

      assertThat(folder.read("told.txt").orElseThrow(), is(END + " true"));
      assertThat(
          "its connections are free all the same",
          leases.acquire(List.of("linkedin"), LeaseHolder.ofJob("run-2")),
          is(instanceOf(LeaseOutcome.Granted.class)));
    }
  }
}
