package io.muster.flink.distribution;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Lets the JDK's HTTP servers listen on 127.0.0.1 alone. Flink's Prometheus reporter opens one on
 * all addresses of the machine, and has no option to say otherwise.
 */
public final class LoopbackHttpServers extends HttpServerProvider {

  private final HttpServerProvider jdk;

  /** For the JDK, which is told of it by {@code com.sun.net.httpserver.HttpServerProvider}. */
  public LoopbackHttpServers() throws ReflectiveOperationException {
    // By name: its package is exported to us by an option of the JVM alone (see jvm-options).
    jdk =
        Class.forName("sun.net.httpserver.DefaultHttpServerProvider")
            .asSubclass(HttpServerProvider.class)
            .getConstructor()
            .newInstance();
  }

  @Override
  public HttpServer createHttpServer(InetSocketAddress address, int backlog) throws IOException {
    return jdk.createHttpServer(onLoopback(address), backlog);
  }

  @Override
  public HttpsServer createHttpsServer(InetSocketAddress address, int backlog) throws IOException {
    return jdk.createHttpsServer(onLoopback(address), backlog);
  }

  private static InetSocketAddress onLoopback(InetSocketAddress address) {
    // Without an address there is nothing to bind yet.
    return address == null
        ? null
        : new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort());
  }
}
