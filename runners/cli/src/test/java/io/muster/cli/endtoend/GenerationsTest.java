package io.muster.cli.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.run.ActivationRun;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunOutcome;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generation after generation of changes and whole snapshots against real lists, some of them in
 * processes that are killed while they send. Every run begins with nothing but what is remembered.
 */
class GenerationsTest {

  private static final int GENERATIONS = Integer.getInteger("muster.generations", 20);
  private static final long SEED = Long.getLong("muster.seed", 11);
  private static final List<String> AUDIENCES = List.of(Bench.RENEWALS);
  private static final int PROFILES = 40;
  private static final int DOMAINS = 25;

  @TempDir private Path folder;

  private final Random random = new Random(SEED);
  private final Map<String, Change> newest = new TreeMap<>();
  private int second;

  @Test
  void listsAreRightAfterEachRunThatEndsThoughOthersWereKilled() throws Exception {
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      Workspace workspace =
          bench.read(
              bench
                  .workspaceText()
                  .limits(WorkspaceText.LINKEDIN, "batchSize: 7")
                  .limits(WorkspaceText.BOMBORA, "batchSize: 7")
                  .delivery(WorkspaceText.DEMANDBASE, "maxBatchAge: 1s, pollEvery: 1s"));
      for (int generation = 0; generation < GENERATIONS; generation++) {
        boolean mirror = generation > 0 && random.nextInt(3) == 0;
        List<Change> input = mirror ? snapshot() : changes();
        String run = "run-" + generation;
        Path file = bench.input(run, input.stream().map(Change::json).toList());
        if (generation % 5 == 4) {
          kill(bench, run, file, mirror);
        }
        RunOutcome outcome = deliver(bench, workspace, run, file, mirror);

        String where = "seed " + SEED + " generation " + generation + (mirror ? " mirror" : "");
        assertThat(where, outcome.exitCode(), is(ExitCode.DELIVERED));
        accept(input, mirror);
        VendorState.of(bench.sandbox).assertEquals(VendorState.mustBe(newest.values()));
      }
      assertThat(bench.sandbox.breaches(), is(empty()));
    }
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      changes.add(change(AUDIENCES.get(random.nextInt(AUDIENCES.size())), anyProfile()));
    }
    return changes;
  }

  private int anyProfile() {
    return random.nextInt(PROFILES);
  }

  private Change change(String audience, int profile) {
    return new Change(
        audience,
        profile,
        second++,
        random.nextInt(5) == 0,
        random.nextInt(DOMAINS),
        random.nextInt(50));
  }

  /** Most as they were, some otherwise, some new, and some not at all. */
  private List<Change> snapshot() {
    List<Change> snapshot = new ArrayList<>();
    for (Change known : newest.values()) {
      int way = random.nextInt(8);
      if (way > 1) {
        snapshot.add(known);
      } else if (way == 1) {
        snapshot.add(change(known.audience(), known.profile()));
      }
    }
    return snapshot;
  }

  private void accept(List<Change> input, boolean mirror) {
    if (mirror) {
      newest.clear();
    }
    input.forEach(change -> newest.put(change.audience() + " " + change.profile(), change));
  }

  private static RunOutcome deliver(
      Bench bench, Workspace workspace, String run, Path file, boolean mirror) throws Exception {
    Activation activation =
        Activation.of(new Engine("direct", List.of()), run, workspace, List.of(file));
    return new ActivationRun(
            activation.request(bench.out(run)).remembering(MembershipUse.ofSnapshot(false, mirror)),
            Bench.launcher("direct"),
            bench.listener(),
            Clock.systemUTC())
        .run();
  }

  /** Begins the run in a process of its own, and kills it while it sends. */
  private void kill(Bench bench, String run, Path file, boolean mirror)
      throws IOException, InterruptedException {
    int before = bench.sandbox.calls().size();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "backfill",
                "-w",
                bench.workspaceFile().toString(),
                "--input",
                file.toString(),
                "--out",
                bench.out(run + "-killed").toString()));
    if (mirror) {
      arguments.add("--mirror");
    }
    try (MusterProcess process = MusterProcess.start(folder, run + "-killed", arguments)) {
      while (process.isAlive() && bench.sandbox.calls().size() == before) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
      process.kill();
    }
  }
}
