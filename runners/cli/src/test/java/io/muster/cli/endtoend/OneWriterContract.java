package io.muster.cli.endtoend;

import static io.muster.cli.endtoend.WorkspaceText.BOMBORA;
import static io.muster.cli.endtoend.WorkspaceText.DEMANDBASE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.process.Patience;
import io.muster.process.Patience.Condition;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.journal.RecordedCall;
import io.muster.sandbox.vendor.Vendor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One connection has one writer, also when its runs are processes of their own. */
abstract class OneWriterContract {

  private static final String MEMBERS = "accounts$";

  /** Calls that were drawn from the budget before a lease is lost may still be made for so long. */
  private static final Duration DRAWN_LASTS = Duration.ofSeconds(3);

  @TempDir private Path folder;
  private Bench bench;
  private List<Change> changes;
  private Path input;

  /** The workspace's registry. */
  abstract WorkspaceText in(WorkspaceText workspace) throws SQLException;

  /** The registry's database; throws as long as a run's work has it. */
  abstract Connection database(Bench opened) throws SQLException;

  @BeforeEach
  void open() throws IOException, SQLException {
    bench = new Bench(folder, Bench.freeOfRates());
    changes =
        IntStream.range(0, 10)
            .boxed()
            .flatMap(
                i -> Stream.of(Bench.TIER, Bench.RENEWALS).map(each -> Change.joins(each, i, i)))
            .toList();
    input = bench.input("changes", changes.stream().map(Change::json).toList());
    bench.read(
        in(
            bench
                .workspaceText()
                .only(DEMANDBASE, BOMBORA)
                .delivery(BOMBORA, "maxBatchAge: 1s, firstRetry: 1s")));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private MusterProcess start(String name) throws IOException {
    return MusterProcess.start(
        folder,
        name,
        List.of(
            "activate",
            "-w",
            bench.workspaceFile().toString(),
            "--input",
            input.toString(),
            "--out",
            bench.out(name).toString()));
  }

  @Test
  void ofTwoRunsAtOnceOneDeliversAndTheOtherIsRefused() throws Exception {
    // Whoever is first is kept busy until the other has ended.
    bench.sandbox.faults().order(Fault.status(503).on(Vendor.BOMBORA).path(MEMBERS));
    try (MusterProcess one = start("one");
        MusterProcess other = start("other")) {
      await("one has ended", () -> !one.isAlive() || !other.isAlive());
      MusterProcess refused = one.isAlive() ? other : one;
      MusterProcess delivers = one.isAlive() ? one : other;
      String out = one.isAlive() ? "one" : "other";

      assertThat(refused.err(), refused.exitCode(), is(4));
      assertThat(
          refused.err(),
          allOf(
              containsString("run " + runOf(out) + " writes to"),
              containsString(
                  "on host " + Files.readString(Path.of("/proc/sys/kernel/hostname")).strip()),
              containsString("process " + delivers.pid())));
      bench.sandbox.faults().clear();
      assertThat(delivers.err(), delivers.exitCode(), is(0));
    }
    VendorState wanted = VendorState.mustBe(changes);
    assertThat(VendorState.of(bench.sandbox).demandbaseTier(), equalTo(wanted.demandbaseTier()));
    assertThat(VendorState.of(bench.sandbox).bomboraRenewals(), equalTo(wanted.bomboraRenewals()));

    try (MusterProcess later = start("later")) {
      assertThat(later.err(), later.exitCode(), is(0));
    }
    assertThat("each list was made once", creations(), containsInAnyOrder("/job", "/account-list"));
  }

  @Test
  void aRunThatWasKilledGivesWayAtOnce() throws Exception {
    bench.sandbox.faults().order(Fault.status(503).on(Vendor.BOMBORA).path(MEMBERS));
    try (MusterProcess killed = start("killed")) {
      await("it sends", () -> memberCalls(Instant.MIN) > 0);
      killed.kill();
    }
    bench.sandbox.faults().clear();

    try (MusterProcess next = start("next")) {
      assertThat(next.err(), next.exitCode(), is(0));
    }
    assertThat(
        VendorState.of(bench.sandbox).bomboraRenewals(),
        equalTo(VendorState.mustBe(changes).bomboraRenewals()));
    assertThat("each list was made once", creations(), containsInAnyOrder("/job", "/account-list"));
  }

  @Test
  void aRunThatHasLostItsLeaseStopsAndNamesTheOther() throws Exception {
    bench.sandbox.faults().order(Fault.status(503).on(Vendor.BOMBORA).path(MEMBERS));
    try (MusterProcess loser = start("loser")) {
      await("it sends", () -> memberCalls(Instant.MIN) > 0);
      giveTheLeasesTo("thief");
      Instant lost = bench.sandbox.clock().instant();

      assertThat(loser.err(), loser.exitCode(), is(1));
      assertThat(loser.err(), containsString("run thief has taken connection"));
      assertThat(memberCalls(lost.plus(DRAWN_LASTS)), is(0L));
    }
    assertThat(VendorState.of(bench.sandbox).bomboraRenewals().keySet(), is(empty()));
  }

  private String runOf(String out) throws Exception {
    File report = bench.out(out).resolve("report.json").toFile();
    await("its report is there", report::exists);
    return new ObjectMapper().readTree(report).path("run").asText();
  }

  private List<String> creations() {
    return bench.sandbox.calls().stream()
        .filter(call -> call.method().equals("POST"))
        .map(RecordedCall::path)
        .filter(Predicate.not(path -> path.contains("token") || path.endsWith("accounts")))
        .map(path -> path.substring(path.lastIndexOf('/')))
        .toList();
  }

  private long memberCalls(Instant since) {
    return bench.sandbox.calls().stream()
        .filter(call -> call.path().endsWith("accounts") && call.at().isAfter(since))
        .count();
  }

  private void giveTheLeasesTo(String run) throws Exception {
    await(
        "the leases are given away",
        () -> {
          try (Connection database = database(bench);
              PreparedStatement update =
                  database.prepareStatement(
                      "UPDATE muster_lease SET run = ?, host = 'elsewhere', pid = 1")) {
            update.setString(1, run);
            assertThat("leases", update.executeUpdate(), is(2));
            return true;
          } catch (SQLException e) {
            // The folder's database belongs to the other process for a moment.
            return false;
          }
        });
  }

  private static void await(String what, Condition<Exception> condition) throws Exception {
    Patience.until(what, Duration.ofMinutes(2), condition);
  }
}
