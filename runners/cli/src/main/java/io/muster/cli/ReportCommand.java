package io.muster.cli;

import io.muster.destination.Destinations;
import io.muster.pipelines.registry.PastRun;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RunLog;
import io.muster.pipelines.report.HtmlReport;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReportJson;
import io.muster.pipelines.report.TextReport;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.workspace.Suggestion;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster report}. */
@Command(
    name = "report",
    customSynopsis = {"muster report RUN|DIR [-w FILE] [--html] [--json] [--verbose]"},
    description = {
      "Show a run's report again, also while the run goes on.",
      "A run's name or id is looked for in the state of the workspace; of an id it is the latest",
      "run's.",
      ""
    },
    exitCodeListHeading = CommandHelp.EXIT_CODES,
    exitCodeList = {
      CommandHelp.OK,
      " 1:the state cannot be read",
      " 2:there is no report, or it cannot be read"
    },
    footer = {
      "",
      "Examples:",
      "  muster report 20261122T014501Z-activate-03af -w muster.yaml",
      "  muster report .muster/runs/20261122T014501Z-activate-03af",
      "  muster report .muster/runs/20261122T014501Z-activate-03af --html > report.html"
    })
final class ReportCommand implements Callable<Integer> {

  private static final int SUGGESTED_FROM = 100;

  private final Clock clock;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN|DIR",
      description = "The run's name or id as 'muster runs' shows it, or its run folder.")
  private String run;

  @Mixin private WorkspaceOptions workspaceOptions;

  @Option(names = "--html", description = "Print it as a page for a browser.")
  private boolean html;

  @Mixin private OutputOptions output;

  ReportCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws RunException {
    if (html && output.json()) {
      throw new RunException(ExitCode.USAGE, "--html and --json: choose one of them");
    }
    if (run.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "RUN|DIR is blank: is a variable not set? Name a run, or its folder");
    }
    Found found = isName() ? remembered() : new Found(new ReportFile(run), Optional.empty());
    PrintWriter out = spec.commandLine().getOut();
    RunReport report = found.report();
    if (html) {
      out.print(found.file().page(report).orElseGet(() -> HtmlReport.render(report)));
    } else if (output.json()) {
      out.print(RunReportJson.write(report));
    } else {
      out.print(TextReport.render(report));
    }
    out.flush();
    return ExitCode.DELIVERED.code();
  }

  /**
   * Where a report is.
   *
   * @param kept what the state has of it, should its folder be gone
   */
  private record Found(ReportFile file, Optional<RunReport> kept) {

    RunReport report() throws RunException {
      try {
        return file.read();
      } catch (RunException e) {
        return kept.orElseThrow(() -> e);
      }
    }
  }

  /** A folder that is there is meant, whatever runs there are; and a workspace is not always. */
  private boolean isName() {
    boolean plain = !run.contains("/") && !run.contains("\\") && !run.contains(":");
    return plain && !isFolder() && Files.exists(workspaceOptions.file());
  }

  private boolean isFolder() {
    try {
      return Files.isDirectory(Path.of(run));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private Found remembered() throws RunException {
    try (Registry registry =
        Registry.open(
            workspaceOptions.load(Destinations.load(), spec.commandLine().getErr()).state())) {
      RunLog runs = registry.runs(clock);
      Optional<PastRun> known = runs.ofId(run).stream().findFirst().or(() -> runs.find(run));
      if (known.isEmpty()) {
        throw new RunException(ExitCode.USAGE, unknown(runs.latest(SUGGESTED_FROM)));
      }
      return new Found(
          new ReportFile(known.get().start().folder()),
          known.get().end().flatMap(end -> end.report()).map(RunReportJson::read));
    }
  }

  private String unknown(List<PastRun> runs) {
    TreeSet<String> names =
        runs.stream()
            .map(each -> each.start().run())
            .collect(Collectors.toCollection(TreeSet::new));
    return "%s: there is no such run folder, and no such run in the state of %s; %s"
        .formatted(
            run,
            workspaceOptions.file(),
            names.isEmpty() ? "it knows none" : Suggestion.mend(run, names));
  }
}
