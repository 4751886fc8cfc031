package io.muster.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of 127.0.0.1 that nobody listens on. */
public final class LoopbackPorts {

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
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
