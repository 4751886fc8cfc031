package io.muster.runners.flink;

import io.muster.pipelines.run.RefusedOptionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a cluster's REST API listens.
 *
 * @param host its name or address; an IPv6 address in brackets
 * @param port from 1 to 65535
 */
record MasterAddress(String host, int port) {

  private static final int FLINKS_PORT = 8081;
  private static final int HIGHEST_PORT = 65_535;

  /** As Beam takes it: {@code host}, {@code host:port}, also as a URL. */
  private static final Pattern SHAPE =
      Pattern.compile("(?:https?://)?([^/:\\s\\[\\]]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?/?");

  /**
   * Reads it.
   *
   * @throws RefusedOptionException when it is no address
   */
  static MasterAddress parse(String text) {
    Matcher shape = SHAPE.matcher(text.strip());
    if (shape.matches()) {
      int port = shape.group(2) == null ? FLINKS_PORT : Integer.parseInt(shape.group(2));
      if (port >= 1 && port <= HIGHEST_PORT) {
        return new MasterAddress(shape.group(1), port);
      }
    }
    throw new RefusedOptionException(
        "--flinkMaster=%s is no address; write HOST:PORT, such as localhost:8081".formatted(text));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
