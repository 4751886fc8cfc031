package io.muster.runners.flink;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** The few answers of a JobManager's REST API that a launcher asks for, over real HTTP. */
final class FakeCluster implements AutoCloseable {

  private final HttpServer server;

  private FakeCluster(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts one.
   *
   * @param version Flink's
   * @param settings of its configuration, each a key and a value
   */
  static FakeCluster start(String version, String... settings) throws IOException {
    return withSlots(64, version, settings);
  }

  /**
   * Starts one that is small, or full.
   *
   * @param free its slots that nobody has
   */
  static FakeCluster withSlots(int free, String version, String... settings) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeCluster cluster = new FakeCluster(server);
    cluster.answer(
        "/v1/config",
        """
        {"refresh-interval":3000,"timezone-name":"UTC","timezone-offset":0,"flink-version":"%s",
         "flink-revision":"x","features":{"web-submit":true,"web-cancel":true,"web-rescale":false,"web-history":false}}
        """
            .formatted(version));
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < settings.length; i += 2) {
      entries
          .append(i == 0 ? "" : ",")
          .append("{\"key\":\"%s\",\"value\":\"%s\"}".formatted(settings[i], settings[i + 1]));
    }
    cluster.answer("/v1/jobmanager/config", "[" + entries + "]");
    cluster.answer(
        "/v1/overview",
        """
        {"taskmanagers":1,"slots-total":64,"slots-available":%d,"jobs-running":0,"jobs-finished":0,
         "jobs-cancelled":0,"jobs-failed":0,"flink-version":"%s","flink-commit":"x"}
        """
            .formatted(free, version));
    server.start();
    return cluster;
  }

  /**
   * Gives one answer after the other to the requests of a path, and the last one to all after it.
   *
   * @param answers JSON each; an empty one is a failure of the JobManager
   */
  void answer(String path, String... answers) {
    AtomicInteger asked = new AtomicInteger();
    server.createContext(
        path,
        exchange -> {
          String answer = answers[Math.min(asked.getAndIncrement(), answers.length - 1)];
          boolean failed = answer.isEmpty();
          byte[] body =
              (failed ? "{\"errors\":[\"not now\"]}" : answer).getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(failed ? 500 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  /** Fails whatever is asked of a path, in the words of an exception of the JobManager's. */
  void fail(String path, String words) {
    server.createContext(
        path,
        exchange -> {
          byte[] body =
              "{\"errors\":[\"Internal server error.\",\"<Exception on server side:\\nCaused by: %s>\"]}"
                  .formatted(words)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(500, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
