package io.muster.sandbox.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a vendor answers: status, headers in their order, and a body that is empty for none. */
public final class Answer {

  private static final String CONTENT_TYPE = "Content-Type";

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  /** An answer; the body is not copied, since batches are large: nobody may change it. */
  public Answer(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The headers, in their order. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The bytes, which nobody may change. */
  public byte[] body() {
    return body;
  }

  /** A status without a body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), new byte[0]);
  }

  /** A JSON body. */
  public static Answer json(int status, JsonNode body) {
    return json(status, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** JSON that is already in bytes. */
  public static Answer json(int status, byte[] body) {
    return new Answer(status, Map.of(CONTENT_TYPE, "application/json"), body);
  }

  /** This answer with one more header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }
}
