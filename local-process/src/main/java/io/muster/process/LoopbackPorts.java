package io.muster.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of 127.0.0.1 that nobody listens on. */
public final class LoopbackPorts {

  // Below those that a system gives to outgoing connections: one of them would take the port before
  // the process that it was looked for listens.
  private static final int FIRST = 15_000;
  private static final int LAST = 32_000;
  private static final int TRIES = 1_000;

  private LoopbackPorts() {}

  /**
   * Some that differ. They are free now; whoever comes first takes them.
   *
   * @throws IOException when there are not so many
   */
  public static List<Integer> free(int count) throws IOException {
    // Open all at once, so that they differ.
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(open());
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private static ServerSocket open() throws IOException {
    for (int i = 1; ; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (BindException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }
}
