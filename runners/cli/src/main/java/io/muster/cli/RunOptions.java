package io.muster.cli;

import io.muster.destination.Destinations;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.IfRunning;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunTerms;
import io.muster.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that delivers. */
final class RunOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private WorkspaceOptions workspaceOptions;
  @Mixin private AudienceOptions audiences;
  @Mixin private PlaceOptions place;
  @Mixin private OutputOptions output;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      converter = PathText.class,
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
              + " ends likewise. One that failed or died is. A run of another command, workspace or"
              + " choice of audiences needs another id.")
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
   * Reads the options and the workspace, whose warnings are printed.
   *
   * @param others the command's arguments that are none of ours; picocli gives them to no mixin
   * @throws RunException when the workspace is wrong or has not all that is asked for, or there is
   *     no such runner
   */
  Delivery delivery(List<String> others, Surroundings surroundings) throws RunException {
    CommandLine command = spec.commandLine();
    BeamArguments beam = BeamArguments.of(others, command);
    Workspace whole = workspaceOptions.load(Destinations.load(), command.getErr());
    Workspace chosen = audiences.chosen(whole);
    return new Delivery(
        beam,
        chosen,
        !chosen.dataflows().equals(whole.dataflows()),
        place.launcher(),
        new RunConsole(command, surroundings, output.json()));
  }

  /**
   * The audiences that may lose as many members as the input says.
   *
   * @throws RunException when the workspace has not all of them
   */
  Set<String> confirmed(Workspace workspace) throws RunException {
    return audiences.confirmed(workspace);
  }

  /** Whether programs are to read what is shown. */
  boolean json() {
    return output.json();
  }

  /** Of the folder that the workspace file is in. */
  String folderName() {
    return workspaceOptions.folderName();
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
   * @param inputs the files to read, if it reads files
   */
  ActivationRequest request(
      String command, Delivery delivery, List<String> inputs, Surroundings surroundings)
      throws RunException {
    Workspace workspace = delivery.workspace();
    boolean one = workspace.dataflows().size() == 1;
    String run =
        id != null
            ? id
            : delivery
                .launcher()
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
            place.withMaster(delivery.beam().arguments()))
        .on(
            new RunTerms(
                command,
                audiences.options(workspace),
                Optional.ofNullable(id),
                ifRunning,
                waitTimeout));
  }

  /**
   * The consumer group of runs with these options: runs that deliver different parts of a workspace
   * are done with different records.
   */
  String group(String first) {
    List<String> parts = new ArrayList<>();
    parts.add(first);
    parts.add(folderName());
    parts.addAll(audiences.words());
    return String.join("-", parts);
  }
}
