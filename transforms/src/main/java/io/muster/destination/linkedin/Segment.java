package io.muster.destination.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A DMP segment, as a list of them shows it.
 *
 * @param key {@code sourceSegmentId}, its creator's own; empty where it has none
 * @param platform {@code sourcePlatform}, its creator
 */
record Segment(String id, String name, String type, String key, String platform) {

  /** A segment of users can share a company segment's key and name (SEGMENT). */
  boolean isOfCompanies() {
    return type.equalsIgnoreCase("COMPANY");
  }

  private static Segment read(JsonNode node) {
    return new Segment(
        node.path("id").asText(""),
        node.path("name").asText(""),
        node.path("type").asText(""),
        node.path("sourceSegmentId").asText(""),
        node.path("sourcePlatform").asText(""));
  }

  /**
   * A page of them.
   *
   * @param size entries of the page, readable or not
   * @param total entries of all pages; as many as there can be where LinkedIn doesn't say
   */
  record Page(List<Segment> segments, int size, long total) {

    private static final long UNKNOWN = Long.MAX_VALUE;

    /** Whether the page has one entry, and LinkedIn tells of no other page. */
    boolean isAlone() {
      return size == 1 && (total <= 1 || total == UNKNOWN);
    }

    /** Empty when the body is no page. */
    static Optional<Page> read(JsonNode body) {
      JsonNode elements = body.path("elements");
      long total = body.path("paging").path("total").asLong(UNKNOWN);
      // A page without entries may have no array to show them in.
      boolean none = elements.isNull() || (elements.isMissingNode() && total == 0);
      if (!elements.isArray() && !none) {
        return Optional.empty();
      }
      List<Segment> segments = new ArrayList<>();
      for (JsonNode element : elements) {
        Segment segment = Segment.read(element);
        if (segment.isOfCompanies() && !segment.id().isBlank()) {
          segments.add(segment);
        }
      }
      return Optional.of(new Page(segments, elements.size(), total));
    }
  }
}
