package io.muster.cli.endtoend;

import static io.muster.cli.endtoend.WorkspaceText.LINKEDIN;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunOutcome;
import io.muster.process.Patience;
import io.muster.process.Patience.Condition;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker on Flink dies between a vendor's write and its own checkpoint, and goes on from the
 * checkpoint before it. It dies of its registry, which fails once while calls are made.
 */
final class CrashAndRestoreTest {

  private static final int CHANGES = 40_000;
  private static final int FILES = 20;

  @TempDir private Path folder;
  private EmbeddedPostgres server;
  private ExecutorService background;

  @BeforeEach
  void start() throws IOException {
    server = EmbeddedPostgres.builder().start();
    background = Executors.newSingleThreadExecutor();
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    background.shutdownNow();
    background.awaitTermination(1, TimeUnit.MINUTES);
    server.close();
  }

  @Test
  void listsAndCountsAreRightAfterARestoreFromBeforeTheVendorsWrites() throws Exception {
    Random random = new Random(11);
    List<Change> changes =
        Change.random(random, List.of(Bench.RENEWALS), CHANGES, CHANGES / 10, CHANGES / 12);
    List<Change> arriving = new ArrayList<>(changes);
    Collections.shuffle(arriving, random);
    Engine engine =
        new Engine(
            "flink",
            List.of(
                "--checkpointingInterval=500",
                "--stateBackend=rocksdb",
                "--numberOfExecutionRetries=5",
                "--executionRetryDelay=1000"));
    try (Bench bench = new Bench(folder, Bench.freeOfRates().withLatency(Duration.ofMillis(25)))) {
      WorkspaceText text =
          bench
              .workspaceText()
              .only(LINKEDIN)
              .registry(
                  "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres"
                      .formatted(server.getPort()))
              .limits(LINKEDIN, "batchSize: 100")
              .delivery(LINKEDIN, "maxBatchAge: 0s, firstRetry: 1s");
      // A list that is made has to rest, and would rest until the input is over.
      List<Change> first = changes.subList(0, 10);
      bench.activate(
          Activation.of(
              Engine.FLINK, "before", bench.read(text), List.of(file(bench, "first", first))));
      long before = memberCalls(bench);
      Activation activation =
          Activation.of(engine, "run", bench.read(text), files(bench, arriving));

      // Where they go unless they are given a place.
      Path checkpoints = bench.out("run").resolve("checkpoints");
      CompletableFuture<Void> crash =
          CompletableFuture.runAsync(() -> crashOnce(bench, checkpoints), background);
      RunOutcome outcome = bench.activate(activation);
      crash.get(1, TimeUnit.MINUTES);

      assertThat(
          VendorState.of(bench.sandbox).linkedinRenewals(),
          equalTo(VendorState.mustBe(changes).linkedinRenewals()));
      assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
      assertThat("they go with the run", Files.exists(checkpoints), is(false));
      AudienceLine line =
          outcome.report().dataflows().stream()
              .filter(each -> each.audience().equals(Bench.RENEWALS))
              .findFirst()
              .orElseThrow();
      assertThat(line.toString(), line.received(), is((long) CHANGES));
      assertThat(
          line.toString(),
          line.activated() + line.unchanged() + line.superseded(),
          is((long) CHANGES));
      assertThat(
          "calls that the state before the crash had not seen",
          memberCalls(bench) - before,
          is(greaterThan(line.calls())));
    }
  }

  private static List<Path> files(Bench bench, List<Change> changes) throws IOException {
    List<Path> files = new ArrayList<>();
    int size = changes.size() / FILES;
    for (int i = 0; i < FILES; i++) {
      List<Change> part = changes.subList(i * size, (i + 1) * size);
      files.add(file(bench, "changes-" + i, part));
    }
    return files;
  }

  private static Path file(Bench bench, String name, List<Change> changes) throws IOException {
    return bench.input(name, changes.stream().map(Change::json).toList());
  }

  /** Waits for calls behind a checkpoint, then makes one draw from the budget fail. */
  private void crashOnce(Bench bench, Path checkpoints) {
    try {
      await("there is a checkpoint", () -> isComplete(checkpoints));
      long calls = memberCalls(bench);
      await("it goes on", () -> memberCalls(bench) > calls + 1);
      try (Connection database = server.getPostgresDatabase().getConnection();
          Statement statement = database.createStatement()) {
        long failures = rollbacks(statement);
        statement.execute("ALTER TABLE muster_recent_calls RENAME TO away");
        await("the registry fails it", () -> rollbacks(statement) > failures);
        statement.execute("ALTER TABLE away RENAME TO muster_recent_calls");
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long memberCalls(Bench bench) {
    return bench.sandbox.calls().stream().filter(call -> call.members() > 0).count();
  }

  private static boolean isComplete(Path checkpoints) throws IOException {
    try (Stream<Path> files = Files.walk(checkpoints)) {
      return files.anyMatch(file -> file.endsWith("_metadata"));
    } catch (NoSuchFileException | UncheckedIOException e) {
      // None yet, or one that was just removed for a newer one.
      return false;
    }
  }

  private static long rollbacks(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT xact_rollback FROM pg_stat_database WHERE datname = 'postgres'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void await(String what, Condition<Exception> condition) throws Exception {
    Patience.until(what, Duration.ofMinutes(1), condition);
  }
}
