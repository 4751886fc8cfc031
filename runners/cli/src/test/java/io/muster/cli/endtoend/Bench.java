package io.muster.cli.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.run.ActivationRun;
import io.muster.pipelines.run.Launch;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunListener;
import io.muster.pipelines.run.RunOutcome;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.pipelines.run.StartMode;
import io.muster.pipelines.workspace.WorkspaceReader;
import io.muster.pipelines.workspace.WorkspaceReading;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;

/** A sandbox and a folder in which runs of any runner do real work. */
final class Bench implements AutoCloseable {

  static final String TIER = "5f3a0000-0000-4000-8000-000000000001";
  static final String RENEWALS = "5f3a0000-0000-4000-8000-000000000002";
  static final String CHAMPIONS = "5f3a0000-0000-4000-8000-000000000003";

  private static final ObjectMapper JSON = new ObjectMapper();

  final Sandbox sandbox;
  final Path folder;
  final List<String> notices = new ArrayList<>();

  Bench(Path folder, SandboxConfig config) throws IOException {
    this.folder = folder;
    this.sandbox = Sandbox.start(config);
    secret("demandbase", "sandbox-demandbase-token");
    secret("linkedin", "sandbox-linkedin-token");
    secret("bombora", "sandbox-secret");
  }

  static SandboxConfig freeOfRates() {
    return SandboxConfig.defaults().withoutRates();
  }

  /** Puts a credential where the workspace refers to. */
  void secret(String name, String value) throws IOException {
    Files.writeString(folder.resolve(name + ".secret"), value + "\n");
  }

  /** A workspace with all vendors, to be changed and then {@linkplain #read read}. */
  WorkspaceText workspaceText() {
    return new WorkspaceText(sandbox);
  }

  Path workspaceFile() {
    return folder.resolve("muster.yaml");
  }

  /** Writes a workspace's file and reads it as the commands do. */
  Workspace read(WorkspaceText text) throws IOException {
    Path file = Files.writeString(workspaceFile(), text.toString());
    WorkspaceReading reading =
        WorkspaceReader.of(Destinations.load().all().stream().map(Destination::spec).toList())
            .read(file);
    return reading.workspace().orElseThrow(() -> new AssertionError(reading.problems()));
  }

  /** All vendors, each with little patience. */
  Workspace workspace() throws IOException {
    return read(
        workspaceText()
            .delivery(WorkspaceText.DEMANDBASE, "maxBatchAge: 1s, pollEvery: 1s, retryFor: 3s")
            .delivery(WorkspaceText.LINKEDIN, "maxBatchAge: 1s, retryFor: 8s")
            .delivery(WorkspaceText.BOMBORA, "maxBatchAge: 1s, retryFor: 3s"));
  }

  Path out(String run) {
    return folder.resolve("out-" + run);
  }

  /** Writes lines to a file of that name, for a run to read. */
  Path input(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name + ".jsonl"), lines);
  }

  RunOutcome activate(String runner, String run, List<Path> inputs)
      throws IOException, RunException {
    return activate(Activation.of(new Engine(runner, List.of()), run, workspace(), inputs));
  }

  /** Keeps what a run says in {@link #notices}. */
  RunListener listener() {
    return new Notes(notices);
  }

  RunOutcome activate(Activation activation) throws RunException {
    return new ActivationRun(
            activation.request(out(activation.run())),
            launcher(activation.engine().runner()),
            listener(),
            Clock.systemUTC())
        .run();
  }

  /** A run's dead letters. */
  List<JsonNode> letters(String run) throws IOException {
    return lines(out(run).resolve("dead-letters"));
  }

  /** A run's ledger. */
  List<JsonNode> ledger(String run) throws IOException {
    return lines(out(run).resolve("ledger"));
  }

  private static List<JsonNode> lines(Path below) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(below)) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          all.add(JSON.readTree(line));
        }
      }
    }
    return all;
  }

  static RunnerLauncher launcher(String runner) {
    return ServiceLoader.load(RunnerLauncher.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(launcher -> launcher.name().equals(runner))
        .findFirst()
        .orElseThrow();
  }

  /** Those of a run on embedded Flink. */
  static PipelineOptions flinkOptions() {
    return launcher("flink")
        .options(new Launch("run", "out", "", "nothing", false, 3, StartMode.plain(), List.of()));
  }

  private record Notes(List<String> notices) implements RunListener {
    @Override
    public void notice(String line) {
      synchronized (notices) {
        notices.add(line);
      }
    }

    @Override
    public void progress(RunReport soFar) {}
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
