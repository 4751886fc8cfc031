package io.muster.destination.bombora;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A list, as the list of all lists shows it (BO-SPEC). */
record AccountListSummary(String id, String name, String type) {

  /** Members can be written only to lists of this type (BO-SPEC). */
  boolean isManual() {
    return type.equals("Manual");
  }

  /**
   * All lists in a body; the schema has an array, the example an object around it (BO-SPEC). Empty
   * when it is neither.
   */
  static Optional<List<AccountListSummary>> readAll(JsonNode body) {
    JsonNode lists = body.isArray() ? body : body.path("accountLists");
    // Without any list there may be no array to show them in.
    if (!lists.isArray() && !lists.isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        StreamSupport.stream(lists.spliterator(), false)
            .map(AccountListSummary::read)
            .filter(list -> !list.id().isBlank())
            .toList());
  }

  private static AccountListSummary read(JsonNode node) {
    return new AccountListSummary(
        node.path("id").asText(""), node.path("name").asText(""), node.path("type").asText(""));
  }
}
