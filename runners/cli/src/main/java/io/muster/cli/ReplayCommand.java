package io.muster.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.model.Reason;
import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.kafka.KafkaCluster;
import io.muster.pipelines.kafka.KafkaInput;
import io.muster.pipelines.kafka.KafkaOutput;
import io.muster.pipelines.kafka.KafkaOutputs;
import io.muster.pipelines.preview.PreviewRequest;
import io.muster.pipelines.preview.RememberedLists;
import io.muster.pipelines.replay.LeftAlone;
import io.muster.pipelines.replay.ReplayChoice;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code muster replay}. */
@Command(
    name = "replay",
    customSynopsis = {
      "muster replay [-w FILE] (--dead-letters PATH... |",
      "                         --kafka-brokers HOST:PORT --dead-letter-topic TOPIC)",
      "                     [--kafka-config FILE] [--kafka-group GROUP]",
      "                     [--kafka-from earliest|latest|committed]",
      "                     [--code CODE]... [--from TIME] [--to TIME] [--again]",
      "                     [--dataflow NAME]... [--audience ID|NAME]...",
      "                     [--preview [--limit N] [--show-personal-data]]",
      "                     [--confirm-removals ID|NAME]... [--runner direct|flink]",
      "                     [--flinkMaster HOST:PORT] [--out DIR] [--drain-timeout TIME]",
      "                     [--run-id ID] [--if-running skip|wait|fail] [--wait-timeout TIME]",
      "                     [--json] [--verbose] [Beam's pipeline options]"
    },
    description = {
      "Send dead letters again, each to its own audience only, and end when all is delivered.",
      "",
      "Mend first what is ours: the workspace, a credential, or the record in the letter. What",
      "fails again is a dead letter again, of this run, with the attempts of before: in its run",
      "folder, or in the topic that the letters came from. What is delivered is marked beside the",
      "letters, and passed over next time. Doing it twice does no harm.",
      "A removal that the guard held back is sent only with --confirm-removals.",
      "",
      "Letters are put in order with what the lists are known to hold: one that is older changes",
      "nothing.",
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
      "  muster replay -w muster.yaml --dead-letters .muster/runs/20261122T014501Z-activate-03af",
      "  muster replay -w muster.yaml --dead-letters 'letters/*.jsonl' --code VENDOR_UNAVAILABLE",
      "  muster replay -w muster.yaml --dead-letters runs/today --from 2026-11-22 --preview",
      "  muster replay -w muster.yaml --kafka-brokers kafka:9092 --dead-letter-topic changes-failed",
      "",
      "An option that is not listed here, such as --parallelism=8, is Beam's or the runner's; it",
      "is written --name=value."
    })
final class ReplayCommand implements Callable<Integer> {

  private static final String EITHER =
      "name the dead letters: --dead-letters PATH..., or --kafka-brokers HOST:PORT with"
          + " --dead-letter-topic TOPIC";

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--dead-letters",
      paramLabel = "PATH",
      parameterConsumer = PathsConsumer.class,
      description =
          "Dead letters as JSON Lines: files, folders or globs; a run folder stands for its dead"
              + " letters. May be repeated.")
  private final List<String> letters = new ArrayList<>();

  @Mixin private KafkaClusterOptions clusterOptions;

  @Option(
      names = "--dead-letter-topic",
      paramLabel = "TOPIC",
      description =
          "Read this topic instead, to its end as it is when the run begins. What fails again is"
              + " written to it.")
  private String topic;

  @Mixin private KafkaGroupOptions groupOptions;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "Only letters with this code. May be repeated.")
  private List<Reason> codes = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Only letters that were given up then or later, by their 'at': 2026-11-22T10:00:00Z, or a"
              + " date.")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Only letters that were given up before; a date belongs to it.")
  private String to;

  @Option(names = "--again", description = "Also letters that an earlier replay has delivered.")
  private boolean again;

  @Option(
      names = "--preview",
      description = "Send nothing, and show what would be sent, as 'muster preview' does.")
  private boolean preview;

  @Mixin private PreviewOptions previewOptions;
  @Mixin private RunOptions runOptions;

  @Unmatched private final List<String> others = new ArrayList<>();

  ReplayCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws RunException {
    requireOneInput();
    if (previewOptions.isTouched() && !preview) {
      // Whoever has forgotten it wants to see letters, not to send them all.
      throw new ParameterException(
          spec.commandLine(),
          "--limit and --show-personal-data are for --preview: say --preview too, or leave them"
              + " out, since a replay sends all letters that are chosen");
    }
    Delivery delivery = runOptions.delivery(others, surroundings);
    ReplayChoice choice = choice(runOptions.confirmed(delivery.workspace()));
    if (preview) {
      show(delivery, choice);
      return ExitCode.DELIVERED.code();
    }
    ActivationRequest request =
        runOptions
            .request("replay", delivery, letters, surroundings)
            .reading(cluster().map(this::input))
            .writing(outputs())
            .replaying(choice);
    return delivery.run(request, new Left(new RunFolder(request.out()))).code();
  }

  private ReplayChoice choice(Set<String> confirmedRemovals) {
    Moments moments = new Moments(spec.commandLine());
    Instant begin = from == null ? Instant.MIN : moments.from("--from", from);
    Instant end = to == null ? Instant.MAX : moments.to("--to", to);
    if (!begin.isBefore(end)) {
      throw new ParameterException(
          spec.commandLine(),
          "--from %s --to %s: no time is between them; give a --to that is later"
              .formatted(from, to));
    }
    return new ReplayChoice(Set.copyOf(codes), confirmedRemovals, begin, end, again);
  }

  private void show(Delivery delivery, ReplayChoice choice) throws RunException {
    if (letters.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--preview is for --dead-letters PATH...: a topic's letters can't be previewed yet");
    }
    PreviewRequest request =
        new PreviewRequest(
                delivery.workspace(),
                letters,
                previewOptions.limit(spec.commandLine()),
                previewOptions.showsPersonalData(),
                choice.confirmedRemovals(),
                RememberedLists.of(delivery.workspace().state()),
                MembershipUse.ofReplay(),
                false,
                Optional.empty(),
                delivery.beam().arguments())
            .ofLetters(choice);
    new PreviewConsole(spec.commandLine(), surroundings, runOptions.json())
        .show(request, delivery.beam(), delivery.launcher(), false);
  }

  /** What a replay has left alone, which is in no report. */
  private record Left(RunFolder folder) implements RunConsole.Addition {

    @Override
    public void addTo(ObjectNode report) {
      List<LeftAlone> left = read();
      report.put(
          "alreadyReplayed",
          left.stream().filter(LeftAlone::replayedAlready).mapToLong(LeftAlone::letters).sum());
      ArrayNode all = report.putArray("leftAlone");
      left.forEach(each -> all.addObject().put("letters", each.letters()).put("why", each.why()));
    }

    @Override
    public List<String> lines() {
      return read().stream()
          .map(each -> "left alone: %d dead letters %s".formatted(each.letters(), each.why()))
          .toList();
    }

    private List<LeftAlone> read() {
      try {
        return LeftAlone.read(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void requireOneInput() {
    List<String> ofTopics = ofTopics();
    boolean kafka = !ofTopics.isEmpty();
    String fault = "";
    if (!letters.isEmpty() && kafka) {
      fault =
          "--dead-letters and %s exclude each other: a run reads files or a topic"
              .formatted(String.join(", ", ofTopics));
    } else if (letters.isEmpty() && !kafka) {
      fault = EITHER;
    } else if (kafka && topic == null) {
      fault = "--dead-letter-topic TOPIC is missing: a topic is read with --kafka-brokers and it";
    } else if (kafka && cluster().isEmpty()) {
      fault = "--kafka-brokers HOST:PORT is missing: a topic is read with it";
    }
    if (!fault.isEmpty()) {
      throw new ParameterException(spec.commandLine(), fault);
    }
  }

  /** The names of the options that are given and are for a topic alone. */
  private List<String> ofTopics() {
    List<String> names = new ArrayList<>();
    if (topic != null) {
      names.add("--dead-letter-topic");
    }
    names.addAll(clusterOptions.given());
    names.addAll(groupOptions.given());
    return names;
  }

  private Optional<KafkaCluster> cluster() {
    return clusterOptions.cluster();
  }

  private KafkaInput input(KafkaCluster cluster) {
    return new KafkaInput(
        cluster, List.of(topic), groupOptions.group(defaultGroup()), groupOptions.from(), true);
  }

  /** Replays of different codes and times are done with different letters. */
  private String defaultGroup() {
    List<String> parts = new ArrayList<>();
    parts.add(runOptions.group("muster-replay"));
    codes.stream().distinct().sorted().map(Reason::name).forEach(parts::add);
    Optional.ofNullable(from).ifPresent(time -> parts.add("from-" + time));
    Optional.ofNullable(to).ifPresent(time -> parts.add("to-" + time));
    return String.join("-", parts);
  }

  /** A letter again belongs where the letters are. */
  private KafkaOutputs outputs() {
    return new KafkaOutputs(
        Optional.empty(), cluster().map(cluster -> new KafkaOutput(cluster, topic)));
  }
}
