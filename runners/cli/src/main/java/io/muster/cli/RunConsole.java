package io.muster.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.model.Reason;
import io.muster.pipelines.handover.HandoverRequest;
import io.muster.pipelines.handover.HandoverRun;
import io.muster.pipelines.report.ConfirmRemovals;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.report.RunReportJson;
import io.muster.pipelines.report.TextReport;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.ActivationRun;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunOutcome;
import io.muster.pipelines.run.RunOutcome.LeftJob;
import io.muster.pipelines.run.RunOutcome.Spared;
import io.muster.pipelines.run.RunnerLauncher;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/** Shows a run: progress on standard error, what came of it on standard output. */
final class RunConsole {

  private final PrintWriter out;
  private final PrintWriter err;
  private final Surroundings surroundings;
  private final boolean json;

  RunConsole(CommandLine command, Surroundings surroundings, boolean json) {
    this.out = command.getOut();
    this.err = command.getErr();
    this.surroundings = surroundings;
    this.json = json;
  }

  /** What a command has to say beyond a run's report, once the run has ended. */
  interface Addition {

    /** Nothing. */
    Addition NONE = new Addition() {};

    /** Adds keys to the report. */
    default void addTo(ObjectNode report) {}

    /** Lines for people. */
    default List<String> lines() {
      return List.of();
    }
  }

  /** Runs it, and shows its report and something more. */
  RunOutcome run(ActivationRequest request, RunnerLauncher launcher, Addition more)
      throws RunException {
    RunOutcome outcome = runQuietly(request, launcher);
    if (outcome.spared().isPresent()) {
      showSpared(request, outcome, outcome.spared().get());
    } else if (outcome.left().isPresent()) {
      showLeft(request, outcome.left().get());
    } else if (json) {
      out.print(RunReportJson.write(outcome.report(), more::addTo));
    } else {
      show(request, outcome.report());
      more.lines().forEach(out::println);
    }
    out.flush();
    return outcome;
  }

  /** Runs it with its progress, and leaves its report to the caller. */
  RunOutcome runQuietly(ActivationRequest request, RunnerLauncher launcher) throws RunException {
    String title =
        "run %s on %s, run folder %s".formatted(request.run(), launcher.name(), request.out());
    try (ProgressPrinter progress =
        new ProgressPrinter(err, surroundings.clock(), surroundings.terminal(), title)) {
      ActivationRun run = new ActivationRun(request, launcher, progress, surroundings.clock());
      return runUntilStopped(run);
    }
  }

  /**
   * Hands a snapshot to a job, and prints what that came to.
   *
   * @throws RunException when it could not start or failed, or the job was not done in time
   */
  ExitCode handOver(HandoverRequest request, RunnerLauncher launcher) throws RunException {
    String title =
        "run %s hands over to topic %s, run folder %s"
            .formatted(request.run(), request.topic().topic(), request.out());
    try (ProgressPrinter progress =
        new ProgressPrinter(err, surroundings.clock(), surroundings.terminal(), title)) {
      HandoverRun.Outcome outcome =
          new HandoverRun(request, launcher, progress, surroundings.clock()).run();
      show(request, outcome);
      return outcome.exitCode();
    }
  }

  private void show(HandoverRequest request, HandoverRun.Outcome outcome) {
    long changes = outcome.report().dataflows().stream().mapToLong(line -> line.received()).sum();
    if (json) {
      out.println(
          JsonNodeFactory.instance
              .objectNode()
              .put("run", request.run())
              .put("topic", request.topic().topic())
              .put("group", request.group())
              .put("handedOver", changes)
              .put("malformed", outcome.report().malformed())
              .put("settled", outcome.done())
              .put("folder", request.out())
              .toPrettyString());
      return;
    }
    out.println(
        "%,d membership changes are in topic %s".formatted(changes, request.topic().topic())
            + (outcome.done()
                ? ", and the job of group " + request.group() + " has settled them"
                : "; the job that reads it settles them. --wait waits for that"));
    if (outcome.report().malformed() > 0) {
      out.println(
          "%,d malformed records were not handed over: they are in its dead-letters folder"
              .formatted(outcome.report().malformed()));
    }
    out.println("run folder: " + request.out());
  }

  /** A signal may end a run: it is given the time to do so in good order. */
  private static RunOutcome runUntilStopped(ActivationRun run) throws RunException {
    Thread stop = new Thread(run::stop, "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      return run.run();
    } finally {
      forget(stop);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is at work.
    }
  }

  /** Says why nothing was sent, and what came of the run if it was made before. */
  private void showSpared(ActivationRequest request, RunOutcome outcome, Spared spared) {
    if (spared.skipped()) {
      if (json) {
        out.println(
            JsonNodeFactory.instance
                .objectNode()
                .put("run", outcome.report().run())
                .put("skipped", true)
                .put("reason", spared.words())
                .toPrettyString());
      } else {
        out.println(spared.words());
      }
      return;
    }
    err.println(spared.words());
    err.flush();
    if (json) {
      out.print(RunReportJson.write(outcome.report()));
    } else {
      show(request.into(spared.folder()), outcome.report());
    }
  }

  private void showLeft(ActivationRequest request, LeftJob job) {
    if (json) {
      out.println(
          JsonNodeFactory.instance
              .objectNode()
              .put("run", request.run())
              .put("job", job.id().orElse(null))
              .put("folder", request.out())
              .toPrettyString());
      return;
    }
    out.println(
        "run " + request.run() + " goes on" + job.id().map(id -> " as job " + id).orElse(""));
    out.println("run folder: " + request.out());
    out.println(
        "'muster report' shows how far it is, 'muster jobs' whether it runs, and 'muster stop'"
            + " stops it.");
  }

  /** Prints the report as text, and what to do next. */
  void show(ActivationRequest request, RunReport report) {
    out.print(TextReport.render(report));
    out.println();
    out.println("run folder: " + request.out());
    boolean replayable =
        report.malformed() > 0
            || report.dataflows().stream().anyMatch(line -> line.excluded() + line.failed() > 0);
    if (replayable) {
      sayWhatIsLeft(request, audiencesHeldBack(report, AudienceLine::byCode));
    }
    if (!audiencesHeldBack(report, AudienceLine::owed).isEmpty()) {
      out.println(
          "Removals that are held back without a change of their own are confirmed, not replayed.");
    }
    out.println("report.html in it shows the numbers to others.");
  }

  private static List<String> audiencesHeldBack(
      RunReport report, Function<AudienceLine, Map<String, Long>> counts) {
    return report.dataflows().stream()
        .filter(line -> counts.apply(line).containsKey(Reason.REMOVALS_BLOCKED.name()))
        .map(AudienceLine::audienceName)
        .toList();
  }

  private void sayWhatIsLeft(ActivationRequest request, List<String> heldBack) {
    out.println(
        "What was not activated is in "
            + letters(request)
            + ", each with code, field and reason: mend what is ours, and send it again:");
    out.println(
        "  muster replay -w " + ShellWord.of(request.workspace().file()) + lettersAgain(request));
    if (!heldBack.isEmpty()) {
      out.println("Removals that were held back go only with " + ConfirmRemovals.of(heldBack));
    }
  }

  private static String letters(ActivationRequest request) {
    return request
        .outputs()
        .deadLetters()
        .map(topic -> "the topic " + topic.topic())
        .orElse("its dead-letters folder");
  }

  private static String lettersAgain(ActivationRequest request) {
    return request
        .outputs()
        .deadLetters()
        .map(
            topic ->
                " --kafka-brokers %s%s --dead-letter-topic %s"
                    .formatted(
                        topic.cluster().brokers(),
                        topic
                            .cluster()
                            .config()
                            .map(file -> " --kafka-config " + ShellWord.of(file))
                            .orElse(""),
                        topic.topic()))
        .orElse(" --dead-letters " + ShellWord.of(request.out()));
  }
}
