package io.muster.flink.cluster;

/** A topic of the broker that is started beside the cluster. */
record Topic(String name, int partitions) {

  private static final int PARTITIONS = 4;

  /**
   * Reads {@code NAME} or {@code NAME:PARTITIONS}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static Topic parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    int partitions = PARTITIONS;
    if (colon >= 0) {
      try {
        partitions = Integer.parseInt(text.substring(colon + 1));
      } catch (NumberFormatException e) {
        partitions = 0;
      }
    }
    if (!name.matches("[A-Za-z0-9._-]{1,249}") || partitions < 1) {
      throw new IllegalArgumentException(
          "'" + text + "' is no topic; say NAME or NAME:PARTITIONS, such as changes:4");
    }
    return new Topic(name, partitions);
  }
}
