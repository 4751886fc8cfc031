package io.muster.destination.demandbase;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/**
 * An import job, which stands for a list (DB-IMP, DataImportJob).
 *
 * @param state {@code new}, {@code processing}, {@code completed} or {@code failed}, in lower case
 *     whatever the vendor writes; anything else is not understood
 */
record ImportJob(String id, String name, String entityType, String state) {

  /** The job in a body; empty when that is none. */
  static Optional<ImportJob> read(JsonNode node) {
    String id = node.path("id").asText("");
    if (id.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        new ImportJob(
            id,
            node.path("dataImportName").asText(""),
            node.path("entityType").asText(""),
            node.path("state").asText("").strip().toLowerCase(Locale.ROOT)));
  }
}
