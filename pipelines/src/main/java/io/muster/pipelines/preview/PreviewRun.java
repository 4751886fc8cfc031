package io.muster.pipelines.preview;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.model.SourceRecord;
import io.muster.pipelines.preview.Note.Differs;
import io.muster.pipelines.preview.Note.Example;
import io.muster.pipelines.preview.Note.NotActivated;
import io.muster.pipelines.preview.Note.Sent;
import io.muster.pipelines.registry.RegistryException;
import io.muster.pipelines.registry.RegistrySnapshot;
import io.muster.pipelines.replay.LetterFiles;
import io.muster.pipelines.replay.ReplayLetters;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.Launch;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunListener;
import io.muster.pipelines.run.RunSetup;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.pipelines.run.StartMode;
import io.muster.pipelines.sink.RunFolder;
import io.muster.pipelines.source.FirstRecords;
import io.muster.pipelines.source.InputFile;
import io.muster.pipelines.source.InputFiles;
import io.muster.pipelines.source.InputFiles.MissingInputException;
import io.muster.pipelines.source.ReadFiles;
import io.muster.pipelines.source.ReadJsonLines;
import io.muster.pipelines.source.UnreadableInputException;
import io.muster.vendor.Rehearsal;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Secrets;
import io.muster.workspace.Secrets.UnreadableSecretException;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Makes a preview, from its request to what it found. */
public final class PreviewRun {

  private static final String ALL = "all";
  private static final String FIRST = "first";

  private final PreviewRequest request;
  private final RunnerLauncher launcher;
  private final RunSetup setup;
  private final RunListener listener;
  private final Clock clock;

  public PreviewRun(
      PreviewRequest request, RunnerLauncher launcher, RunListener listener, Clock clock) {
    this.request = request;
    this.launcher = launcher;
    this.setup = new RunSetup(launcher);
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Makes it.
   *
   * @throws RunException when it could not be made
   */
  public Preview make() throws RunException {
    PipelineOptions options = setup.options(launch());
    if (!launcher.worksHere(options)) {
      throw new RunException(
          ExitCode.USAGE,
          "a preview works in this process; leave out --flinkMaster (--runner flink is embedded)");
    }
    RunSetup.requireFilesystems("input", request.inputs());
    launcher.prepare(options, listener);
    try {
      List<InputFile> files = files();
      List<SourceRecord> first = first(files);
      Path folder = Files.createTempDirectory("muster-preview-");
      try {
        return make(options, files, first, folder);
      } finally {
        // Its owner's only, and made here: there is nobody who could put a link into it.
        MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (MissingInputException e) {
      throw new RunException(ExitCode.USAGE, e.getMessage(), e);
    } catch (RegistryException e) {
      throw RunSetup.unusable(e);
    } catch (UnreadableInputException | UncheckedIOException e) {
      throw new RunException(ExitCode.FAILED, e.getMessage(), e);
    } catch (IOException e) {
      throw new RunException(
          ExitCode.FAILED, "the preview's temporary folder failed: " + e.getMessage(), e);
    }
  }

  private List<InputFile> files() throws MissingInputException {
    return request.letters().isPresent()
        ? LetterFiles.resolve(request.inputs())
        : InputFiles.resolve(request.inputs());
  }

  private List<SourceRecord> first(List<InputFile> files) {
    return request.letters().isPresent()
        ? FirstRecords.ofLines(
            files,
            request.limit(),
            ReplayLetters.LONGEST_LETTER,
            ReplayLetters.chosenBy(request.letters().get(), request.workspace()))
        : FirstRecords.of(files, request.limit());
  }

  private PTransform<PBegin, PCollection<SourceRecord>> read(List<InputFile> files) {
    return request.letters().isPresent()
        ? ReadJsonLines.of(files)
            .upTo(ReplayLetters.LONGEST_LETTER)
            .inRangesOf(launcher.rangeBytes())
        : ReadFiles.of(files).inRangesOf(launcher.rangeBytes());
  }

  /** What the runner is told of it. */
  public Launch launch() {
    // Each connection is rehearsed twice.
    int connections = 2 * (int) connectionsInUse().count();
    return new Launch(
        "preview",
        "",
        "",
        String.join(", ", request.inputs()),
        false,
        connections,
        StartMode.plain(),
        request.beamArguments());
  }

  private Stream<Connection> connectionsInUse() {
    return request.workspace().connections().stream()
        .filter(connection -> !request.workspace().dataflowsOf(connection.name()).isEmpty());
  }

  private Preview make(
      PipelineOptions options, List<InputFile> files, List<SourceRecord> first, Path folder)
      throws RunException, IOException {
    Optional<RegistrySnapshot> snapshot = RegistrySnapshot.of(request.workspace().state());
    RunSetup.refuse(
        snapshot.map(known -> known.elsewhere(connectionsInUse().toList())).orElse(List.of()));
    List<Registration> registered = snapshot.map(RegistrySnapshot::lists).orElse(List.of());
    // The folder's name is nobody else's, and so is a run's that is named after it.
    String run = folder.getFileName().toString();
    ReportHead head = ReportHead.of(run, clock.instant().toString(), request.workspace());
    RunFolder report = new RunFolder(Files.createDirectory(folder.resolve("report")).toString());
    RehearsalPlan all = plan(Files.createDirectory(folder.resolve(ALL)), false, registered);
    RehearsalPlan some = plan(Files.createDirectory(folder.resolve(FIRST)), true, registered);
    Pipeline pipeline = Pipeline.create(options);
    PreviewPipeline preview =
        new PreviewPipeline(
            request.workspace(),
            request.confirmedRemovals(),
            new RehearsalRegistry.Opener(registered),
            request.state().readOnly(),
            request.memberships(),
            request.letters());
    preview.count(pipeline, read(files), head, report, all);
    preview.show(pipeline, first, run + "-" + FIRST, some);
    setup.runToEnd(pipeline, "the preview");
    RunReport counted =
        report.report().orElseThrow(() -> new IOException("the pipeline has counted nothing"));
    return new Found(registered, counted, all.notes().read(), some.notes().read())
        .preview(first.size());
  }

  private RehearsalPlan plan(Path folder, boolean requests, List<Registration> registered) {
    Map<String, String> destinations =
        request.workspace().dataflows().stream()
            .collect(
                Collectors.toMap(
                    Dataflow::name,
                    flow -> request.workspace().connection(flow.connection()).destination()));
    return new RehearsalPlan(
        new Notes(folder.toString()),
        requests,
        new Masking(request.showsPersonalData()),
        request.diffs() ? request.state() : KeptState.unknown(),
        registered,
        destinations);
  }

  /** What the pipeline has found. */
  private final class Found {
    private final List<Registration> registered;
    private final RunReport counted;
    private final List<Note> ofAll;
    private final List<Note> ofFirst;

    Found(List<Registration> registered, RunReport counted, List<Note> ofAll, List<Note> ofFirst) {
      this.registered = registered;
      this.counted = counted;
      this.ofAll = ofAll;
      this.ofFirst = ofFirst;
    }

    Preview preview(int first) {
      return new Preview(
          counted.dataflows().stream().map(this::list).toList(),
          counted.malformed(),
          notes(ofAll, NotActivated.class).filter(each -> each.dataflow().isEmpty()).toList(),
          first,
          connectionsInUse()
              .flatMap(
                  connection ->
                      notes(ofFirst, Sent.class)
                          .filter(each -> each.connection().equals(connection.name())))
              .toList(),
          missingSecrets());
    }

    private static <T extends Note> Stream<T> notes(List<Note> notes, Class<T> kind) {
      return notes.stream().filter(kind::isInstance).map(kind::cast);
    }

    private ListPreview list(AudienceLine line) {
      Workspace workspace = request.workspace();
      String connection =
          workspace.dataflows().stream()
              .filter(flow -> flow.name().equals(line.dataflow()))
              .findFirst()
              .orElseThrow()
              .connection();
      ListRef ref = new ListRef(line.dataflow(), line.audience());
      Optional<String> used = Optional.ofNullable(line.list());
      Optional<String> id =
          used.or(
                  () ->
                      registered.stream()
                          .filter(
                              each ->
                                  each.connection().equals(connection) && each.list().equals(ref))
                          .map(Registration::listId)
                          .findFirst())
              .filter(each -> !each.isEmpty() && !Rehearsal.isNew(each));
      boolean known = request.state().knows(connection, ref);
      Optional<Diff> diff =
          known && request.diffs()
              ? Optional.of(
                  notes(ofAll, Differs.class)
                      .filter(each -> each.connection().equals(connection))
                      .filter(each -> used.equals(Optional.of(each.list())))
                      .map(Differs::diff)
                      .reduce(Diff.NONE, Diff::plus))
              : Optional.empty();
      return new ListPreview(
          connection,
          line,
          id,
          known,
          diff,
          notes(ofAll, Example.class).filter(each -> isOf(line, connection, each)).toList(),
          notes(ofAll, NotActivated.class)
              .filter(
                  each ->
                      each.dataflow().equals(line.dataflow())
                          && each.audience().equals(line.audience()))
              .toList());
    }

    private static boolean isOf(AudienceLine line, String connection, Example example) {
      return example.dataflow().isEmpty()
          ? example.connection().equals(connection) && example.list().equals(line.list())
          : example.dataflow().equals(line.dataflow())
              && example.audience().equals(line.audience());
    }
  }

  /** A preview goes without them; a run can't. */
  private List<String> missingSecrets() {
    Secrets secrets = Secrets.ofProcess();
    Set<String> missing = new LinkedHashSet<>();
    for (Connection connection : connectionsInUse().toList()) {
      for (ConfigValue value : connection.auth().values()) {
        try {
          String unused = secrets.resolve(value);
        } catch (UnreadableSecretException e) {
          missing.add(
              "connection %s: %s (the preview goes without it)"
                  .formatted(connection.name(), e.getMessage()));
        }
      }
    }
    return new ArrayList<>(missing);
  }
}
