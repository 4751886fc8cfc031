package io.muster.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The few answers of Flink's REST API that {@code jobs} and {@code stop} ask for, over real HTTP. A
 * real cluster is asked by the tests of the jar for clusters.
 */
final class FakeFlink implements AutoCloseable {

  static final String SAVEPOINT = "file:/savepoints/savepoint-5f0e7d-1a2b";

  static final String CHECKPOINT = "file:/checkpoints/5f0e7d/chk-7";

  private static final String TRIGGER = "00000000000000000000000000000001";

  private final HttpServer server;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final List<String> stopRequests = new ArrayList<>();

  /**
   * A job.
   *
   * @param run of Muster's; none for somebody else's job
   * @param registry where its run's registry is; empty where it doesn't say so
   */
  private record Job(
      String id, String run, String state, long startedAt, String folder, String registry) {}

  private FakeFlink(HttpServer server) {
    this.server = server;
  }

  static FakeFlink start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeFlink flink = new FakeFlink(server);
    server.createContext("/", flink::answer);
    server.start();
    return flink;
  }

  /** Has a job, later than those before. */
  FakeFlink with(String id, String run, String state) {
    return with(id, run, state, "/runs/1", "");
  }

  /** Has a job whose run folder and registry are known. */
  FakeFlink with(String id, String run, String state, String folder, String registry) {
    long startedAt = 1_700_000_000_000L + jobs.size() * 1_000L;
    jobs.put(id, new Job(id, run, state, startedAt, folder, registry));
    return this;
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The bodies of the requests to stop a job, each after the job's id. */
  List<String> stopRequests() {
    synchronized (stopRequests) {
      return List.copyOf(stopRequests);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body =
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).strip();
    String[] parts = path.split("/", -1);
    if (path.equals("/v1/jobs/overview")) {
      send(exchange, 200, overview());
    } else if (path.endsWith("/config") && jobs.containsKey(parts[3])) {
      send(exchange, 200, config(jobs.get(parts[3])));
    } else if (exchange.getRequestMethod().equals("PATCH")) {
      Job job = jobs.get(parts[3]);
      jobs.put(
          job.id(),
          new Job(job.id(), job.run(), "CANCELED", job.startedAt(), job.folder(), job.registry()));
      send(exchange, 202, "{}");
    } else if (path.endsWith("/checkpoints")) {
      send(exchange, 200, checkpoints());
    } else if (path.endsWith("/status")) {
      send(exchange, 200, "{\"status\":\"" + jobs.get(parts[3]).state() + "\"}");
    } else if (path.endsWith("/stop")) {
      synchronized (stopRequests) {
        stopRequests.add(parts[3] + " " + body);
      }
      send(exchange, 202, "{\"request-id\":\"" + TRIGGER + "\"}");
    } else if (path.endsWith("/savepoints/" + TRIGGER)) {
      send(
          exchange,
          200,
          "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"" + SAVEPOINT + "\"}}");
    } else {
      send(exchange, 404, "{\"errors\":[\"Not found: " + path + "\"]}");
    }
  }

  private String overview() {
    return jobs.values().stream()
        .map(
            job ->
                """
                {"jid":"%s","name":"name of %s","start-time":%d,"end-time":-1,"duration":1,
                 "state":"%s","last-modification":1,"tasks":{"running":1,"canceling":0,"canceled":0,
                 "total":1,"created":0,"scheduled":0,"deploying":0,"reconciling":0,"finished":0,
                 "initializing":0,"failed":0}}
                """
                    .formatted(job.id(), job.id(), job.startedAt(), job.state()))
        .collect(Collectors.joining(",", "{\"jobs\":[", "]}"));
  }

  private static String config(Job job) {
    String labels =
        job.run().isEmpty()
            ? ""
            : "\"musterRun\":\"%s\",\"musterReads\":\"topic changes\",\"musterFolder\":\"%s\",\"musterState\":\"%s\""
                .formatted(job.run(), job.folder(), job.registry());
    return """
        {"jid":"%s","name":"n","execution-config":{"execution-mode":"PIPELINED",
         "restart-strategy":"r","job-parallelism":1,"object-reuse-mode":false,"user-config":{%s}}}
        """
        .formatted(job.id(), labels);
  }

  /** As a job that was cancelled has kept its last one. */
  private static String checkpoints() {
    String figures = "\"min\":1,\"max\":1,\"avg\":1,\"p50\":1.0,\"p90\":1.0,\"p95\":1.0";
    String summary = "{" + figures + ",\"p99\":1.0,\"p999\":1.0}";
    return """
        {"counts":{"restored":0,"total":7,"in_progress":0,"completed":7,"failed":0},
         "summary":{"checkpointed_size":%1$s,"state_size":%1$s,"end_to_end_duration":%1$s,
         "alignment_buffered":%1$s,"processed_data":%1$s,"persisted_data":%1$s},
         "latest":{"completed":{"className":"completed","id":7,"status":"COMPLETED",
         "is_savepoint":false,"savepointFormat":null,"trigger_timestamp":1,"latest_ack_timestamp":2,
         "checkpointed_size":1,"state_size":1,"end_to_end_duration":1,"alignment_buffered":0,
         "processed_data":0,"persisted_data":0,"num_subtasks":1,"num_acknowledged_subtasks":1,
         "checkpoint_type":"CHECKPOINT","tasks":{},"external_path":"%2$s","discarded":false},
         "savepoint":null,"failed":null,"restored":null},"history":[]}
        """
        .formatted(summary, CHECKPOINT);
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
