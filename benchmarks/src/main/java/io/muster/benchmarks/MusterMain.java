package io.muster.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.destination.Destinations;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.ActivationRun;
import io.muster.pipelines.run.RunListener;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.pipelines.workspace.WorkspaceReader;
import io.muster.pipelines.workspace.WorkspaceReading;
import io.muster.workspace.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** One activation in this process; arguments are runner, workspace, input, run folder, Beam's. */
final class MusterMain {

  private static final Duration DRAIN = Duration.ofMinutes(10);

  private MusterMain() {}

  public static void main(String[] args) throws Exception {
    OwnProcess process = OwnProcess.watch();
    RunReport report =
        new ActivationRun(
                new ActivationRequest(
                    "benchmark",
                    workspace(Path.of(args[1])),
                    List.of(args[2]),
                    args[3],
                    Set.of(),
                    DRAIN,
                    Arrays.asList(args).subList(4, args.length)),
                launcher(args[0]),
                new Quiet(),
                Clock.systemUTC())
            .run()
            .report();
    System.out.println(new ObjectMapper().writeValueAsString(selfReport(report, process)));
    System.exit(0);
  }

  static Workspace workspace(Path file) {
    WorkspaceReading reading =
        WorkspaceReader.of(
                Destinations.load().all().stream()
                    .map(io.muster.destination.Destination::spec)
                    .toList())
            .read(file);
    return reading
        .workspace()
        .orElseThrow(() -> new IllegalStateException(reading.problems().toString()));
  }

  static RunnerLauncher launcher(String name) {
    return ServiceLoader.load(RunnerLauncher.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(launcher -> launcher.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no runner " + name));
  }

  private static SelfReport selfReport(RunReport report, OwnProcess process) {
    long received = 0;
    boolean addsUp = true;
    for (RunReport.AudienceLine line : report.dataflows()) {
      long told =
          line.activated()
              + line.excluded()
              + line.failed()
              + line.unchanged()
              + line.superseded()
              + line.pending();
      received += line.received();
      addsUp &= line.received() == told;
    }
    return process.report(received, addsUp);
  }

  /** What a benchmark does not look at while it runs. */
  static final class Quiet implements RunListener {

    @Override
    public void notice(String line) {
      System.err.println(line);
    }

    @Override
    public void progress(RunReport soFar) {
      // The end counts.
    }
  }
}
