package io.muster.pipelines.run;

import io.muster.pipelines.files.Filesystems;
import io.muster.pipelines.kafka.KafkaConfigException;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RegistryException;
import io.muster.pipelines.source.InputFiles.MissingInputException;
import io.muster.workspace.Connection;
import io.muster.workspace.StateLocation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What runs of every kind do before anything is sent. What is wrong then is the user's to mend:
 * {@link ExitCode#USAGE}, with words that say how.
 *
 * @param launcher how the run is started
 */
public record RunSetup(RunnerLauncher launcher) {

  /**
   * Reads Beam's options, and makes their filesystems known to this process.
   *
   * @throws RunException when Beam does not know one, or Muster can't run with it
   */
  public PipelineOptions options(Launch launch) throws RunException {
    PipelineOptions options;
    try {
      options = launcher.options(launch);
    } catch (IllegalArgumentException e) {
      throw new RunException(ExitCode.USAGE, OptionFault.of(e, launcher, launch).words(), e);
    }
    FileSystems.setDefaultPipelineOptions(options);
    return options;
  }

  /**
   * Sees that there are filesystems for what a run reads and writes, once {@link #options} has made
   * them known.
   *
   * @param option that names the paths
   * @throws RunException when one is not on the class path
   */
  public static void requireFilesystems(String option, List<String> paths) throws RunException {
    for (String path : paths) {
      Optional<Filesystems.Absent> absent = Filesystems.absentFor(path);
      if (absent.isPresent()) {
        throw new RunException(
            ExitCode.USAGE,
            "%s %s: %s, so nothing was sent; %s"
                .formatted(option, path, absent.get().reason(), absent.get().mend()));
      }
    }
  }

  /**
   * Opens the registry.
   *
   * @throws RunException when it can't be used: {@link ExitCode#USAGE} where that stays so until
   *     somebody mends it
   */
  static Registry open(StateLocation state) throws RunException {
    try {
      return Registry.open(state);
    } catch (RegistryException e) {
      throw unusable(e);
    }
  }

  /**
   * Sees that the connections lead where their lists are, once the run holds their leases.
   *
   * @throws RunException when one leads to another account now: its lists would be filled there
   */
  public static void claimAccounts(Registry registry, List<Connection> connections)
      throws RunException {
    refuse(registry.accounts().claim(connections));
  }

  /**
   * Refuses connections that lead elsewhere.
   *
   * @param elsewhere which do, for people
   * @throws RunException when there are any
   */
  public static void refuse(List<String> elsewhere) throws RunException {
    if (!elsewhere.isEmpty()) {
      throw new RunException(ExitCode.USAGE, String.join(System.lineSeparator(), elsewhere));
    }
  }

  /** What a registry that can't be used means before anything is sent. */
  public static RunException unusable(RegistryException e) {
    return new RunException(e.isOfSetUp() ? ExitCode.USAGE : ExitCode.FAILED, e.getMessage(), e);
  }

  /** Something that a run needs, and that may not be there. */
  @FunctionalInterface
  public interface Need<T> {
    T find() throws MissingInputException;
  }

  /**
   * Finds input or topics.
   *
   * @throws RunException when they are not there or can't be read
   */
  public static <T> T find(Need<T> need) throws RunException {
    try {
      return need.find();
    } catch (MissingInputException | KafkaConfigException e) {
      throw new RunException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  /**
   * Looks for topics.
   *
   * @throws RunException when they are not there or can't be read
   */
  public static void check(Runnable look) throws RunException {
    find(
        () -> {
          look.run();
          return look;
        });
  }

  /**
   * Runs a pipeline that writes no vendor's list, to its end.
   *
   * @param what it is, for people
   * @throws RunException when it failed, or ended otherwise than by being done
   */
  public void runToEnd(Pipeline pipeline, String what) throws RunException {
    try (StartedRun started = launcher.start(pipeline)) {
      Optional<PipelineResult.State> badly =
          started.waitUntilFinish().filter(state -> state != PipelineResult.State.DONE);
      if (badly.isPresent()) {
        throw new RunException(ExitCode.FAILED, "%s ended as %s".formatted(what, badly.get()));
      }
    } catch (RuntimeException e) {
      throw new RunException(ExitCode.FAILED, FailureWords.of(e), e);
    }
  }

  /** What is written first. */
  @FunctionalInterface
  public interface FirstWords {
    void write() throws IOException;
  }

  /**
   * Makes a run folder ready.
   *
   * @param out as the user named it
   * @throws RunException when it can't be written
   */
  public static void prepare(String out, FirstWords words) throws RunException {
    try {
      words.write();
    } catch (IOException e) {
      throw new RunException(
          ExitCode.USAGE,
          "run folder %s cannot be written (%s); give another --out".formatted(out, e.getMessage()),
          e);
    }
  }
}
