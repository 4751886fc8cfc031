package io.muster.vendor;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long an exchange with a vendor may take.
 *
 * @param connect to open a connection, the wait for a free one included
 * @param response between two bytes of an answer, the first one included
 * @param total for the whole exchange, however its bytes are spread; a request body adds a second
 *     for each 128 KiB, so that a large import over a slow line is not cut off
 */
public record HttpTimeouts(Duration connect, Duration response, Duration total)
    implements Serializable {

  private static final int UPLOAD_BYTES_PER_SECOND = 128 << 10;

  /** 10 seconds to connect, 30 for a byte, 60 for all. */
  public static HttpTimeouts defaults() {
    return new HttpTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  /** The total for a request with a body of that many bytes; negative where it isn't known. */
  Duration totalFor(long bodyBytes) {
    return total.plusSeconds(Math.max(0, bodyBytes) / UPLOAD_BYTES_PER_SECOND);
  }
}
