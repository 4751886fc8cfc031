package io.muster.cli;

import io.muster.pipelines.preview.Preview;
import io.muster.pipelines.preview.PreviewJson;
import io.muster.pipelines.preview.PreviewRequest;
import io.muster.pipelines.preview.PreviewRun;
import io.muster.pipelines.preview.PreviewText;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunListener;
import io.muster.pipelines.run.RunnerLauncher;
import java.io.PrintWriter;
import java.time.Clock;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine;

/** Makes a preview and shows it: notices on standard error, the rest on standard output. */
final class PreviewConsole {

  private final PrintWriter out;
  private final PrintWriter err;
  private final Clock clock;
  private final boolean json;

  PreviewConsole(CommandLine command, Surroundings surroundings, boolean json) {
    this.out = command.getOut();
    this.err = command.getErr();
    this.clock = surroundings.clock();
    this.json = json;
  }

  /**
   * Makes and shows it.
   *
   * @param beam what the user leaves to Beam
   * @param diff whether people see it held against what is kept
   */
  void show(PreviewRequest request, BeamArguments beam, RunnerLauncher launcher, boolean diff)
      throws RunException {
    PreviewRun run = new PreviewRun(request, launcher, new OnlyNotices(err), clock);
    PipelineOptions unused = beam.options(launcher, run.launch());
    Preview preview = run.make();
    preview.notices().forEach(err::println);
    out.print(
        json ? PreviewJson.write(preview, request) : PreviewText.render(preview, request, diff));
    out.flush();
  }

  /** A preview has no progress to speak of. */
  private record OnlyNotices(PrintWriter err) implements RunListener {
    @Override
    public void notice(String line) {
      err.println(line);
    }

    @Override
    public void progress(RunReport soFar) {
      // It is over before there is any.
    }
  }
}
