package io.muster.pipelines.preview;

import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.replay.ReplayChoice;
import io.muster.workspace.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code muster preview} is asked to do.
 *
 * @param workspace with only the dataflows and audiences that were asked for
 * @param inputs files, folders or globs of any Beam filesystem
 * @param limit for how many of the first changes the requests are shown
 * @param showsPersonalData whether nothing but secrets is masked
 * @param confirmedRemovals ids of audiences whose guard is let go
 * @param state what is kept of lists from earlier runs
 * @param memberships how a run would use it
 * @param diffs whether what would be sent is held against it
 * @param letters which dead letters would be sent again, where the input is dead letters
 * @param beamArguments options that are Beam's
 */
public record PreviewRequest(
    Workspace workspace,
    List<String> inputs,
    int limit,
    boolean showsPersonalData,
    Set<String> confirmedRemovals,
    RememberedLists state,
    MembershipUse memberships,
    boolean diffs,
    Optional<ReplayChoice> letters,
    List<String> beamArguments) {

  public PreviewRequest {
    inputs = List.copyOf(inputs);
    confirmedRemovals = Set.copyOf(confirmedRemovals);
    beamArguments = List.copyOf(beamArguments);
  }

  /** The same, whose input is dead letters. */
  public PreviewRequest ofLetters(ReplayChoice choice) {
    return new PreviewRequest(
        workspace,
        inputs,
        limit,
        showsPersonalData,
        confirmedRemovals,
        state,
        MembershipUse.ofReplay(),
        diffs,
        Optional.of(choice),
        beamArguments);
  }
}
