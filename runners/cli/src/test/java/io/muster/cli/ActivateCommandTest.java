package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ActivateCommandTest {

  @TempDir private Path folder;

  @Test
  void filesAndTopicsExcludeEachOtherAndOneIsNeeded() {
    assertRefused(activate(), "--input PATH..., or --kafka-brokers");
    assertRefused(
        activate("--input", "x", "--kafka-brokers", "b:1", "--kafka-topic", "t"),
        "exclude each other");
    assertRefused(activate("--kafka-brokers", "b:1"), "--kafka-topic TOPIC is missing");
    assertRefused(activate("--kafka-topic", "t"), "--kafka-brokers HOST:PORT is missing");
    assertRefused(
        activate("--kafka-brokers", "b:1", "--kafka-topic", "t", "--kafka-from", "oldest"),
        "there is earliest, latest, committed");
  }

  @Test
  void anOptionForReadingTopicsIsRefusedByItsNameBesideFiles() {
    for (String[] option :
        new String[][] {
          {"--kafka-from", "latest"}, {"--kafka-group", "g"}, {"--kafka-stop", "latest"}
        }) {
      assertRefused(
          activate("--input", "x", option[0], option[1]),
          "--input and %s exclude each other".formatted(option[0]));
      // Brokers are there for what is written.
      assertRefused(
          activate(
              "--input",
              "x",
              "--kafka-brokers",
              "b:1",
              "--ledger-topic",
              "l",
              option[0],
              option[1]),
          "--input and %s exclude each other".formatted(option[0]));
    }
    assertRefused(activate("--kafka-from", "latest"), "--kafka-topic TOPIC is missing");
  }

  @Test
  void topicsThatAreWrittenNeedBrokersAndAPurposeOfTheirOwn() {
    assertRefused(
        activate("--input", "x", "--dead-letter-topic", "d"),
        "--kafka-brokers HOST:PORT is missing");
    assertRefused(
        activate("--kafka-topic", "t", "--ledger-topic", "l"),
        "--kafka-brokers HOST:PORT is missing");
    assertRefused(activate("--input", "x", "--kafka-brokers", "b:1"), "name --dead-letter-topic");
    assertRefused(
        activate("--kafka-brokers", "b:1", "--dead-letter-topic", "d"), "--kafka-topic TOPIC");
    assertRefused(activate("--dead-letter-topic", "d"), "--input PATH..., or --kafka-brokers");
    assertRefused(
        activate("--kafka-brokers", "b:1", "--kafka-topic", "t", "--dead-letter-topic", "t"),
        "would read what it writes");
    assertRefused(
        activate(
            "--input",
            "x",
            "--kafka-brokers",
            "b:1",
            "--dead-letter-topic",
            "t",
            "--ledger-topic",
            "t"),
        "name the same topic");
  }

  @Test
  void anInputIsNeeded() {
    assertRefused(CommandRun.of("activate"), "--input");
  }

  @Test
  void anInputNeedsAPath() {
    assertRefused(activate("--input", "--json"), "--input needs a path");
  }

  @Test
  void aMissingWorkspaceIsSaid() {
    assertRefused(
        CommandRun.of("activate", "-w", folder.resolve("nope.yaml").toString(), "--input", "x"),
        "there is no such file");
  }

  @Test
  void everyMistakeOfAWorkspaceIsSaidAndNothingIsSent() {
    CommandRun run =
        CommandRun.of(
            "activate", "-w", Workspaces.TWENTY_MISTAKES.toString(), "--input", "x.jsonl");

    assertRefused(run, "nothing was sent");
    assertThat(run.err(), containsString("connections.unknown-vendor.destination"));
    assertThat(run.err(), containsString("dataflows.wrong-type.mappings[2].target"));
  }

  @Test
  void aMissingInputIsSaid() {
    assertRefused(activate("--input", folder.resolve("nope.jsonl").toString()), "nope.jsonl");
  }

  @Test
  void aFilesystemThatIsNotThereIsSaid() throws IOException {
    String workspace =
        Files.readString(Workspaces.DEMO)
            .replaceFirst("(?m)^connections:", "state: state\n\nconnections:");
    Path file = Files.writeString(folder.resolve("muster.yaml"), workspace);
    String input = Files.writeString(folder.resolve("day.jsonl"), "").toString();

    assertRefused(
        CommandRun.of("activate", "-w", file.toString(), "--input", "s3://bucket/x"),
        "input s3://bucket/x: there is no filesystem for s3://");
    assertRefused(
        CommandRun.of(
            "activate", "-w", file.toString(), "--input", input, "--out", "hdfs://node/x"),
        "--out hdfs://node/x: there is no filesystem for hdfs://");
  }

  @Test
  void aStateThatIsNoneIsWrongUsageWhereverItIsUsed() throws IOException {
    Path state = Files.createDirectory(folder.resolve("state"));
    Files.writeString(state.resolve("registry.mv.db"), "a shopping list\n".repeat(999));
    String workspace =
        Files.readString(Workspaces.DEMO)
            .replaceAll("[$]\\{env:[A-Z_]+}", "\\${file:secret}")
            .replaceFirst("(?m)^connections:", "state: state\n\nconnections:");
    Files.writeString(folder.resolve("secret"), "x");
    String file = Files.writeString(folder.resolve("muster.yaml"), workspace).toString();
    String input = Files.writeString(folder.resolve("day.jsonl"), "").toString();

    for (String[] command :
        new String[][] {
          {"activate", "-w", file, "--input", input},
          {"activate", "-w", file, "--input", input, "--run-id", "r"},
          {"preview", "-w", file, "--input", input},
          {"runs", "-w", file},
          {"lists", "-w", file}
        }) {
      assertRefused(CommandRun.of(command), "this is no database, or a damaged one");
    }
  }

  @Test
  void anUnknownDataflowGetsTheNearest() {
    assertRefused(activate("--input", "x", "--dataflow", "tier1"), "did you mean 'tier-1'?");
  }

  @Test
  void anUnknownAudienceGetsTheNearest() {
    assertRefused(
        activate("--input", "x", "--audience", "Renewal due"), "did you mean 'Renewals due'?");
  }

  @Test
  void anUnknownRunnerGetsThoseThatThereAre() {
    assertRefused(activate("--input", "x", "--runner", "spark"), "there is direct or flink");
  }

  @Test
  void aSlipIsNotTakenForBeams() {
    assertRefused(activate("--input", "x", "--drain-timout=3h"), "--drain-timeout");
    assertRefused(activate("--input", "x", "--inptu=y"), "did you mean --input?");
    assertRefused(activate("--input", "x", "--targetParalelism=8"), "targetParalelism");
  }

  @Test
  void anOptionOfAnotherCommandIsSaidToBeThat() {
    assertRefused(
        activate("--input", "x", "--mirror"),
        "neither muster nor Beam knows --mirror; --mirror is an option of 'muster preview' or"
            + " 'muster backfill'");
    assertRefused(
        activate("--input", "x", "--into-topic", "t"),
        "--into-topic is an option of 'muster backfill'");
    assertRefused(
        CommandRun.of("check", "--input", "x"), "--input is an option of 'muster preview'");
  }

  @Test
  void aValueThatBeamDoesNotTakeIsSaidByItsOptionAndWhatThatWants() {
    for (String value : List.of("=x", "=1.5", "=", "")) {
      assertRefused(
          activate("--input", "x", "--targetParallelism" + value),
          "--targetParallelism wants a whole number: write --targetParallelism=NUMBER");
    }
    assertRefused(
        activate("--input", "x", "--runner", "flink", "--checkpointingInterval=10s"),
        "--checkpointingInterval wants a whole number");
    assertRefused(
        activate("--input", "x", "--runner", "flink", "--parallelism=2", "--streaming=maybe"),
        "--streaming wants true or false");
    assertRefused(
        CommandRun.of(
            "preview", "-w", Workspaces.DEMO.toString(), "--input", "x", "--targetParallelism=x"),
        "--targetParallelism wants a whole number");
  }

  @Test
  void anOptionOfBeamThatIsThereTwiceIsSaid() {
    assertRefused(
        activate("--input", "x", "--targetParallelism=1", "--targetParallelism=2"),
        "--targetParallelism is there more than once");
    assertRefused(
        activate("--input", "x", "--experiments=a", "--experiments=b", "--targetParallelism=x"),
        "--targetParallelism wants");
  }

  @Test
  void aValueThatMayBeASecretIsNotRepeated() {
    CommandRun run = activate("--input", "x", "--sdkHarnessLogLevelOverrides=canary");
    assertRefused(run, "--sdkHarnessLogLevelOverrides");
    assertThat(run.err(), not(containsString("canary")));
  }

  @Test
  void aSlipOfAnOptionOfBeamGetsTheNearest() {
    assertRefused(
        activate("--input", "x", "--targetParalelism=8"), "did you mean --targetParallelism?");
  }

  @Test
  void aValueThatStandsAloneIsRefused() {
    assertRefused(activate("--input", "x", "--targetParallelism", "8"), "--targetParallelism=8");
    assertRefused(activate("--input", "x", "--json", "stray"), "stray");
  }

  @Test
  void aDurationNeedsItsUnit() {
    assertRefused(activate("--input", "x", "--drain-timeout", "30"), "such as 30m");
  }

  @Test
  void aClusterIsOfFlinkOnly() {
    assertRefused(
        activate("--input", "x", "--runner", "direct", "--flinkMaster", "flink:8081"),
        "--flinkMaster is for --runner flink");
    assertRefused(activate("--input", "x", "--flinkMaster=flink:port"), "write HOST:PORT");
  }

  @Test
  void aRunOfThisProcessIsNotLeftAlone() {
    assertRefused(activate("--input", "x", "--detached"), "add --runner flink");
    assertRefused(activate("--input", "x", "--runner", "flink", "--detached"), "--flinkMaster");
  }

  @Test
  void savepointsAreNotDirectRunners() {
    assertRefused(activate("--input", "x", "--from-savepoint", "s"), "add --runner flink");
    assertRefused(
        activate("--input", "x", "--runner", "flink", "--allow-non-restored-state"),
        "belongs to --from-savepoint");
  }

  private static CommandRun activate(String... more) {
    List<String> arguments = new ArrayList<>(List.of("activate", "-w", Workspaces.DEMO.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static void assertRefused(CommandRun run, String words) {
    assertThat(run.err(), allOf(containsString(words), not(containsString("\tat "))));
    assertThat(run.out(), is(emptyString()));
    assertThat(run.code(), is(2));
  }
}
