package io.muster.cli;

import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.IfRunning;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunTerms;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that delivers. */
final class RunOptions {

  @Mixin private PlaceOptions place;
  @Mixin private AudienceOptions audiences;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder (default: runs/RUN in the state folder).")
  private String out;

  @Option(
      names = "--drain-timeout",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = DurationConverter.class,
      description =
          "How long to wait for the vendors once the input has ended: a whole number and s, m, h"
              + " or d (default: ${DEFAULT-VALUE}). What is then still open has failed.")
  private Duration drainTimeout;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      converter = RunIdConverter.class,
      description =
          "What to call the run: letters, digits, '.', '_' and '-', at most 100. One that is done"
              + " (it ended with 0 or 3) is not made again: the command says what came of it and"
              + " ends likewise. One that failed or died is.")
  private String id;

  @Option(
      names = "--if-running",
      paramLabel = "WHAT",
      defaultValue = "fail",
      converter = IfRunningConverter.class,
      description =
          "When another run writes where this one is to write: skip (end with 0 at once), wait"
              + " (until it has ended) or fail (end with 4; the default). Nothing is sent"
              + " meanwhile.")
  private IfRunning ifRunning;

  @Option(
      names = "--wait-timeout",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = DurationConverter.class,
      description =
          "How long to wait at most, where waiting is asked for (default: ${DEFAULT-VALUE}). Then"
              + " --if-running wait ends with 4.")
  private Duration waitTimeout;

  private static final class IfRunningConverter implements ITypeConverter<IfRunning> {
    @Override
    public IfRunning convert(String word) {
      return ChoiceWords.choice(IfRunning.class, word);
    }
  }

  /**
   * The workspace with no other dataflows and audiences than those that are asked for.
   *
   * @throws RunException when it has not all of them
   */
  Workspace chosen(Workspace whole) throws RunException {
    return audiences.chosen(whole);
  }

  /**
   * The runner that is asked for.
   *
   * @throws RunException when there is none of that name, or the options exclude each other
   */
  RunnerLauncher launcher() throws RunException {
    return place.launcher();
  }

  /**
   * The audiences that may lose as many members as the input says.
   *
   * @throws RunException when the workspace has not all of them
   */
  Set<String> confirmed(Workspace workspace) throws RunException {
    return audiences.confirmed(workspace);
  }

  /** How long to wait where that is asked for. */
  Duration waitTimeout() {
    return waitTimeout;
  }

  /** Whether it is said what is done when the run was made before, or another one is at work. */
  boolean isOnTerms() {
    return id != null || ifRunning != IfRunning.FAIL;
  }

  /**
   * A request with these options.
   *
   * @param command names the run where it has more than one dataflow
   * @param workspace with what was {@linkplain #chosen chosen}
   * @param inputs the files to read, if it reads files
   */
  ActivationRequest request(
      String command,
      Workspace workspace,
      List<String> inputs,
      BeamArguments beam,
      Surroundings surroundings)
      throws RunException {
    boolean one = workspace.dataflows().size() == 1;
    String run =
        id != null
            ? id
            : launcher()
                .fixedRun()
                .orElseGet(
                    () ->
                        new RunNames(surroundings.clock(), surroundings.random())
                            .next(one ? workspace.dataflows().get(0).name() : command));
    return new ActivationRequest(
            run,
            workspace,
            inputs,
            out == null ? RunFolders.defaultFor(workspace, run) : out,
            confirmed(workspace),
            drainTimeout,
            place.withMaster(beam.arguments()))
        .on(new RunTerms(command, Optional.ofNullable(id), ifRunning, waitTimeout));
  }

  /**
   * The consumer group of runs with these options: runs that deliver different parts of a workspace
   * are done with different records.
   */
  String group(String first, WorkspaceOptions workspace) {
    List<String> parts = new ArrayList<>();
    parts.add(first);
    parts.add(workspace.folderName());
    parts.addAll(audiences.words());
    return String.join("-", parts);
  }
}
