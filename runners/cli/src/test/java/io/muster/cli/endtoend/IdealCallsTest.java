package io.muster.cli.endtoend;

import static io.muster.cli.endtoend.WorkspaceText.BOMBORA;
import static io.muster.cli.endtoend.WorkspaceText.DEMANDBASE;
import static io.muster.cli.endtoend.WorkspaceText.LINKEDIN;
import static io.muster.cli.endtoend.WorkspaceText.PEOPLE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A clean run calls hardly more often than it must: per list and action, the members that have to
 * be sent divided by the batch size, rounded up. The input has repeats, profiles that come, go and
 * come again, and members that move. A list gets so few calls that one more would be too many.
 */
final class IdealCallsTest {

  private static final double MOST = 1.05;
  private static final int CHANGES = 100_000;
  private static final long SEED = 7;

  @TempDir private Path folder;

  @Test
  void aCleanRunMakesAtMostATwentiethMoreCallsThanTheIdeal() throws Exception {
    Random random = new Random(SEED);
    List<Change> changes =
        Change.random(
            random,
            List.of(Bench.TIER, Bench.RENEWALS, Bench.CHAMPIONS),
            CHANGES,
            CHANGES / 4,
            CHANGES / 5);
    List<String> lines = new ArrayList<>();
    for (Change change : changes) {
      lines.add(change.json());
      if (random.nextInt(10) == 0) {
        lines.add(changes.get(random.nextInt(changes.size())).json());
      }
    }
    Map<String, Integer> batchSizes =
        Map.of("tier", 5_000, "champions", 5_000, "abm", 5_000, "intent", 1_000);
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      WorkspaceText text =
          bench
              .workspaceText()
              .limits(DEMANDBASE, "batchSize: " + batchSizes.get("tier"))
              .limits(PEOPLE, "batchSize: " + batchSizes.get("champions"))
              .limits(LINKEDIN, "batchSize: " + batchSizes.get("abm"))
              .limits(BOMBORA, "batchSize: " + batchSizes.get("intent"));
      for (String connection : List.of(DEMANDBASE, PEOPLE, LINKEDIN, BOMBORA)) {
        text.delivery(connection, "pollEvery: 1s");
      }

      RunOutcome outcome =
          bench.activate(
              Activation.of(
                  Engine.FLINK, "run", bench.read(text), List.of(bench.input("in", lines))));

      assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
      assertThat(bench.sandbox.breaches(), is(empty()));
      VendorState.of(bench.sandbox).assertEquals(VendorState.mustBe(changes));
      for (AudienceLine line : outcome.report().dataflows()) {
        long ideal = ideal(changes, line, batchSizes.get(line.dataflow()));
        assertThat(
            "%s, of which %d are ideal".formatted(line, ideal),
            (double) line.calls(),
            is(lessThanOrEqualTo(MOST * ideal)));
      }
    }
  }

  private static long ideal(List<Change> changes, AudienceLine line, int batchSize) {
    Function<Change, String> key =
        switch (line.dataflow()) {
          case "tier" -> Change::accountId;
          case "champions" -> Change::personId;
          default -> Change::domainName;
        };
    Map<Integer, Change> newest = new HashMap<>();
    Set<String> touched = new HashSet<>();
    for (Change change : changes) {
      if (change.audience().equals(line.audience())) {
        Change before = newest.put(change.profile(), change);
        // An exit names a member only where nothing is known of its profile.
        if (!change.exit() || before == null) {
          touched.add(key.apply(change));
        }
      }
    }
    long members =
        newest.values().stream().filter(change -> !change.exit()).map(key).distinct().count();
    return line.dataflow().equals("abm")
        ? batches(touched.size(), batchSize)
        : batches(members, batchSize) + batches(touched.size() - members, batchSize);
  }

  private static long batches(long members, int batchSize) {
    return (members + batchSize - 1) / batchSize;
  }
}
