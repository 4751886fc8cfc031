package io.muster.runners.flink;

import io.muster.pipelines.run.RefusedOptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/**
 * What Beam or Flink would refuse later, once a run has begun, and in words that do not name the
 * option.
 */
final class OptionChecks {

  /** Beam's word for what nobody has said. */
  private static final int UNSAID = -1;

  /** What Flink has a short name for; a class is named with its package. */
  private static final Set<String> BACKENDS =
      Set.of("hashmap", "rocksdb", "filesystem", "jobmanager");

  private OptionChecks() {}

  /**
   * Looks at the options alone, and at files of this machine.
   *
   * @throws RefusedOptionException for the first that can't be, with the mend
   */
  static void refuseWhatCannotBe(FlinkPipelineOptions options) {
    // A variable that isn't set leaves one.
    refuseBlank("--savepointPath", options.getSavepointPath());
    refuseBlank("--stateBackendStoragePath", options.getStateBackendStoragePath());
    refuseBlank("--flinkConfDir", options.getFlinkConfDir());
    List<String> files = options.getFilesToStage();
    if (files != null) {
      files.forEach(OptionChecks::refuseMissing);
    }
    refuseNotPositive("--parallelism", options.getParallelism());
    refuseNotPositive("--maxParallelism", options.getMaxParallelism());
    refuseNotPositive("--checkpointingInterval", options.getCheckpointingInterval());
    refuseTooManyParts(options);
    refuseUnknownBackend(options.getStateBackend());
  }

  /** Also once the cluster has said how many parts a job has there. */
  static void refuseTooManyParts(FlinkPipelineOptions options) {
    int parts = options.getParallelism();
    int most = options.getMaxParallelism();
    if (most != UNSAID && parts > most) {
      throw new RefusedOptionException(
          "a parallelism of %d is more than --maxParallelism=%d allows; lower --parallelism, or leave --maxParallelism out"
              .formatted(parts, most));
    }
  }

  private static void refuseBlank(String option, String path) {
    if (path != null && path.isBlank()) {
      throw new RefusedOptionException(
          option + ": the path is blank: is a variable not set? Name one, or leave the option out");
    }
  }

  private static void refuseMissing(String file) {
    refuseBlank("--filesToStage", file);
    if (!Files.exists(Path.of(file))) {
      throw new RefusedOptionException(
          "--filesToStage: there is no file %s; name jars that are there, or leave the option out for the bundle that ./muster builds"
              .formatted(file));
    }
  }

  private static void refuseNotPositive(String option, long value) {
    if (value < 1 && value != UNSAID) {
      throw new RefusedOptionException(
          "%s=%d: write a number from 1 on, or leave the option out".formatted(option, value));
    }
  }

  private static void refuseUnknownBackend(String backend) {
    if (backend != null
        && !backend.contains(".")
        && !BACKENDS.contains(backend.toLowerCase(Locale.ROOT))) {
      throw new RefusedOptionException(
          "--stateBackend=%s: Flink has no such state backend; write rocksdb or hashmap"
              .formatted(backend));
    }
  }
}
