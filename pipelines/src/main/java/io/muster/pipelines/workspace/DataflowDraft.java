package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import io.muster.workspace.Dataflow;
import java.util.List;
import java.util.Optional;

/**
 * A dataflow as far as it could be read.
 *
 * @param place where its name stands
 * @param connection the connection, or the one that the writer seems to have meant
 */
record DataflowDraft(
    String name,
    Place place,
    Optional<ConnectionDraft> connection,
    String description,
    Located<List<AudienceDraft>> audiences,
    Located<List<MappingDraft>> mappings) {

  Optional<DestinationSpec> spec() {
    return connection.flatMap(ConnectionDraft::spec);
  }

  /** The dataflow; only where no mistake has been reported. */
  Dataflow toDataflow() {
    return new Dataflow(
        name,
        connection.orElseThrow().name(),
        description,
        audiences.value().stream().map(AudienceDraft::toAudience).toList(),
        mappings.value().stream().map(MappingDraft::toMapping).toList());
  }
}
