package io.muster.destination.linkedin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.muster.destination.RehearsedReply;
import io.muster.vendor.Exchange;
import io.muster.vendor.Rehearsal;
import io.muster.vendor.VendorRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;

/** LinkedIn as it would answer: every company is taken (LI-SEG, LI-COMP). */
final class LinkedInRehearsal implements Rehearsal {

  private static final JsonFactory JSON = new JsonFactory();

  private final String segments;
  private int made;

  /**
   * @param endpoint the API's
   */
  LinkedInRehearsal(String endpoint) {
    this.segments = endpoint + "/dmpSegments";
  }

  @Override
  public Exchange.Reply answer(VendorRequest request) {
    if (request.kind().equals(LinkedInLists.COMPANIES)) {
      return taken(request);
    }
    if (request.method().equals("GET")) {
      return request.url().startsWith(segments + "?")
          ? RehearsedReply.of(200, "{\"elements\":[],\"paging\":{\"total\":0}}")
          : RehearsedReply.of(200, "{\"status\":\"BUILDING\"}");
    }
    return request.method().equals("POST") && request.url().equals(segments)
        ? RehearsedReply.of(201, Map.of("x-restli-id", NEW_LIST + ++made), "")
        : RehearsedReply.of(204, "");
  }

  private static Exchange.Reply taken(VendorRequest request) {
    String elements = String.join(",", Collections.nCopies(elements(request), "{\"status\":201}"));
    return RehearsedReply.of(200, "{\"elements\":[" + elements + "]}");
  }

  private static int elements(VendorRequest request) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int elements = 0;
    try {
      request.body().orElseThrow().writeTo(body);
      try (JsonParser json = JSON.createParser(body.toByteArray())) {
        int depth = 0;
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
          elements += token == JsonToken.START_OBJECT && depth == 2 ? 1 : 0;
          depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return elements;
  }
}
