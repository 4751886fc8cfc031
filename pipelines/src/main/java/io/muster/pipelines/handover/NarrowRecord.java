package io.muster.pipelines.handover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Takes out of a well-formed record what it says of other audiences than those that are asked for.
 */
final class NarrowRecord {

  private static final String MEMBERSHIP = "segmentMembership";
  private static final String NAMESPACE = "ups";

  private final JsonMapper json = JsonMapper.builder().build();
  private final Set<String> audiences;

  /**
   * @param audiences the ids of those that it may speak for
   */
  NarrowRecord(Set<String> audiences) {
    this.audiences = Set.copyOf(audiences);
  }

  /** The record's text without the others. */
  String narrow(byte[] record) {
    try {
      JsonNode whole = json.readTree(new String(record, StandardCharsets.UTF_8).strip());
      if (whole.path(MEMBERSHIP).path(NAMESPACE) instanceof ObjectNode named) {
        named.retain(audiences);
      }
      return json.writeValueAsString(whole);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a record that was parsed before", e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading an array of bytes", e);
    }
  }
}
