package io.muster.pipelines.handover;

import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.SourceRecord;
import io.muster.parse.ParsePlan;
import io.muster.pipelines.files.FileTree;
import io.muster.pipelines.files.FoundFile;
import io.muster.pipelines.kafka.GroupProgress;
import io.muster.pipelines.kafka.KafkaConfigException;
import io.muster.pipelines.kafka.OutputTopic;
import io.muster.pipelines.registry.RegistryLocation;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.Launch;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunListener;
import io.muster.pipelines.run.RunSetup;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.pipelines.run.StartMode;
import io.muster.pipelines.sink.DeadLetterLines;
import io.muster.pipelines.sink.RunFolder;
import io.muster.pipelines.sink.WriteLines;
import io.muster.pipelines.sink.WriteReport;
import io.muster.pipelines.source.InputFile;
import io.muster.pipelines.source.InputFiles;
import io.muster.pipelines.source.ReadFiles;
import io.muster.transforms.DeliverMembers.ClockSource;
import io.muster.transforms.ParseProfileChanges;
import io.muster.workspace.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/** Hands a snapshot over, from its request to its end. */
public final class HandoverRun {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final HandoverRequest request;
  private final RunnerLauncher launcher;
  private final RunListener listener;
  private final Clock clock;
  private final Secrets secrets = Secrets.ofProcess();

  public HandoverRun(
      HandoverRequest request, RunnerLauncher launcher, RunListener listener, Clock clock) {
    this.request = request;
    this.launcher = launcher;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * How it ended.
   *
   * @param report what was handed over: received, and open as far as this run can tell
   * @param done whether the job is done with it; false where nobody waited
   */
  public record Outcome(RunReport report, boolean done, ExitCode exitCode) {}

  /**
   * Hands it over and, where that is asked for, waits for the job.
   *
   * @throws RunException when it could not start or failed, or the job was not done in time
   */
  public Outcome run() throws RunException {
    RunSetup setup = new RunSetup(launcher);
    PipelineOptions options = setup.options(launch());
    RunSetup.requireFilesystems("input", request.inputs());
    RunSetup.requireFilesystems("--out", List.of(request.out()));
    List<InputFile> files = RunSetup.find(() -> InputFiles.resolve(request.inputs()));
    OutputTopic topic = new OutputTopic(request.topic(), secrets);
    GroupProgress progress = new GroupProgress(request.topic(), request.group(), secrets);
    RunSetup.check(topic::check);
    launcher.prepare(options, listener);
    RunFolder folder = new RunFolder(request.out());
    ReportHead head = ReportHead.of(request.run(), clock.instant().toString(), request.workspace());
    RunSetup.prepare(request.out(), () -> folder.prepare(List.of(RunFolder.DEAD_LETTERS)));
    Pipeline pipeline = Pipeline.create(options);
    build(
        pipeline,
        ReadFiles.of(files).inRangesOf(launcher.rangeBytes()),
        times(files),
        topic,
        folder,
        head);
    Map<Integer, Long> before = ends(progress);
    setup.runToEnd(pipeline, "the run");
    RunReport report = read(folder, head);
    ExitCode code = report.malformed() > 0 ? ExitCode.DEAD_LETTERS : ExitCode.DELIVERED;
    if (request.patience().isEmpty()) {
      return new Outcome(report, false, code);
    }
    await(progress, before, request.patience().get());
    return new Outcome(report, true, code);
  }

  private Launch launch() {
    return new Launch(
        request.run(),
        request.out(),
        "",
        String.join(", ", request.inputs()),
        false,
        1,
        StartMode.plain(),
        request.beamArguments());
  }

  private Map<String, Long> times(List<InputFile> files) throws RunException {
    Map<String, Long> times = new HashMap<>();
    for (InputFile file : files) {
      try {
        long changed =
            FileTree.of(file.path()).file(file.path()).map(FoundFile::changedAt).orElse(0L);
        times.put(file.path(), changed > 0 ? changed : clock.millis());
      } catch (IOException e) {
        throw new RunException(
            ExitCode.USAGE,
            "input %s cannot be read: %s".formatted(file.path(), e.getMessage()),
            e);
      }
    }
    return times;
  }

  private void build(
      Pipeline pipeline,
      PTransform<PBegin, PCollection<SourceRecord>> source,
      Map<String, Long> times,
      OutputTopic topic,
      RunFolder folder,
      ReportHead head) {
    ParsePlan plan = ParsePlan.of(request.workspace().dataflows());
    PCollectionTuple parsed =
        pipeline
            .apply("ReadFiles", source)
            .apply("ParseProfileChanges", ParseProfileChanges.of(plan, ClockSource.SYSTEM));
    PCollectionTuple handed =
        parsed
            .get(ParseProfileChanges.CHANGES)
            .apply("HandOver", new HandOver(plan, times, request.narrowed()));
    handed.get(HandOver.RECORDS).apply("WriteTopic", topic.write().withElementTimes());
    PCollection<DeadLetter> malformed = parsed.get(ParseProfileChanges.MALFORMED);
    malformed
        .apply("DeadLettersToJson", DeadLetterLines.toJson())
        .apply(
            "WriteDeadLetters", WriteLines.to(folder, RunFolder.DEAD_LETTERS, ClockSource.SYSTEM));
    PCollection<CountsDelta> counts =
        PCollectionList.of(parsed.get(ParseProfileChanges.COUNTS))
            .and(handed.get(HandOver.COUNTS))
            .apply("AllCounts", Flatten.pCollections());
    counts.apply(
        "WriteReport",
        WriteReport.to(
            folder,
            head,
            ClockSource.SYSTEM,
            RegistryLocation.of(request.workspace().state()).opener()));
  }

  private RunReport read(RunFolder folder, ReportHead head) throws RunException {
    try {
      return folder.report().orElseGet(() -> head.with(List.of(), 0));
    } catch (IOException e) {
      throw new RunException(
          ExitCode.FAILED, "the report in %s cannot be read".formatted(folder.path()), e);
    }
  }

  /** Where the topic ends; nothing is asked where nobody is to wait. */
  private Map<Integer, Long> ends(GroupProgress progress) throws RunException {
    if (request.patience().isEmpty()) {
      return Map.of();
    }
    try {
      return progress.ends();
    } catch (KafkaConfigException e) {
      throw new RunException(ExitCode.USAGE, e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(ExitCode.FAILED, "it was interrupted; nothing is in the topic", e);
    }
  }

  private void await(GroupProgress progress, Map<Integer, Long> before, Duration longest)
      throws RunException {
    Instant deadline = clock.instant().plus(longest);
    try {
      // A partition that has got nothing says nothing of the snapshot: a job that began at the
      // latest never commits it.
      Map<Integer, Long> ends = new HashMap<>(progress.ends());
      ends.entrySet().removeIf(end -> end.getValue().equals(before.get(end.getKey())));
      long behind = progress.behind(ends);
      while (behind > 0) {
        if (!clock.instant().isBefore(deadline)) {
          throw new RunException(
              ExitCode.FAILED,
              "all is in topic %s, but the job of group %s is not done with %d records of it after %s; 'muster jobs' shows whether it runs"
                  .formatted(request.topic().topic(), request.group(), behind, longest));
        }
        Thread.sleep(LOOK_EVERY.toMillis());
        long now = progress.behind(ends);
        behind = now == behind ? progress.behindOnRecords(ends) : now;
      }
    } catch (KafkaConfigException e) {
      throw new RunException(ExitCode.FAILED, e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(ExitCode.FAILED, "it was interrupted; all is in the topic", e);
    }
  }
}
