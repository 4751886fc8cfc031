package io.muster.cli.endtoend;

import static io.muster.cli.endtoend.WorkspaceText.BOMBORA;
import static io.muster.cli.endtoend.WorkspaceText.DEMANDBASE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.cli.WrittenCommand;
import io.muster.cli.WrittenCommand.Ended;
import io.muster.pipelines.report.RunReportJson;
import io.muster.process.Patience;
import io.muster.process.Patience.Condition;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Past runs, and runs that are repeated or meet another, by the command line. */
final class PastRunsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Bench bench;
  private Path input;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(folder, Bench.freeOfRates());
    bench.read(
        bench
            .workspaceText()
            .only(DEMANDBASE, BOMBORA)
            .delivery(BOMBORA, "maxBatchAge: 1s, firstRetry: 1s"));
    input =
        bench.input(
            "changes",
            List.of(
                Change.joins(Bench.TIER, 1, 1).json(), Change.joins(Bench.RENEWALS, 1, 1).json()));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Ended muster(String command, String... more) {
    return WrittenCommand.runNow(words(command, more).toArray(String[]::new));
  }

  private List<String> words(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command, "-w", bench.workspaceFile().toString()));
    words.addAll(List.of(more));
    return words;
  }

  private Ended activate(String... more) {
    List<String> words = new ArrayList<>(List.of("--input", input.toString()));
    words.addAll(List.of(more));
    return muster("activate", words.toArray(String[]::new));
  }

  private JsonNode runs() throws IOException {
    Ended runs = muster("runs", "--json");
    assertThat(runs.err(), runs.code(), is(0));
    return JSON.readTree(runs.out()).path("runs");
  }

  @Test
  void aRunIsListedAndOpenedByItsNameAndItsId() throws IOException {
    assertThat(muster("runs").out(), containsString("No run is known yet"));

    Ended first = activate("--run-id", "nightly-1", "--json");
    Ended repeat = activate("--run-id", "nightly-1", "--json");

    assertThat(first.err(), first.code(), is(0));
    assertThat(repeat.err(), repeat.code(), is(0));
    assertThat(repeat.err(), containsString("run nightly-1 is done"));
    assertThat(repeat.out(), is(first.out()));
    JsonNode runs = runs();
    assertThat(runs.size(), is(1));
    JsonNode run = runs.get(0);
    assertThat(run.path("run").asText(), is("nightly-1"));
    assertThat(run.path("runId").asText(), is("nightly-1"));
    assertThat(run.path("command").asText(), is("activate"));
    assertThat(run.path("runner").asText(), is("direct"));
    assertThat(run.path("status").asText(), is("completed"));
    assertThat(run.path("exitCode").asInt(-1), is(0));
    assertThat(
        run.path("activated").asLong(),
        is(
            RunReportJson.read(first.out()).dataflows().stream()
                .mapToLong(line -> line.activated())
                .sum()));
    assertThat(run.path("seconds").asLong(-1) >= 0, is(true));
    assertThat(
        muster("runs").out().lines().toList().get(1),
        allOf(startsWith("nightly-1  activate  completed  "), containsString(" 0 ")));

    assertThat(muster("report", "nightly-1", "--json").out(), is(first.out()));
    assertThat(
        muster("report", "nightly-1", "--html").out(),
        is(Files.readString(Path.of(run.path("folder").asText(), "report.html"))));
    Ended unknown = muster("report", "nightly-2");
    assertThat(unknown.code(), is(2));
    assertThat(unknown.err(), containsString("did you mean nightly-1?"));
  }

  @Test
  void aRunThatWasKilledIsShownAndMadeAgain() throws Exception {
    bench.sandbox.faults().order(Fault.status(503).on(Vendor.BOMBORA).path("accounts$"));
    List<String> words = words("activate", "--input", input.toString(), "--run-id", "n");
    try (MusterProcess killed = MusterProcess.start(folder, "killed", words)) {
      await(
          "it sends",
          () -> bench.sandbox.calls().stream().anyMatch(call -> call.path().endsWith("accounts")));
      assertThat(runs().get(0).path("status").asText(), is("running"));
      assertThat(runs().get(0).path("process").asLong(), is(killed.pid()));

      Ended beside = activate("--run-id", "n", "--if-running", "skip");
      assertThat(beside.err(), beside.code(), is(0));
      assertThat(beside.out(), startsWith("skipped, nothing was sent: run n writes to"));
      assertThat(activate("--run-id", "n").code(), is(4));
      killed.kill();
    }
    assertThat(runs().get(0).path("status").asText(), is("died"));
    bench.sandbox.faults().clear();

    Ended again = activate("--run-id", "n", "--json");

    assertThat(again.err(), again.code(), is(0));
    assertThat(RunReportJson.read(again.out()).run(), is("n~2"));
    JsonNode runs = runs();
    assertThat(runs.size(), is(2));
    assertThat(runs.get(0).path("status").asText(), is("completed"));
    assertThat(runs.get(0).path("runId").asText(), is("n"));
    assertThat(runs.get(1).path("status").asText(), is("died"));
    assertThat(muster("report", "n", "--json").out(), is(again.out()));
  }

  @Test
  void aRunWaitsForTheOther() throws Exception {
    bench.sandbox.faults().order(Fault.status(503).on(Vendor.BOMBORA).path("accounts$"));
    List<String> words = words("activate", "--input", input.toString());
    List<String> patient = new ArrayList<>(words);
    patient.addAll(List.of("--if-running", "wait", "--wait-timeout", "2m"));
    try (MusterProcess first = MusterProcess.start(folder, "first", words)) {
      await(
          "it sends",
          () -> bench.sandbox.calls().stream().anyMatch(call -> call.path().endsWith("accounts")));
      try (MusterProcess second = MusterProcess.start(folder, "second", patient)) {
        await("the second waits", () -> second.err().contains("waiting for run "));
        bench.sandbox.faults().clear();
        assertThat(first.err(), first.exitCode(), is(0));
        assertThat(second.err(), second.exitCode(), is(0));
      }
    }
    assertThat(runs().findValuesAsText("status"), is(List.of("completed", "completed")));
    assertThat(VendorState.of(bench.sandbox).bomboraRenewals().keySet(), hasSize(1));
  }

  @Test
  void anIdThatCantNameAFolderIsRefused() throws IOException {
    for (String id : List.of("../x", "a/b", "", "_x", "a b", "x".repeat(101), "a:b", "x.")) {
      Ended refused = activate("--run-id=" + id);
      assertThat(id, refused.code(), is(2));
      assertThat(refused.err(), containsString("can't name a run"));
    }
    assertThat(
        activate("--if-running", "queue").err(), containsString("there is skip, wait, fail"));
    assertThat(muster("runs", "--limit", "0").code(), is(2));
  }

  private static void await(String what, Condition<Exception> condition) throws Exception {
    Patience.until(what, Duration.ofMinutes(2), condition);
  }
}
