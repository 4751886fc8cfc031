package io.muster.format;

/**
 * A web address's host and port.
 *
 * @param port its digits, empty where there are none
 */
record Authority(String host, String port) {

  private static final int MAX_PORT = 65_535;
  private static final int MAX_PORT_DIGITS = 5;

  /** Splits {@code host:port}; null where what follows the colon is no port. */
  static Authority parse(String authority) {
    int colon = authority.indexOf(':');
    if (colon < 0) {
      return new Authority(authority, "");
    }
    String port = authority.substring(colon + 1);
    boolean digits = port.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits
        || port.length() > MAX_PORT_DIGITS
        || (!port.isEmpty() && Integer.parseInt(port) > MAX_PORT)) {
      return null;
    }
    return new Authority(authority.substring(0, colon), port);
  }
}
