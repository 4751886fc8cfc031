package io.muster.destination;

import io.muster.vendor.Exchange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Answers for a {@link io.muster.vendor.Rehearsal}. */
public final class RehearsedReply {

  private RehearsedReply() {}

  /** A status with a body of JSON, which may be empty. */
  public static Exchange.Reply of(int status, String json) {
    return of(status, Map.of(), json);
  }

  /** The same, with headers. */
  public static Exchange.Reply of(int status, Map<String, String> headers, String json) {
    return new Exchange.Reply(
        status, headers, json.getBytes(StandardCharsets.UTF_8), true, Duration.ZERO);
  }
}
