package io.muster.cli;

import io.muster.destination.NormalisedName;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.workspace.Suggestion;
import io.muster.workspace.Audience;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Workspace;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The dataflows and audiences that a run is asked to keep to; an empty list means all.
 *
 * @param dataflows names
 * @param audiences ids or names
 */
record AudienceSelection(List<String> dataflows, List<String> audiences) {

  AudienceSelection {
    dataflows = List.copyOf(dataflows);
    audiences = List.copyOf(audiences);
  }

  /**
   * The workspace with no other dataflows and audiences.
   *
   * @throws RunException when one is asked for that isn't there; the message has the nearest
   */
  Workspace of(Workspace workspace) throws RunException {
    Set<String> known =
        workspace.dataflows().stream()
            .map(Dataflow::name)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String name : dataflows) {
      if (!known.contains(name)) {
        throw unknown("--dataflow", name, known, known);
      }
    }
    List<Dataflow> chosen =
        workspace.dataflows().stream()
            .filter(dataflow -> dataflows.isEmpty() || dataflows.contains(dataflow.name()))
            .toList();
    for (String audience : audiences) {
      if (audiences(chosen).noneMatch(isCalled(audience))) {
        throw unknownAudience(audience, chosen, workspace);
      }
    }
    return workspace.withDataflows(
        chosen.stream()
            .map(this::narrowed)
            .filter(dataflow -> !dataflow.audiences().isEmpty())
            .toList());
  }

  /**
   * The ids of audiences that an option names.
   *
   * @param asked ids or names
   * @throws RunException when the workspace has no such audience; the message has the nearest
   */
  static Set<String> idsOf(String option, List<String> asked, Workspace workspace)
      throws RunException {
    Set<String> ids = new TreeSet<>();
    for (String each : asked) {
      List<String> found =
          audiences(workspace.dataflows()).filter(isCalled(each)).map(Audience::id).toList();
      if (found.isEmpty()) {
        throw unknownAudience(option, each, workspace.dataflows());
      }
      ids.addAll(found);
    }
    return ids;
  }

  private Dataflow narrowed(Dataflow dataflow) {
    List<Audience> kept =
        dataflow.audiences().stream()
            .filter(
                audience ->
                    audiences.isEmpty()
                        || audiences.stream().anyMatch(asked -> isCalled(asked).test(audience)))
            .toList();
    return new Dataflow(
        dataflow.name(), dataflow.connection(), dataflow.description(), kept, dataflow.mappings());
  }

  private static RunException unknownAudience(
      String audience, List<Dataflow> chosen, Workspace workspace) {
    List<String> elsewhere =
        workspace.dataflows().stream()
            .filter(dataflow -> dataflow.audiences().stream().anyMatch(isCalled(audience)))
            .map(Dataflow::name)
            .toList();
    if (!elsewhere.isEmpty()) {
      return new RunException(
          ExitCode.USAGE,
          "--audience %s: it is in the dataflow %s, which --dataflow leaves out; nothing was sent"
              .formatted(audience, Suggestion.listed(elsewhere)));
    }
    return unknownAudience("--audience", audience, chosen);
  }

  private static RunException unknownAudience(
      String option, String audience, List<Dataflow> chosen) {
    Set<String> names =
        audiences(chosen).map(Audience::name).collect(Collectors.toCollection(TreeSet::new));
    Set<String> known = new TreeSet<>(names);
    audiences(chosen).map(Audience::id).forEach(known::add);
    return unknown(option, audience, known, names);
  }

  private static RunException unknown(
      String option, String word, Set<String> known, Set<String> listed) {
    String mend =
        Suggestion.nearest(word, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElseGet(() -> "there is " + Suggestion.listed(listed));
    return new RunException(
        ExitCode.USAGE,
        "%s %s: the workspace has no such %s, so nothing was sent; %s"
            .formatted(option, word, option.equals("--dataflow") ? "dataflow" : "audience", mend));
  }

  private static Stream<Audience> audiences(List<Dataflow> dataflows) {
    return dataflows.stream().flatMap(dataflow -> dataflow.audiences().stream());
  }

  private static Predicate<Audience> isCalled(String asked) {
    return audience -> audience.id().equals(asked) || NormalisedName.same(audience.name(), asked);
  }
}
