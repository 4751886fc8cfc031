package io.muster.runners.flink;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where embedded Flink keeps the checkpoints of a run that has named no place: a folder in the run
 * folder, of their owner's only. It goes when the run has ended; one that is killed leaves it, and
 * what is in there can be gone on from, until the next run into the same folder.
 *
 * @param parent the run folder, or its stand-in on this machine
 * @param from the savepoint or checkpoint that the run goes on from
 * @param kept whether the user wants the last checkpoint to outlive the run
 */
record EmbeddedCheckpoints(Path parent, Optional<String> from, boolean kept) {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCheckpoints.class);

  private static final String NAME = "checkpoints";

  /** Those of a run with these options, if it names no other place. */
  static EmbeddedCheckpoints of(FlinkPipelineOptions options) {
    RunLabels labels = options.as(RunLabels.class);
    return new EmbeddedCheckpoints(
        new RunFolder(labels.getMusterFolder())
            .local()
            .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), labels.getMusterRun())),
        Optional.ofNullable(options.getSavepointPath()),
        options.isExternalizedCheckpointsEnabled());
  }

  /** The same, where a run that is {@linkplain FlinkSettings prepared} has its checkpoints here. */
  static Optional<EmbeddedCheckpoints> ifUsed(FlinkPipelineOptions options) {
    EmbeddedCheckpoints here = of(options);
    return FlinkSettings.checkpoints(options).filter(here.uri()::equals).map(uri -> here);
  }

  private Path folder() {
    return parent.resolve(NAME);
  }

  /** As Flink takes it: not escaped. */
  String uri() {
    return "file://" + folder().toAbsolutePath().normalize();
  }

  /**
   * Makes it, without what an earlier run has left there, unless this one goes on from it.
   *
   * @throws RunException when it can't be written
   */
  void begin() throws RunException {
    try {
      if (!kept && from.filter(path -> path.contains(folder().toString())).isEmpty()) {
        FileUtils.deleteDirectory(folder().toFile());
      }
      new RunFolder(parent.toString()).prepare(List.of(NAME));
    } catch (IOException e) {
      throw new RunException(
          ExitCode.USAGE,
          "checkpoints can't be written to %s (%s); give them another place with"
                  .formatted(folder(), e.getMessage())
              + " --stateBackendStoragePath=file:///DIR",
          e);
    }
  }

  /** Removes it. */
  void end() {
    if (kept || !Files.exists(folder())) {
      return;
    }
    try {
      FileUtils.deleteDirectory(folder().toFile());
    } catch (IOException e) {
      LOG.warn("the checkpoints in {} could not be deleted: {}", folder(), e.getMessage());
    }
  }
}
