package io.muster.kafka;

import java.io.IOException;
import java.io.InputStream;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** The broker's own process: formats its log folder, then serves until its input ends. */
final class BrokerMain {

  private BrokerMain() {}

  /**
   * Runs it.
   *
   * @param args the properties file and the cluster's id
   */
  public static void main(String[] args) {
    Thread parent = new Thread(BrokerMain::endWithParent, "parent-watch");
    parent.setDaemon(true);
    parent.start();
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

  /** The parent holds the other end of our input; when it dies, however, the input ends. */
  private static void endWithParent() {
    try {
      InputStream in = System.in;
      while (in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      // The same as its end.
    }
    Runtime.getRuntime().halt(0);
  }
}
