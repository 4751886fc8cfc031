package io.muster.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.cli.SandboxProcess.HeldList;
import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReportJson;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunOutcome;
import io.muster.pipelines.run.RunTerms;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.pipelines.workspace.WorkspaceReader;
import io.muster.pipelines.workspace.WorkspaceReading;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code muster demo}. */
@Command(
    name = "demo",
    description = {
      "Activate some thousand changes at four vendors, in a sandbox on this machine.",
      "%nStarts the vendor simulators in a process of their own, delivers the profiles of 994"
          + " companies and 1,500 invented people to all four destinations on DirectRunner, shows"
          + " what each vendor list then holds, and leaves the run folder. Needs no account and"
          + " no network.%n"
    },
    exitCodeListHeading = CommandHelp.EXIT_CODES,
    exitCodeList = {
      CommandHelp.DELIVERED,
      CommandHelp.FAILED,
      " 2:wrong usage, or --out cannot be written",
      " 3:ended, but some records were excluded: the demo's data has such, as real data does"
    },
    footer = {"", "Examples:", "  muster demo", "  muster demo --out /tmp/muster-demo"})
final class DemoCommand implements Callable<Integer> {

  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(45);

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder (default: .muster/demo/RUN in the current folder).")
  private Optional<Path> out = Optional.empty();

  @Mixin private OutputOptions output;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws RunException, IOException {
    PrintWriter err = spec.commandLine().getErr();
    String run = new RunNames(surroundings.clock(), surroundings.random()).next("demo");
    Path folder = out.orElseGet(() -> Path.of(".muster", "demo", run));
    DemoFiles files = DemoFiles.in(folder);
    err.println("starting the vendor sandbox");
    try (SandboxProcess sandbox = SandboxProcess.start(files.folder().resolve("sandbox.log"))) {
      // Beam looks through all its options at first; the sandbox takes as long to start.
      PipelineOptionsFactory.create();
      RunnerLauncher runner = new Runners().find("direct");
      files.write(sandbox.url());
      ActivationRequest request =
          new ActivationRequest(
                  run,
                  workspace(files.workspace()),
                  files.inputs(),
                  folder.toString(),
                  Set.of(),
                  DRAIN_TIMEOUT,
                  List.of())
              .on(RunTerms.plain("demo"));
      RunConsole console = new RunConsole(spec.commandLine(), surroundings, output.json());
      RunOutcome outcome = console.runQuietly(request, runner);
      show(console, request, outcome.report(), sandbox);
      return outcome.exitCode().code();
    }
  }

  private static Workspace workspace(Path file) {
    WorkspaceReading reading =
        WorkspaceReader.of(Destinations.load().all().stream().map(Destination::spec).toList())
            .read(file);
    return reading
        .workspace()
        .orElseThrow(
            () ->
                new IllegalStateException("the demo's workspace is wrong: " + reading.mistakes()));
  }

  private void show(
      RunConsole console, ActivationRequest request, RunReport report, SandboxProcess sandbox)
      throws RunException, JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      out.println(json(report, sandbox.lists(), request.out()).toPrettyString());
      return;
    }
    out.println("What the vendors' lists hold now:");
    for (HeldList list : sandbox.lists()) {
      out.printf("  %-18s  %-30s  %6d members%n", list.vendor(), list.name(), list.size());
    }
    out.println();
    console.show(request, report);
    out.println(
        "workspace and input are in its workspace folder. The sandbox ends with the demo; to go on with"
            + " them, first start an empty one in its place:");
    out.println("  muster sandbox --port " + sandbox.url().getPort());
    out.flush();
  }

  /** The report with two keys more: {@code lists} and {@code folder}. */
  private static ObjectNode json(RunReport report, List<HeldList> lists, String folder)
      throws JsonProcessingException {
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(RunReportJson.write(report));
    ArrayNode array = json.putArray("lists");
    for (HeldList list : lists) {
      array
          .addObject()
          .put("vendor", list.vendor())
          .put("id", list.id())
          .put("name", list.name())
          .put("size", list.size());
    }
    return json.put("folder", folder);
  }
}
