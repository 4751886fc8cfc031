package io.muster.cli;

import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.RunException;
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
      "muster activate [-w FILE] (--input PATH... | --kafka-brokers HOST:PORT --kafka-topic"
          + " TOPIC...)",
      "                       [--kafka-group GROUP] [--kafka-config FILE]",
      "                       [--kafka-from earliest|latest|committed] [--kafka-stop latest]",
      "                       [--dead-letter-topic TOPIC] [--ledger-topic TOPIC]",
      "                       [--runner direct|flink] [--flinkMaster HOST:PORT [--detached]]",
      "                       [--from-savepoint PATH [--allow-non-restored-state]] [--out DIR]",
      "                       [--dataflow NAME]... [--audience ID|NAME]... [--drain-timeout TIME]",
      "                       [--run-id ID] [--if-running skip|wait|fail] [--wait-timeout TIME]",
      "                       [--full] [--json] [--verbose] [Beam's pipeline options]"
    },
    description = {
      "Deliver profile changes to the vendors' lists, and end when all is delivered.",
      "From Kafka it goes on until it is stopped, unless --kafka-stop says otherwise: by Ctrl-C, or,",
      "on a Flink cluster, by 'muster stop', after which --from-savepoint goes on where it was.",
      "",
      "The workspace is checked first; nothing is sent while it is wrong.",
      "The run folder holds the report, the ledger and the dead letters, unless these have topics.",
      "What is in the dead letters can be sent again: muster replay.",
      "What the lists hold is remembered between runs (state.membership): a change that is known"
          + " to",
      "alter nothing makes no call. A whole snapshot is for 'muster backfill'.",
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
      "  muster activate -w muster.yaml --input exports --dataflow tier-1 --audience 'Renewals"
          + " due'",
      "  muster activate -w muster.yaml --input exports --runner flink --parallelism=8",
      "  muster activate -w muster.yaml --kafka-brokers kafka:9092 --kafka-topic changes \\",
      "      --dead-letter-topic changes-failed --flinkMaster flink:8081 --detached",
      "  muster activate -w muster.yaml --kafka-brokers kafka:9092 --kafka-topic changes \\",
      "      --flinkMaster flink:8081 --detached --from-savepoint s3://flink/savepoint-5f0e7d-1a2b",
      "",
      "An option that is not listed here, such as --parallelism=8, is Beam's or the runner's; it",
      "is written --name=value."
    })
final class ActivateCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      parameterConsumer = PathsConsumer.class,
      description =
          "Profile changes as JSON Lines (gzip by name), Avro or Parquet: files, folders or globs. May"
              + " be repeated.")
  private final List<String> inputs = new ArrayList<>();

  @Mixin private KafkaOptions kafkaOptions;

  @Option(names = "--full", description = CommandHelp.FULL)
  private boolean full;

  @Mixin private RunOptions runOptions;
  @Mixin private StartOptions startOptions;

  @Unmatched private final List<String> others = new ArrayList<>();

  ActivateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws RunException {
    kafkaOptions.check(spec.commandLine(), !inputs.isEmpty());
    Delivery delivery = runOptions.delivery(others, surroundings);
    ActivationRequest request =
        runOptions
            .request("activate", delivery, inputs, surroundings)
            .reading(kafkaOptions.input(runOptions.group("muster")))
            .writing(kafkaOptions.outputs())
            .remembering(MembershipUse.ofSnapshot(full, false))
            .starting(startOptions.mode());
    return delivery.run(request).code();
  }
}
