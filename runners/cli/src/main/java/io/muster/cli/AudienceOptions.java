package io.muster.cli;

import io.muster.pipelines.run.RunException;
import io.muster.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that say which audiences a run is about. */
final class AudienceOptions {

  @Option(
      names = "--dataflow",
      paramLabel = "NAME",
      description = "Only this dataflow. May be repeated.")
  private List<String> dataflows = new ArrayList<>();

  @Option(
      names = "--audience",
      paramLabel = "ID|NAME",
      description = "Only this audience. May be repeated.")
  private List<String> audiences = new ArrayList<>();

  @Option(
      names = "--confirm-removals",
      paramLabel = "ID|NAME",
      description =
          "Remove as many members of this audience as the input says, for this run, whatever its"
              + " guard allows. May be repeated.")
  private List<String> confirmedRemovals = new ArrayList<>();

  /**
   * The workspace with no other dataflows and audiences than those that are asked for.
   *
   * @throws RunException when it has not all of them
   */
  Workspace chosen(Workspace whole) throws RunException {
    return new AudienceSelection(dataflows, audiences).of(whole);
  }

  /**
   * The ids of the audiences that may lose as many members as the input says.
   *
   * @throws RunException when the workspace has not all of them
   */
  Set<String> confirmed(Workspace workspace) throws RunException {
    return AudienceSelection.idsOf("--confirm-removals", confirmedRemovals, workspace);
  }

  /**
   * What is asked for, in one way of writing for all; empty for the whole workspace.
   *
   * @throws RunException when the workspace has not all of it
   */
  String options(Workspace workspace) throws RunException {
    return Stream.concat(
            dataflows.stream().distinct().sorted().map(name -> "--dataflow " + name),
            AudienceSelection.idsOf("--audience", audiences, workspace).stream()
                .map(id -> "--audience " + id))
        .collect(Collectors.joining(" "));
  }

  /** What is asked for, dataflows first, as it was written; empty for the whole workspace. */
  List<String> words() {
    return Stream.concat(dataflows.stream(), audiences.stream()).toList();
  }
}
