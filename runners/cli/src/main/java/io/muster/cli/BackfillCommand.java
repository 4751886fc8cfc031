package io.muster.cli;

import io.muster.destination.Destinations;
import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.pipelines.run.StartMode;
import io.muster.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code muster backfill}. */
@Command(
    name = "backfill",
    customSynopsis = {
      "muster backfill [-w FILE] --input PATH... [--mirror] [--full]",
      "                       [--confirm-removals ID|NAME]... [--dataflow NAME]...",
      "                       [--audience ID|NAME]... [--runner direct|flink]",
      "                       [--flinkMaster HOST:PORT [--detached]] [--out DIR]",
      "                       [--drain-timeout TIME] [--json] [--verbose] [Beam's pipeline options]"
    },
    description = {
      "Deliver a snapshot of profiles, and end when all is delivered: every member that the snapshot",
      "names, also those that qualified before their audience was mapped.",
      "",
      "What the lists hold is remembered between runs (state.membership), so only what has changed",
      "is sent; a snapshot that changes nothing makes no member call. With --full all is sent again.",
      "",
      "Without --mirror, who isn't in the snapshot stays. With it, each list becomes what the snapshot",
      "says, as far as Muster knows its members: a profile that the snapshot does not have, or has",
      "without the audience, is let go; one that does not qualify stays. The guard holds back too",
      "many removals (code REMOVALS_BLOCKED); --confirm-removals lets them through, this once.",
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
      "  muster backfill -w muster.yaml --input snapshot.jsonl.gz",
      "  muster backfill -w muster.yaml --input 'snapshots/2026-11-27/*.jsonl' --mirror",
      "  muster backfill -w muster.yaml --input snapshot.jsonl --audience 'Renewals due' --runner flink",
      "",
      "An option that is not listed here, such as --parallelism=8, is Beam's or the runner's; it",
      "is written --name=value."
    })
final class BackfillCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;
  @Mixin private WorkspaceOptions workspaceOptions;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      required = true,
      parameterConsumer = PathsConsumer.class,
      description =
          "The snapshot as JSON Lines: files, folders or globs, gzip by name. May be repeated.")
  private final List<String> inputs = new ArrayList<>();

  @Option(
      names = "--mirror",
      description =
          "Make each list what the snapshot says: let go who isn't in it. The snapshot must be whole.")
  private boolean mirror;

  @Option(names = "--full", description = CommandHelp.FULL)
  private boolean full;

  @Mixin private RunOptions runOptions;

  @Option(
      names = "--detached",
      description = "End as soon as the cluster has taken the job, and print its id.")
  private boolean detached;

  @Mixin private OutputOptions output;

  @Unmatched private final List<String> others = new ArrayList<>();

  BackfillCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws RunException {
    BeamArguments beam = BeamArguments.of(others, spec.commandLine());
    Workspace workspace =
        runOptions.chosen(workspaceOptions.load(Destinations.load(), spec.commandLine().getErr()));
    RunnerLauncher launcher = runOptions.launcher();
    ActivationRequest request =
        runOptions
            .request("backfill", workspace, inputs, beam, surroundings)
            .remembering(MembershipUse.ofSnapshot(full, mirror))
            .starting(new StartMode(detached, Optional.empty()));
    return new RunConsole(spec.commandLine(), surroundings, output.json())
        .run(beam.check(launcher, request), launcher)
        .exitCode()
        .code();
  }
}
