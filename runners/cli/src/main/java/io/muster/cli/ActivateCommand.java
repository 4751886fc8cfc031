package io.muster.cli;

import io.muster.destination.Destinations;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code muster activate}. */
@Command(
    name = "activate",
    customSynopsis = {
      "muster activate [-w FILE] (--input PATH... | --kafka-brokers HOST:PORT --kafka-topic TOPIC...)",
      "                       [--kafka-group GROUP] [--kafka-config FILE]",
      "                       [--kafka-from earliest|latest|committed] [--kafka-stop latest]",
      "                       [--runner direct|flink] [--flinkMaster HOST:PORT [--detached]]",
      "                       [--from-savepoint PATH [--allow-non-restored-state]] [--out DIR]",
      "                       [--dataflow NAME]... [--audience ID|NAME]... [--drain-timeout TIME]",
      "                       [--json] [--verbose] [Beam's pipeline options]"
    },
    description = {
      "Deliver profile changes to the vendors' lists, and end when all is delivered. From Kafka",
      "it goes on until it is stopped, unless --kafka-stop says otherwise: by Ctrl-C, or, on a Flink",
      "cluster, by 'muster stop', after which --from-savepoint goes on where it was.",
      "",
      "The workspace is checked first; nothing is sent while it is wrong.",
      "The run folder holds the report, the ledger and the dead letters.",
      "A run does not know yet what lists hold from earlier runs: it sends every member of its",
      "input, and an exit finds only what this run has added or what its own fields name.",
      ""
    },
    exitCodeListHeading = CommandHelp.EXIT_CODES,
    exitCodeList = {
      CommandHelp.DELIVERED,
      CommandHelp.FAILED,
      CommandHelp.USAGE,
      CommandHelp.DEAD_LETTERS,
      CommandHelp.REFUSED
    },
    footer = {
      "",
      "Examples:",
      "  muster activate -w muster.yaml --input changes.jsonl",
      "  muster activate -w muster.yaml --input 'exports/*.jsonl.gz' --out runs/today",
      "  muster activate -w muster.yaml --input exports --dataflow tier-1 --audience 'Renewals due'",
      "  muster activate -w muster.yaml --input exports --runner flink --parallelism=8",
      "  muster activate -w muster.yaml --kafka-brokers kafka:9092 --kafka-topic changes \\",
      "      --flinkMaster flink:8081 --detached --parallelism=8",
      "  muster activate -w muster.yaml --kafka-brokers kafka:9092 --kafka-topic changes \\",
      "      --flinkMaster flink:8081 --detached --from-savepoint s3://flink/savepoint-5f0e7d-1a2b",
      "",
      "An option that is not listed here, such as --parallelism=8, is Beam's or the runner's; it",
      "is written --name=value."
    })
final class ActivateCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;
  @Mixin private WorkspaceOptions workspaceOptions;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      parameterConsumer = PathsConsumer.class,
      description =
          "Profile changes as JSON Lines: files, folders or globs, gzip by name. May be repeated.")
  private final List<String> inputs = new ArrayList<>();

  @Mixin private KafkaOptions kafkaOptions;

  @Mixin private StartOptions startOptions;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder (default: runs/RUN in the state folder).")
  private String out;

  @Option(
      names = "--dataflow",
      paramLabel = "NAME",
      description = "Only this dataflow. May be repeated.")
  private List<String> dataflows = new ArrayList<>();

  @Option(
      names = "--audience",
      paramLabel = "ID|NAME",
      description = "Only this audience. May be repeated.")
  private List<String> audiences = new ArrayList<>();

  @Option(
      names = "--confirm-removals",
      paramLabel = "ID|NAME",
      description =
          "Remove as many members of this audience as the input says, for this run, whatever its"
              + " guard allows. May be repeated.")
  private List<String> confirmedRemovals = new ArrayList<>();

  @Option(
      names = "--drain-timeout",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = DurationConverter.class,
      description =
          "How long to wait for the vendors once the input has ended: a whole number and s, m, h"
              + " or d (default: ${DEFAULT-VALUE}). What is then still open has failed.")
  private Duration drainTimeout;

  @Mixin private OutputOptions output;

  @Unmatched private final List<String> others = new ArrayList<>();

  ActivateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws RunException {
    PrintWriter err = spec.commandLine().getErr();
    kafkaOptions.check(spec.commandLine(), !inputs.isEmpty());
    BeamArguments beam = BeamArguments.of(others, spec.commandLine());
    Workspace whole = workspaceOptions.load(Destinations.load(), err);
    Workspace workspace = new AudienceSelection(dataflows, audiences).of(whole);
    RunnerLauncher launcher = startOptions.launcher();
    String run =
        new RunNames(surroundings.clock(), surroundings.random())
            .next(
                workspace.dataflows().size() == 1
                    ? workspace.dataflows().get(0).name()
                    : "activate");
    String folder = out == null ? RunFolders.defaultFor(workspace, run) : out;
    ActivationRequest request =
        new ActivationRequest(
                run,
                workspace,
                inputs,
                folder,
                AudienceSelection.idsOf("--confirm-removals", confirmedRemovals, workspace),
                drainTimeout,
                startOptions.withMaster(beam.arguments()),
                kafkaOptions.input(defaultGroup()))
            .starting(startOptions.mode());
    boolean worksHere = beam.check(launcher, request.launch());
    return new RunConsole(spec.commandLine(), surroundings, output.json())
        .run(worksHere ? request : request.into(AnyPath.absolute(folder)), launcher)
        .exitCode()
        .code();
  }

  /** Runs that activate different parts of a workspace are done with different records. */
  private String defaultGroup() {
    List<String> parts = new ArrayList<>();
    parts.add("muster");
    parts.add(workspaceOptions.folderName());
    parts.addAll(dataflows);
    parts.addAll(audiences);
    return String.join("-", parts);
  }
}
