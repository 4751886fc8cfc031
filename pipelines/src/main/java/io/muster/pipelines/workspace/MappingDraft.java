package io.muster.pipelines.workspace;

import io.muster.workspace.Mapping;
import io.muster.workspace.SourcePath;
import java.util.Optional;

/** A mapping as far as it could be read. */
record MappingDraft(Optional<SourcePath> source, Optional<Located<String>> target) {

  /** The mapping; only where no mistake has been reported. */
  Mapping toMapping() {
    return new Mapping(source.orElseThrow(), target.orElseThrow().value());
  }
}
