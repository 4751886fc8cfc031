package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.workspace.WorkspaceReader;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AudienceSelectionTest {

  private final Workspace workspace =
      WorkspaceReader.of(Destinations.load().all().stream().map(Destination::spec).toList())
          .read(Workspaces.DEMO)
          .workspace()
          .orElseThrow();

  @Test
  void nothingAskedIsAll() throws RunException {
    assertThat(selected(List.of(), List.of()), is(workspace.dataflows()));
  }

  @Test
  void aDataflowComesWithAllItsAudiences() throws RunException {
    assertThat(names(selected(List.of("intent"), List.of())), contains("intent"));
    assertThat(selected(List.of("intent"), List.of()).get(0), is(workspace.dataflows().get(3)));
  }

  @Test
  void anAudienceIsMeantInEveryDataflowThatHasIt() throws RunException {
    assertThat(names(selected(List.of(), List.of("Renewals due"))), contains("tier-1", "intent"));
  }

  @Test
  void anAudienceIsKnownByIdAndByNameInAnyCase() throws RunException {
    String id = "b7e04a52-6d1f-4c97-8f20-d35a7b9e4c03";
    assertThat(selected(List.of(), List.of(id)), is(selected(List.of(), List.of(" renewals DUE"))));
  }

  @Test
  void bothTogetherNarrow() throws RunException {
    List<Dataflow> chosen = selected(List.of("intent"), List.of("Renewals due"));
    assertThat(names(chosen), contains("intent"));
    assertThat(chosen.get(0).audiences().size(), is(1));
  }

  @Test
  void anAudienceOutsideTheChosenDataflowsIsAMistake() {
    RunException refusal =
        assertThrows(
            RunException.class, () -> selected(List.of("champions"), List.of("Renewals due")));
    assertThat(refusal.exitCode(), is(ExitCode.USAGE));
    assertThat(refusal.getMessage(), containsString("tier-1 or intent"));
  }

  private List<Dataflow> selected(List<String> dataflows, List<String> audiences)
      throws RunException {
    return new AudienceSelection(dataflows, audiences).of(workspace).dataflows();
  }

  private static List<String> names(List<Dataflow> dataflows) {
    return dataflows.stream().map(Dataflow::name).toList();
  }
}
