package io.muster.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.destination.Destinations;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.PastRun;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RunEnd;
import io.muster.pipelines.registry.RunTotals;
import io.muster.pipelines.report.TextTable;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muster runs}. */
@Command(
    name = "runs",
    description = {
      "Show the runs that the workspace's state remembers, the latest first, those that go on too:"
          + " command, status, exit code, when each began, how long it took, and what came of it.",
      "",
      "A run is 'running' while it says so, then what its report says: completed, incomplete or",
      "failed. One that ended without a word has 'died'; of a job on a cluster it is 'gone': it"
          + " died, or",
      "was stopped by other means than 'muster stop'. 'muster report RUN' shows one.",
      ""
    },
    exitCodeListHeading = CommandHelp.EXIT_CODES,
    exitCodeList = {
      CommandHelp.OK,
      " 1:the state cannot be read",
      " 2:wrong usage, or the workspace or the state is wrong"
    },
    footer = {
      "",
      "Examples:",
      "  muster runs -w muster.yaml",
      "  muster runs -w muster.yaml --limit 1 --json"
    })
final class RunsCommand implements Callable<Integer> {

  private static final int COLUMNS_OF_TEXT = 5;

  private final Clock clock;

  @Spec private CommandSpec spec;
  @Mixin private WorkspaceOptions workspaceOptions;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private OutputOptions output;

  RunsCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws RunException {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit " + limit + ": give 1 or more");
    }
    Workspace workspace = workspaceOptions.load(Destinations.load(), spec.commandLine().getErr());
    List<PastRun> runs;
    try (Registry registry = Registry.open(workspace.state())) {
      runs = registry.runs(clock).latest(limit);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      out.println(json(runs).toPrettyString());
    } else {
      out.print(text(runs));
    }
    out.flush();
    return ExitCode.DELIVERED.code();
  }

  private String text(List<PastRun> runs) {
    if (runs.isEmpty()) {
      return "No run is known yet with this state.\n";
    }
    TextTable table =
        new TextTable(
            COLUMNS_OF_TEXT,
            List.of(
                "RUN",
                "COMMAND",
                "STATUS",
                "STARTED",
                "TOOK",
                "EXIT",
                "RECEIVED",
                "ACTIVATED",
                "ADDED",
                "REMOVED",
                "EXCLUDED",
                "FAILED",
                "UNCHANGED",
                "SUPERSEDED",
                "PENDING",
                "MALFORMED",
                "CALLS"));
    Instant now = clock.instant();
    for (PastRun run : runs) {
      table.row(
          Stream.concat(
                  Stream.of(
                      run.start().run(),
                      run.start().command(),
                      run.status(),
                      run.start().startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                      run.duration(now).map(RunsCommand::words).orElse("-"),
                      exitCode(run)),
                  counts(run))
              .toList());
    }
    return table.render();
  }

  private static String exitCode(PastRun run) {
    Optional<RunEnd> end = run.end();
    return end.isPresent() && end.get().exitCode().isPresent()
        ? Integer.toString(end.get().exitCode().getAsInt())
        : "-";
  }

  private static Stream<String> counts(PastRun run) {
    if (run.end().isEmpty()) {
      return Stream.generate(() -> "-").limit(11);
    }
    RunTotals totals = run.end().get().totals();
    return Stream.of(
            totals.received(),
            totals.activated(),
            totals.added(),
            totals.removed(),
            totals.excluded(),
            totals.failed(),
            totals.unchanged(),
            totals.superseded(),
            totals.pending(),
            totals.malformed(),
            totals.calls())
        .map(Object::toString);
  }

  /** Such as 1h 02m 09s. */
  private static String words(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    String minutes = "%dm %02ds".formatted(seconds / 60 % 60, seconds % 60);
    return seconds < 3600
        ? minutes
        : "%dh %02dm %02ds".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private ObjectNode json(List<PastRun> runs) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("workspace", workspaceOptions.file().toString());
    ArrayNode all = json.putArray("runs");
    Instant now = clock.instant();
    for (PastRun run : runs) {
      ObjectNode each = all.addObject();
      each.put("run", run.start().run());
      each.put("runId", run.start().id().orElse(null));
      each.put("command", run.start().command());
      each.put("workspace", run.start().workspace());
      each.put("runner", run.start().runner());
      each.put("folder", run.start().folder());
      each.put("status", run.status());
      Optional<RunEnd> end = run.end();
      each.put("startedAt", run.start().startedAt().toString());
      each.put("endedAt", end.map(ended -> ended.endedAt().toString()).orElse(null));
      each.put("seconds", run.duration(now).map(Duration::toSeconds).orElse(null));
      each.put(
          "exitCode",
          end.isPresent() && end.get().exitCode().isPresent()
              ? Integer.valueOf(end.get().exitCode().getAsInt())
              : null);
      each.put("host", run.start().place().host());
      each.put("process", process(run.start().place()));
      each.put("job", run.job().orElse(null));
      end.ifPresent(ended -> put(each, ended.totals()));
    }
    return json;
  }

  private static Long process(LeaseHolder place) {
    return place instanceof LeaseHolder.Process process ? Long.valueOf(process.pid()) : null;
  }

  private static void put(ObjectNode json, RunTotals totals) {
    json.put("received", totals.received())
        .put("activated", totals.activated())
        .put("added", totals.added())
        .put("removed", totals.removed())
        .put("excluded", totals.excluded())
        .put("failed", totals.failed())
        .put("unchanged", totals.unchanged())
        .put("superseded", totals.superseded())
        .put("pending", totals.pending())
        .put("malformed", totals.malformed())
        .put("calls", totals.calls());
  }
}
