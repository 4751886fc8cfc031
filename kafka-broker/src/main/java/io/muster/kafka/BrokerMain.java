package io.muster.kafka;

import kafka.Kafka;
import kafka.tools.StorageTool;

/** The broker's own process: formats its log folder, then serves. */
final class BrokerMain {

  private BrokerMain() {}

  /**
   * Runs it.
   *
   * @param args the properties file and the cluster's id
   */
  public static void main(String[] args) {
    // A folder that is formatted already is left as it is: the broker has been here before.
    int formatted =
        StorageTool.execute(
            new String[] {
              "format", "--ignore-formatted", "--cluster-id", args[1], "--config", args[0]
            },
            System.out);
    if (formatted != 0) {
      Runtime.getRuntime().halt(formatted);
    }
    Kafka.main(new String[] {args[0]});
  }
}
