package io.muster.cli;

import io.muster.pipelines.report.HtmlReport;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReportJson;
import io.muster.pipelines.report.TextReport;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster report}. */
@Command(
    name = "report",
    description = "Show a run's report again, also while the run goes on.",
    exitCodeListHeading = CommandHelp.EXIT_CODES,
    exitCodeList = {CommandHelp.OK, " 2:there is no report, or it cannot be read"},
    footer = {
      "",
      "Examples:",
      "  muster report .muster/runs/20261122T014501Z-activate-03af",
      "  muster report .muster/runs/20261122T014501Z-activate-03af --html > report.html"
    })
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The run folder.")
  private String folder;

  @Option(names = "--html", description = "Print it as a page for a browser.")
  private boolean html;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws RunException {
    if (html && output.json()) {
      throw new RunException(ExitCode.USAGE, "--html and --json: choose one of them", null);
    }
    RunReport report = new ReportFile(folder).read();
    PrintWriter out = spec.commandLine().getOut();
    if (html) {
      out.print(HtmlReport.render(report));
    } else if (output.json()) {
      out.print(RunReportJson.write(report));
    } else {
      out.print(TextReport.render(report));
    }
    out.flush();
    return ExitCode.DELIVERED.code();
  }
}
