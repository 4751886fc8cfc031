package io.muster.pipelines.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** A way to a server on this machine that can be cut and mended. */
final class Relay implements AutoCloseable {

  private final int target;
  private final int port;
  private final List<Socket> open = new ArrayList<>();
  private ServerSocket door;

  private Relay(int target, ServerSocket door) {
    this.target = target;
    this.door = door;
    this.port = door.getLocalPort();
    answer(door);
  }

  static Relay to(int target) throws IOException {
    return new Relay(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  int port() {
    return port;
  }

  /** Ends what is connected and refuses what comes. */
  synchronized void goAway() throws IOException {
    door.close();
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  synchronized void comeBack() {
    try {
      door = new ServerSocket();
      door.setReuseAddress(true);
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answer(door);
  }

  private void answer(ServerSocket here) {
    start(
        () -> {
          while (true) {
            Socket client = here.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            synchronized (this) {
              open.add(client);
              open.add(server);
            }
            start(() -> copy(client, server));
            start(() -> copy(server, client));
          }
        });
  }

  private static void copy(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (SocketException e) {
                // Cut, as it was asked to be, or at its end.
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    goAway();
  }
}
