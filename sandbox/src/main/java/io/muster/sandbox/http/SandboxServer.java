package io.muster.sandbox.http;

import io.muster.sandbox.fault.Faults;
import io.muster.sandbox.journal.Journal;
import io.muster.sandbox.vendor.VendorApi;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server on its one port. */
public final class SandboxServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);
  // A stalled call holds a thread, so there are more than one would serve work with.
  private static final int THREADS = 256;
  private static final long IDLE_MILLIS = 300_000;

  private final Server server;
  private final ServerConnector connector;

  private SandboxServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for a free one
   * @throws IOException when the port cannot be had
   */
  public static SandboxServer start(
      String host,
      int port,
      List<VendorApi> apis,
      AdminEndpoint admin,
      Faults faults,
      Journal journal,
      Clock clock,
      Supplier<WireOptions> options)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 8);
    threads.setName("muster-sandbox");
    threads.setDaemon(true);
    // Threads that stall or sleep are interrupted at the stop, not waited for.
    threads.setStopTimeout(200);
    Server server = new Server(threads);
    server.setStopTimeout(0);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(32 * 1024);
    http.setUriCompliance(UriCompliance.DEFAULT);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(256);
    server.addConnector(connector);
    Map<String, VendorHandler> vendors = new HashMap<>();
    for (VendorApi api : apis) {
      vendors.put(api.prefix(), new VendorHandler(api, faults, journal, clock, options));
    }
    server.setHandler(new Routing(vendors, admin));
    try {
      server.start();
    } catch (Exception failed) {
      try {
        server.stop();
      } catch (Exception alsoFailed) {
        failed.addSuppressed(alsoFailed);
      }
      throw failed instanceof IOException io ? io : new IOException(failed);
    }
    return new SandboxServer(server, connector);
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Ends all connections. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception notStopped) {
      LOG.warn("The sandbox did not stop cleanly", notStopped);
    }
  }

  private static final class Routing extends Handler.Abstract {
    private final Map<String, VendorHandler> vendors;
    private final AdminEndpoint admin;

    Routing(Map<String, VendorHandler> vendors, AdminEndpoint admin) {
      this.vendors = vendors;
      this.admin = admin;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String path = request.getHttpURI().getCanonicalPath();
      try {
        VendorHandler vendor = vendors.get(firstSegment(path));
        if (vendor != null && path.indexOf('/', 1) > 0) {
          vendor.serve(request, response, path);
        } else {
          admin.serve(request, response, path);
        }
        callback.succeeded();
      } catch (IOException broken) {
        // The client has gone, or the connection was broken on purpose.
        LOG.debug("Connection ended on {}", path, broken);
        callback.failed(broken);
      } catch (RuntimeException bug) {
        LOG.warn("Failed on {} {}", request.getMethod(), path, bug);
        Response.writeError(request, response, callback, 500, "the sandbox failed");
      }
      return true;
    }

    private static String firstSegment(String path) {
      int end = path.indexOf('/', 1);
      return end < 0 ? path.substring(1) : path.substring(1, end);
    }
  }
}
