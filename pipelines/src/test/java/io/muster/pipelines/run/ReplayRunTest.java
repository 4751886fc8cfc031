package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.model.Reason;
import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.preview.Preview;
import io.muster.pipelines.preview.PreviewRequest;
import io.muster.pipelines.replay.LeftAlone;
import io.muster.pipelines.replay.ReplayChoice;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.sink.RunFolder;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.vendor.Vendor;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that fail, and replays of their dead letters, on DirectRunner. */
class ReplayRunTest {

  private static final ReplayChoice EVERYTHING = new ReplayChoice(Set.of(), Set.of());

  @TempDir private Path folder;
  private RunBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new RunBench(folder);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static String account(String id, String status, String time) {
    return ("{\"accountKey\":{\"sourceKey\":\"%s\"},\"accountName\":\"%s Inc\","
            + "\"accountOrganization\":{\"domain\":\"%s.com\"},\"segmentMembership\":{\"ups\":"
            + "{\"a1\":{\"status\":\"%s\",\"lastQualificationTime\":\"%s\"}}}}")
        .formatted(id, id, id, status, time);
  }

  private static String member(String id) {
    return account(id, "realized", "2026-11-20T10:00:00Z");
  }

  private Path out(String run) {
    return folder.resolve(run);
  }

  private ActivationRequest request(String run, Workspace workspace, Path... inputs) {
    return new ActivationRequest(
        run,
        workspace,
        Stream.of(inputs).map(Path::toString).toList(),
        out(run).toString(),
        Set.of(),
        Duration.ofSeconds(60),
        List.of());
  }

  private RunOutcome run(ActivationRequest request) throws RunException {
    RunListener listener =
        new RunListener() {
          @Override
          public void notice(String line) {
            bench.notices().add(line);
          }

          @Override
          public void progress(RunReport soFar) {}
        };
    return new ActivationRun(request, new TestLauncher(), listener, Clock.systemUTC()).run();
  }

  private RunOutcome replay(String run, Path... letters) throws RunException {
    return run(request(run, bench.workspace(), letters).replaying(EVERYTHING));
  }

  private List<JsonNode> letters(String run) throws IOException {
    return RunBench.linesBelow(out(run).resolve("dead-letters"));
  }

  private long calls(Vendor vendor) {
    return bench.sandbox().calls().stream().filter(call -> call.vendor() == vendor).count();
  }

  private static AudienceLine line(RunOutcome outcome, String dataflow, String audience) {
    return outcome.report().dataflows().stream()
        .filter(line -> line.dataflow().equals(dataflow) && line.audience().equals(audience))
        .findFirst()
        .orElseThrow();
  }

  private static void assertAddsUp(RunOutcome outcome) {
    for (AudienceLine line : outcome.report().dataflows()) {
      assertThat(
          line.toString(),
          line.activated()
              + line.excluded()
              + line.failed()
              + line.unchanged()
              + line.superseded()
              + line.pending(),
          is(line.received()));
    }
  }

  private static Instant time(JsonNode letter, String name) {
    return Instant.parse(letter.get(name).asText());
  }

  @Test
  void whatAVendorWasTooIllForIsDeliveredToThatVendorOnlyAndKeepsItsStoryUntilThen()
      throws Exception {
    Path input = bench.file("day.jsonl", member("acme"), member("globex"));
    bench.sandbox().faults().order(Fault.status(503).on(Vendor.BOMBORA).path("/accounts$"));
    RunOutcome first = run(request("first", bench.workspace(), input));
    assertThat(first.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(line(first, "domains", "a1").failed(), is(2L));
    assertThat(line(first, "accounts", "a1").activated(), is(2L));
    JsonNode letter = letters("first").get(0);
    long others = calls(Vendor.DEMANDBASE);

    // Still ill.
    RunOutcome second = replay("second", out("first"));
    assertThat(second.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(line(second, "domains", "a1").failed(), is(2L));
    assertAddsUp(second);
    JsonNode again =
        letters("second").stream()
            .filter(each -> each.get("source").equals(letter.get("source")))
            .findFirst()
            .orElseThrow();
    assertThat(again.get("code").asText(), is("VENDOR_UNAVAILABLE"));
    assertThat(again.get("change"), is(letter.get("change")));
    assertThat(time(again, "firstFailedAt"), is(time(letter, "firstFailedAt")));
    assertThat(time(letter, "at"), is(lessThan(time(again, "at"))));
    assertThat(again.get("attempts").asInt(), is(greaterThan(letter.get("attempts").asInt())));

    // Well again. Both letters of each change at once, as somebody may name both folders.
    bench.sandbox().faults().clear();
    RunOutcome third = replay("third", out("first"), out("second"));
    assertThat(third.exitCode(), is(ExitCode.DELIVERED));
    assertThat(third.report().status(), is("completed"));
    assertThat(line(third, "domains", "a1").received(), is(4L));
    assertThat(line(third, "accounts", "a1").received(), is(0L));
    assertAddsUp(third);
    assertThat(letters("third"), is(empty()));
    assertThat(bench.members(Vendor.BOMBORA, "First"), contains("acme.com", "globex.com"));
    assertThat("the others are let be", calls(Vendor.DEMANDBASE), is(others));

    // Once more does no harm: they are marked, and passed over.
    long all = bench.sandbox().calls().size();
    RunOutcome repeat = replay("repeat", out("first"), out("second"));
    assertThat(repeat.exitCode(), is(ExitCode.DELIVERED));
    assertThat(line(repeat, "domains", "a1").received(), is(0L));
    assertThat((long) bench.sandbox().calls().size(), is(all));
    List<LeftAlone> left = LeftAlone.read(new RunFolder(out("repeat").toString()));
    assertThat(left, hasSize(1));
    assertThat(left.get(0).letters(), is(4L));
    assertThat(left.get(0).replayedAlready(), is(true));
    assertThat("the letters stay as they are", letters("first").get(0), is(letter));

    // Asked for, they are sent again, which does no harm either.
    RunOutcome asked =
        run(
            request("asked", bench.workspace(), out("first"))
                .replaying(new ReplayChoice(Set.of(), Set.of(), Instant.MIN, Instant.MAX, true)));
    assertThat(line(asked, "domains", "a1").received(), is(2L));
    assertThat(LeftAlone.read(new RunFolder(out("asked").toString())), is(empty()));
    assertThat(bench.members(Vendor.BOMBORA, "First"), contains("acme.com", "globex.com"));
    assertThat(bench.sandbox().breaches(), is(empty()));
  }

  @Test
  void lettersOfOneProfileAreSettledByTheirTimesAndPlacesAsTheFirstRunWouldHave() throws Exception {
    Path input =
        bench.file(
            "day.jsonl",
            account("acme", "exited", "2026-11-20T12:00:00Z"),
            account("acme", "realized", "2026-11-20T11:00:00Z"),
            member("globex"),
            member("globex").replace("globex.com", "globex.org"));
    // Each is a letter of its own: none has superseded another.
    Files.createDirectories(out("letters"));
    List<String> lines = Files.readAllLines(input);
    StringBuilder letters = new StringBuilder();
    for (int i = lines.size(); i > 0; i--) {
      letters.append(
          ("{\"code\":\"VENDOR_UNAVAILABLE\",\"source\":\"day.jsonl:%d\",\"dataflow\":\"domains\","
                  + "\"audience\":\"a1\",\"change\":%s}\n")
              .formatted(i, lines.get(i - 1)));
    }
    Files.writeString(out("letters").resolve("1.jsonl"), letters.toString());

    RunOutcome outcome = replay("replay", out("letters"));

    assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
    assertThat(line(outcome, "domains", "a1").received(), is(4L));
    assertAddsUp(outcome);
    assertThat(bench.members(Vendor.BOMBORA, "First"), contains("globex.org"));
  }

  @Test
  void whatIsMendedInTheLetterIsDeliveredAndTheRestIsALetterAgain() throws Exception {
    Path input =
        bench.file(
            "day.jsonl", member("acme").replace("acme.com", "no domain"), "{\"broken\"", "[]");
    RunOutcome first = run(request("first", bench.workspace(), input));
    assertThat(first.report().malformed(), is(2L));
    assertThat(letters("first"), hasSize(4));

    Path mended = out("mended");
    Files.createDirectories(mended);
    for (JsonNode letter : letters("first")) {
      String line =
          letter
              .toString()
              .replace("no domain", "acme.com")
              .replace("\"{\\\"broken\\\"\"", '"' + member("globex").replace("\"", "\\\"") + '"');
      Files.writeString(mended.resolve(letter.hashCode() + ".jsonl"), line);
    }
    RunOutcome outcome = replay("replay", mended);

    assertThat(outcome.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(outcome.report().malformed(), is(1L));
    assertThat(
        letters("replay").stream().map(each -> each.get("code").asText()).toList(),
        contains(Reason.NOT_AN_OBJECT.name()));
    assertThat(bench.members(Vendor.BOMBORA, "First"), contains("acme.com", "globex.com"));
    assertThat(bench.members(Vendor.DEMANDBASE, "First"), contains("acme", "globex"));
    assertAddsUp(outcome);
  }

  @Test
  void removalsThatTheGuardHeldBackWaitForAConfirmation() throws Exception {
    StringBuilder joined = new StringBuilder();
    StringBuilder leave = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      joined.append(member("p" + i)).append('\n');
      leave.append(account("p" + i, "exited", "2026-11-21T10:00:00Z")).append('\n');
    }
    run(request("first", bench.workspace(), bench.file("joined.jsonl", joined.toString())));
    run(request("second", bench.workspace(), bench.file("leave.jsonl", leave.toString())));
    long blocked =
        letters("second").stream()
            .filter(each -> each.get("code").asText().equals("REMOVALS_BLOCKED"))
            .filter(each -> each.get("dataflow").asText().equals("domains"))
            .count();
    assertThat(blocked, is(greaterThan(0L)));
    int held = bench.members(Vendor.BOMBORA, "First").size();

    RunOutcome unconfirmed = replay("unconfirmed", out("second"));
    assertThat(unconfirmed.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(unconfirmed.report().status(), is("incomplete"));
    assertThat(line(unconfirmed, "domains", "a1").failed(), is(blocked));
    assertThat(bench.members(Vendor.BOMBORA, "First"), hasSize(held));

    ActivationRequest again = request("confirmed", bench.workspace(), out("unconfirmed"));
    ActivationRequest confirmed =
        new ActivationRequest(
                again.run(),
                again.workspace(),
                again.inputs(),
                again.out(),
                Set.of("a1"),
                again.drainTimeout(),
                again.beamArguments())
            .replaying(new ReplayChoice(Set.of(Reason.REMOVALS_BLOCKED), Set.of("a1")));
    RunOutcome outcome = run(confirmed);
    assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
    assertThat(bench.members(Vendor.BOMBORA, "First"), is(empty()));
    assertThat(bench.members(Vendor.DEMANDBASE, "First"), is(empty()));
    assertAddsUp(outcome);
  }

  @Test
  void removalsThatAMirrorHeldBackAreLeftAloneAndSaidToBe() throws Exception {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      joined.append(member("p" + i)).append('\n');
    }
    run(request("first", bench.workspace(), bench.file("joined.jsonl", joined.toString())));
    run(
        request("mirror", bench.workspace(), bench.file("snapshot.jsonl", member("p0")))
            .remembering(MembershipUse.ofSnapshot(false, true)));
    List<JsonNode> held = letters("mirror");
    assertThat(held.size(), is(greaterThan(0)));
    assertThat(held.get(0).has("change"), is(false));

    RunOutcome outcome = replay("replay", out("mirror"));

    assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
    assertThat(outcome.report().malformed(), is(0L));
    assertThat(letters("replay"), is(empty()));
    assertThat(
        LeftAlone.read(new RunFolder(out("replay").toString())),
        contains(
            new LeftAlone(
                held.size(),
                "have no change: what a mirror holds back is confirmed, not replayed",
                false)));
  }

  @Test
  void onlyWhatIsDeliveredIsMarkedAndTheRestIsReplayedNextTime() throws Exception {
    Path input = bench.file("day.jsonl", member("acme"));
    bench.sandbox().faults().order(Fault.status(503).path("/(accounts|data)$"));
    run(request("first", bench.workspace(), input));
    assertThat(letters("first"), hasSize(2));
    bench.sandbox().faults().clear();
    bench.sandbox().faults().order(Fault.status(503).on(Vendor.BOMBORA).path("/accounts$"));

    RunOutcome second = replay("second", out("first"));
    bench.sandbox().faults().clear();
    RunOutcome third = replay("third", out("first"));

    assertThat(line(second, "accounts", "a1").activated(), is(1L));
    assertThat(line(second, "domains", "a1").failed(), is(1L));
    assertThat(line(third, "accounts", "a1").received(), is(0L));
    assertThat(line(third, "domains", "a1").activated(), is(1L));
    List<JsonNode> marks = RunBench.linesBelow(out("first").resolve("_replayed"));
    assertThat(
        marks.stream().map(mark -> mark.get("run").asText()).toList(), contains("second", "third"));
    assertThat(marks.get(0).get("dataflow").asText(), is("accounts"));
    assertThat(marks.get(0).get("source").asText(), is(input + ":1"));
  }

  @Test
  void aPreviewOfAReplayShowsWhatItWouldSendAndMarksNothing() throws Exception {
    Path input = bench.file("day.jsonl", member("acme"), member("globex"));
    bench.sandbox().faults().order(Fault.status(503).on(Vendor.BOMBORA).path("/accounts$"));
    run(request("first", bench.workspace(), input));
    bench.sandbox().faults().clear();
    int calls = bench.sandbox().calls().size();
    PreviewRequest request =
        PreviewBench.request(bench.workspace(), 1, false, out("first")).ofLetters(EVERYTHING);

    Preview preview = PreviewBench.make(request);

    assertThat(bench.sandbox().calls(), hasSize(calls));
    assertThat(preview.lists().get(0).counts().added(), is(2L));
    assertThat(preview.lists().get(2).counts().received(), is(0L));
    assertThat(
        preview.requests().stream()
            .map(sent -> sent.request().body())
            .filter(body -> body.contains("acme.com"))
            .toList(),
        contains("[{\"domain\":\"acme.com\"}]"));
    assertThat(
        "the list is known",
        preview.lists().get(0).list().orElseThrow(),
        is(bench.sandbox().list(Vendor.BOMBORA, "First").orElseThrow().id()));
    RunOutcome replayed = replay("second", out("first"));
    assertThat(line(replayed, "domains", "a1").added(), is(2L));
  }
}
