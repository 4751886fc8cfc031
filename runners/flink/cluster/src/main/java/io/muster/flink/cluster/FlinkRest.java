package io.muster.flink.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.process.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A client of Flink's REST API, as far as tests of jobs need it. Jobs, jars and triggers are known
 * by Flink's ids. Safe for use by several threads.
 *
 * <p>Every method throws {@link IOException} when Flink cannot be reached in time, or refuses; the
 * message then has Flink's reason.
 *
 * @see <a href="https://nightlies.apache.org/flink/flink-docs-release-1.19/docs/ops/rest_api/">REST
 *     API of Flink 1.19</a>
 */
public final class FlinkRest {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  // Running a jar's main is part of an answer.
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final int REASON_LENGTH = 4000;

  private final URI url;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final ObjectMapper json = new ObjectMapper();

  /**
   * Asks nothing yet.
   *
   * @param url without a path, such as {@code http://127.0.0.1:8081}
   */
  public FlinkRest(URI url) {
    this.url = url;
  }

  /** Where it is, which is where its page for people is too. */
  public URI url() {
    return url;
  }

  /**
   * What the cluster has.
   *
   * @param taskManagers that have registered and are not given up
   * @param slots of all of them
   * @param freeSlots of those
   * @param runningJobs in any state that is not an end
   */
  public record Overview(int taskManagers, int slots, int freeSlots, int runningJobs) {}

  /** What the cluster has now. */
  public Overview overview() throws IOException {
    JsonNode overview = get("/overview");
    return new Overview(
        overview.path("taskmanagers").asInt(),
        overview.path("slots-total").asInt(),
        overview.path("slots-available").asInt(),
        overview.path("jobs-running").asInt());
  }

  /** The ids of the TaskManagers that have registered, told their slots, and are not given up. */
  public Set<String> taskManagers() throws IOException {
    Set<String> ids = new HashSet<>();
    for (JsonNode taskManager : get("/taskmanagers").path("taskmanagers")) {
      if (taskManager.path("slotsNumber").asInt() > 0) {
        ids.add(taskManager.path("id").asText());
      }
    }
    return ids;
  }

  /** A job that runs, or has ended within the last hour. */
  public record Job(String id, String name, JobState state) {}

  /** All of them, in no order. */
  public List<Job> jobs() throws IOException {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      jobs.add(
          new Job(
              job.path("jid").asText(),
              job.path("name").asText(),
              JobState.valueOf(job.path("state").asText())));
    }
    return jobs;
  }

  /** A job's state. */
  public JobState state(String job) throws IOException {
    return JobState.valueOf(get("/jobs/" + job + "/status").path("status").asText());
  }

  /**
   * Waits until a job is in a state. A job is {@code RUNNING} before its tasks are: see {@link
   * #awaitTasksRunning}.
   *
   * @throws IOException also when it isn't in time, or has ended in another; the message then has
   *     the job's exceptions
   */
  public void awaitState(String job, JobState wanted, Duration atMost) throws IOException {
    Patience.until(
        "job " + job + " is " + wanted,
        atMost,
        () -> {
          JobState state = state(job);
          failIfEnded(job, state, wanted);
          return state == wanted;
        });
  }

  /**
   * Waits until each task of a job runs, or has finished because there is nothing for it to do.
   *
   * @throws IOException also when they don't in time, or the job has ended
   */
  public void awaitTasksRunning(String job, Duration atMost) throws IOException {
    Patience.until(
        "all tasks of job " + job + " run",
        atMost,
        () -> {
          failIfEnded(job, state(job), JobState.RUNNING);
          List<Vertex> vertices = vertices(job);
          return !vertices.isEmpty() && vertices.stream().allMatch(Vertex::isUp);
        });
  }

  private void failIfEnded(String job, JobState state, JobState wanted) throws IOException {
    if (state.isEnd() && state != wanted) {
      throw new IOException(
          "job " + job + " is " + state + " and not " + wanted + ": " + exceptions(job));
    }
  }

  /**
   * A vertex of a job's graph: operators that run in one task.
   *
   * @param name as the page shows it, without markup's entities undone
   * @param parallelism how many tasks it has
   * @param running how many of those run
   * @param finished how many have come to their end
   */
  public record Vertex(String id, String name, int parallelism, int running, int finished) {

    private boolean isUp() {
      return running + finished == parallelism;
    }
  }

  /** A job's vertices, sources first. */
  public List<Vertex> vertices(String job) throws IOException {
    List<Vertex> vertices = new ArrayList<>();
    for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
      vertices.add(
          new Vertex(
              vertex.path("id").asText(),
              vertex.path("name").asText(),
              vertex.path("parallelism").asInt(),
              vertex.path("tasks").path("RUNNING").asInt(),
              vertex.path("tasks").path("FINISHED").asInt()));
    }
    return vertices;
  }

  /** The stack traces of a job's failures, the latest first; as many as Flink keeps. */
  public List<String> exceptions(String job) throws IOException {
    List<String> traces = new ArrayList<>();
    for (JsonNode entry :
        get("/jobs/" + job + "/exceptions").path("exceptionHistory").path("entries")) {
      traces.add(entry.path("stacktrace").asText());
    }
    return traces;
  }

  /**
   * A job's checkpoints since it was submitted, savepoints included.
   *
   * @param restored how often it went back to one
   * @param latest where the latest is, if it is kept outside the job
   */
  public record Checkpoints(long completed, long failed, long restored, Optional<String> latest) {}

  /** A job's checkpoints until now. */
  public Checkpoints checkpoints(String job) throws IOException {
    JsonNode checkpoints = get("/jobs/" + job + "/checkpoints");
    JsonNode counts = checkpoints.path("counts");
    String latest = checkpoints.path("latest").path("completed").path("external_path").asText("");
    return new Checkpoints(
        counts.path("completed").asLong(),
        counts.path("failed").asLong(),
        counts.path("restored").asLong(),
        Optional.of(latest).filter(path -> !path.isEmpty()));
  }

  /**
   * Waits for more checkpoints than there are now.
   *
   * @throws IOException also when there are none in time, or the job has ended
   */
  public void awaitCheckpoints(String job, int more, Duration atMost) throws IOException {
    long before = checkpoints(job).completed();
    Patience.until(
        "job " + job + " has " + more + " checkpoints more than " + before,
        atMost,
        () -> {
          failIfEnded(job, state(job), JobState.RUNNING);
          return checkpoints(job).completed() >= before + more;
        });
  }

  /**
   * Makes a savepoint of a job that goes on, and waits for it.
   *
   * @param folder for it, or nothing for the cluster's own
   * @return where it is
   */
  public String savepoint(String job, Optional<URI> folder, Duration atMost) throws IOException {
    ObjectNode body = json.createObjectNode();
    folder.ifPresent(to -> body.put("target-directory", to.toString()));
    return awaitSavepoint(job, post("/jobs/" + job + "/savepoints", body), atMost);
  }

  /**
   * Stops a job with a savepoint, and waits until it is made and the job has finished.
   *
   * @param folder for it, or nothing for the cluster's own
   * @param drain whether time goes to its end first, so that nothing is left to be restored
   * @return where it is
   */
  public String stop(String job, Optional<URI> folder, boolean drain, Duration atMost)
      throws IOException {
    ObjectNode body = json.createObjectNode().put("drain", drain);
    folder.ifPresent(to -> body.put("targetDirectory", to.toString()));
    String savepoint = awaitSavepoint(job, post("/jobs/" + job + "/stop", body), atMost);
    awaitState(job, JobState.FINISHED, atMost);
    return savepoint;
  }

  private String awaitSavepoint(String job, JsonNode triggered, Duration atMost)
      throws IOException {
    String trigger = triggered.path("request-id").asText();
    return Patience.await(
        "a savepoint of job " + job + " is made",
        atMost,
        () -> {
          JsonNode answer = get("/jobs/" + job + "/savepoints/" + trigger);
          if (!answer.path("status").path("id").asText().equals("COMPLETED")) {
            return Optional.empty();
          }
          JsonNode operation = answer.path("operation");
          if (operation.has("failure-cause")) {
            throw new IOException(
                "no savepoint of job "
                    + job
                    + ": "
                    + reason(operation.path("failure-cause").path("stack-trace").asText()));
          }
          return Optional.of(operation.path("location").asText());
        });
  }

  /** Ends a job without a savepoint, and does not wait. */
  public void cancel(String job) throws IOException {
    send(request("/jobs/" + job + "?mode=cancel").method("PATCH", BodyPublishers.noBody()));
  }

  /**
   * Uploads a jar.
   *
   * @return its id, for {@link #run}
   */
  public String upload(Path jar) throws IOException {
    String boundary = UUID.randomUUID().toString();
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(
                """
                --%s\r
                Content-Disposition: form-data; name="jarfile"; filename="%s"\r
                Content-Type: application/x-java-archive\r
                \r
                """
                    .formatted(boundary, jar.getFileName())),
            BodyPublishers.ofFile(jar),
            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    JsonNode answer =
        send(
            request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body));
    String stored = answer.path("filename").asText();
    return stored.substring(stored.lastIndexOf('/') + 1);
  }

  /**
   * Runs an uploaded jar's {@code main} in the JobManager; it must submit just one job and not wait
   * for it.
   *
   * @param jar its id
   * @return the job's id
   */
  public String run(String jar, JarRun how) throws IOException {
    ObjectNode body = json.createObjectNode();
    how.mainClass().ifPresent(name -> body.put("entryClass", name));
    how.arguments().forEach(body.putArray("programArgsList")::add);
    how.parallelism().ifPresent(number -> body.put("parallelism", number));
    how.from().ifPresent(savepoint -> body.put("savepointPath", savepoint));
    body.put("allowNonRestoredState", how.allowNonRestoredState());
    return post("/jars/" + jar + "/run", body).path("jobid").asText();
  }

  /**
   * Anything else that the API can be asked for.
   *
   * @param path with a leading slash
   */
  public JsonNode get(String path) throws IOException {
    return send(request(path).GET());
  }

  private JsonNode post(String path, ObjectNode body) throws IOException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path)).timeout(ANSWER);
  }

  private JsonNode send(HttpRequest.Builder builder) throws IOException {
    HttpRequest request = builder.build();
    HttpResponse<byte[]> response;
    try {
      response = http.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while Flink was asked", e);
    }
    JsonNode body = json.readTree(response.body());
    if (response.statusCode() >= 300) {
      List<String> errors = new ArrayList<>();
      body.path("errors").forEach(error -> errors.add(error.asText()));
      throw new IOException(
          "%s %s: Flink answered %d: %s"
              .formatted(
                  request.method(),
                  request.uri(),
                  response.statusCode(),
                  reason(String.join("; ", errors))));
    }
    return body;
  }

  private static String reason(String text) {
    return text.length() <= REASON_LENGTH ? text : text.substring(0, REASON_LENGTH) + "...";
  }
}
