package io.muster.pipelines.workspace;

import io.muster.workspace.StateLocation;
import io.muster.workspace.Workspace;
import java.util.List;

/** A workspace as far as it could be read. */
record WorkspaceDraft(
    StateLocation state, List<ConnectionDraft> connections, List<DataflowDraft> dataflows) {

  /** The workspace; only where no mistake has been reported. */
  Workspace toWorkspace(String file) {
    return new Workspace(
        file,
        state,
        connections.stream().map(ConnectionDraft::toConnection).toList(),
        dataflows.stream().map(DataflowDraft::toDataflow).toList());
  }
}
