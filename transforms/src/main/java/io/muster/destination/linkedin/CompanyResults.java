package io.muster.destination.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.muster.destination.Receipt.ElementResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads the results of a batch: one for each element, in the order sent (SEGMENT). Where results
 * name their element by {@code batchIndex}, as since version 202502 (SEGMENT-UP), that is what
 * counts, and an element without a result, or with two, has none. Where they don't, a list that is
 * too short doesn't say which are missing, so no element has one: taking it for the first of them
 * could call a member accepted that was not.
 */
final class CompanyResults {

  private static final int NO_INDEX = Integer.MIN_VALUE;

  private CompanyResults() {}

  /**
   * One result for each element sent.
   *
   * @param size elements sent
   * @return empty when the body is no list of results, or of more than were asked for
   */
  static Optional<List<ElementResult>> read(JsonNode body, int size) {
    JsonNode elements = body.path("elements");
    if (!elements.isArray() || elements.size() > size) {
      return Optional.empty();
    }
    boolean indexed = false;
    for (JsonNode element : elements) {
      indexed |= index(element) != NO_INDEX;
    }
    List<JsonNode> results = new ArrayList<>(Collections.nCopies(size, MissingNode.getInstance()));
    if (indexed) {
      placeByIndex(elements, results);
    } else if (elements.size() == size) {
      placeByPosition(elements, results);
    }
    return Optional.of(results.stream().map(LinkedInAnswers::element).toList());
  }

  private static void placeByPosition(JsonNode elements, List<JsonNode> results) {
    for (int i = 0; i < elements.size(); i++) {
      results.set(i, elements.get(i));
    }
  }

  /** The element that a result is of; the number may be written as text. */
  private static int index(JsonNode element) {
    return element.path("batchIndex").asInt(NO_INDEX);
  }

  private static void placeByIndex(JsonNode elements, List<JsonNode> results) {
    boolean[] named = new boolean[results.size()];
    for (JsonNode element : elements) {
      int index = index(element);
      if (index < 0 || index >= results.size()) {
        continue;
      }
      results.set(index, named[index] ? MissingNode.getInstance() : element);
      named[index] = true;
    }
  }
}
