package io.muster.cli;

import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.handover.HandoverRequest;
import io.muster.pipelines.kafka.KafkaOutput;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.StartMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
      "                       [--drain-timeout TIME] [--run-id ID]",
      "                       [--if-running skip|wait|fail] [--wait-timeout TIME]",
      "                       [--json] [--verbose] [Beam's pipeline options]",
      "muster backfill [-w FILE] --input PATH... --into-topic TOPIC --kafka-brokers HOST:PORT",
      "                       [--kafka-config FILE] [--wait [--kafka-group GROUP]",
      "                       [--wait-timeout TIME]] [--dataflow NAME]... [--audience ID|NAME]..."
    },
    description = {
      "Deliver a snapshot of profiles, and end when all is delivered.",
      "Every member that the snapshot names is in its list then, also those that qualified before",
      "their audience was mapped.",
      "",
      "What the lists hold is remembered between runs (state.membership), so only what has changed",
      "is sent; a snapshot that changes nothing makes no member call. With --full all is sent"
          + " again.",
      "",
      "Without --mirror, who isn't in the snapshot stays. With it, each list becomes what the"
          + " snapshot",
      "says, as far as Muster knows its members: a profile that the snapshot does not have, or has",
      "without the audience, is let go; one that does not qualify stays. The guard holds back too",
      "many removals (code REMOVALS_BLOCKED); --confirm-removals lets them through, this once.",
      "",
      "While an always-on job writes a connection, no other run may. --into-topic hands the"
          + " snapshot",
      "to that job, through a topic that it reads, with the times of its files: newest wins there,"
          + " so",
      "no older value takes the place of a newer one. With --audience or --dataflow the records"
          + " speak",
      "for those audiences alone.",
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
      "  muster backfill -w muster.yaml --input snapshot.jsonl --audience 'Renewals due' --runner"
          + " flink",
      "  muster backfill -w muster.yaml --input snapshot.jsonl --audience 'Renewals due' \\",
      "      --into-topic changes --kafka-brokers kafka:9092 --wait",
      "",
      "An option that is not listed here, such as --parallelism=8, is Beam's or the runner's; it",
      "is written --name=value."
    })
final class BackfillCommand implements Callable<Integer> {

  private static final String HAND_OVER =
      "; a job that reads a topic takes the snapshot with --into-topic TOPIC";

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      required = true,
      parameterConsumer = PathsConsumer.class,
      description =
          "The snapshot as JSON Lines (gzip by name), Avro or Parquet: files, folders or globs. May be"
              + " repeated.")
  private final List<String> inputs = new ArrayList<>();

  @Option(
      names = "--mirror",
      description =
          "Make each list what the snapshot says: let go who isn't in it. The snapshot must be"
              + " whole.")
  private boolean mirror;

  @Option(names = "--full", description = CommandHelp.FULL)
  private boolean full;

  @Mixin private RunOptions runOptions;

  @Option(
      names = "--detached",
      description = "End as soon as the cluster has taken the job, and print its id.")
  private boolean detached;

  @Option(
      names = "--into-topic",
      paramLabel = "TOPIC",
      description =
          "Call no vendor, but write the snapshot to this topic, which a running job reads.")
  private String intoTopic;

  @Mixin private KafkaClusterOptions clusterOptions;

  @Option(
      names = "--wait",
      description =
          "With --into-topic: wait until the job has settled all of it, for --wait-timeout at most."
              + " Then the exit code is 1; what is in the topic stays there.")
  private boolean wait;

  @Option(
      names = "--kafka-group",
      paramLabel = "GROUP",
      description =
          "With --wait: the job's consumer group (default: that of 'muster activate' with this"
              + " workspace).")
  private String group;

  @Unmatched private final List<String> others = new ArrayList<>();

  BackfillCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws RunException {
    requireWhole();
    Delivery delivery = runOptions.delivery(others, surroundings);
    ActivationRequest request =
        runOptions
            .request("backfill", delivery, inputs, surroundings)
            .remembering(MembershipUse.ofSnapshot(full, mirror))
            .starting(new StartMode(detached, Optional.empty()));
    if (intoTopic != null) {
      return delivery.handOver(handover(delivery.checked(request), delivery.narrowed())).code();
    }
    try {
      return delivery.run(request).code();
    } catch (RunException e) {
      throw e.exitCode() == ExitCode.REFUSED
          ? new RunException(e.exitCode(), e.getMessage() + HAND_OVER, e)
          : e;
    }
  }

  private HandoverRequest handover(ActivationRequest request, boolean narrowed) {
    KafkaOutput topic = new KafkaOutput(clusterOptions.cluster().orElseThrow(), intoTopic);
    return new HandoverRequest(
        request.run(),
        request.workspace(),
        narrowed,
        request.inputs(),
        request.out(),
        topic,
        group == null ? "muster-" + runOptions.folderName() : group,
        wait ? Optional.of(runOptions.waitTimeout()) : Optional.empty(),
        request.beamArguments());
  }

  private void requireWhole() {
    String fault = "";
    if (intoTopic == null && (clusterOptions.isTouched() || wait || group != null)) {
      fault =
          "--kafka-brokers, --kafka-config, --kafka-group and --wait are for --into-topic TOPIC";
    } else if (intoTopic != null && clusterOptions.cluster().isEmpty()) {
      fault = "--kafka-brokers HOST:PORT is missing: --into-topic writes with it";
    } else if (intoTopic != null && (mirror || full || detached)) {
      fault =
          "--mirror, --full and --detached are not for --into-topic: the job that reads the topic"
              + " settles what comes, and lets nobody go for not being in it";
    } else if (intoTopic != null && group != null && !wait) {
      fault = "--kafka-group is for --wait: what is only written needs no consumer group";
    } else if (intoTopic != null && runOptions.isOnTerms()) {
      fault =
          "--run-id and --if-running are not for --into-topic: it calls no vendor, and repeating it"
              + " does no harm";
    }
    if (!fault.isEmpty()) {
      throw new ParameterException(spec.commandLine(), fault);
    }
  }
}
