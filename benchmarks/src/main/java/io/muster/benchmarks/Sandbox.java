package io.muster.benchmarks;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The vendor sandbox in a process of its own, without rates and latency. */
final class Sandbox implements AutoCloseable {

  private static final String MAIN_CLASS = "io.muster.sandbox.SandboxMain";
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final String CONFIG =
      """
      {"latency": "0ms", "recordedCalls": 1000000,
       "demandbase": {"processingTime": "0ms", "postsPerDay": 0, "putsPerDay": 0, "readsPerDay": 0},
       "linkedin": {"companiesPerMinute": 0},
       "bombora": {"requestsPerMinute": 0}}
      """;

  private final Process process;
  private final URI url;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private Sandbox(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  static Sandbox start(Path folder) throws IOException {
    return start(folder, "2g");
  }

  /**
   * Starts it.
   *
   * @param heap the most heap of its process, as {@code -Xmx} takes it
   */
  static Sandbox start(Path folder, String heap) throws IOException {
    Path config = Files.writeString(folder.resolve("sandbox.json"), CONFIG);
    Process process =
        new ProcessBuilder(
                JavaCommand.java(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                MAIN_CLASS,
                "--port",
                "0",
                "--exit-with-stdin",
                "--json",
                "--config",
                config.toString())
            .redirectError(folder.resolve("sandbox.log").toFile())
            .start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    if (line == null) {
      throw new IOException(
          "the sandbox did not start: " + Files.readString(folder.resolve("sandbox.log")));
    }
    String address = new ObjectMapper().readTree(line).path("url").asText();
    return new Sandbox(process, URI.create(address.replaceFirst("/+$", "")));
  }

  URI url() {
    return url;
  }

  /** Forgets all lists and calls, and makes a destination's lists anew where it waits for them. */
  void reset() throws IOException, InterruptedException {
    post("/admin/reset", "");
  }

  /**
   * Makes a LinkedIn list as its owner would have long before: a new one may not be written to for
   * five seconds, which is LinkedIn's rule and no property of a contender.
   */
  void makeLinkedInList(String name) throws IOException, InterruptedException {
    ObjectNode body =
        json.createObjectNode()
            .put("name", name)
            .put("type", "COMPANY")
            .put("account", "urn:li:sponsoredAccount:512345678")
            .put("sourcePlatform", "MUSTER");
    body.putArray("destinations").addObject().put("destination", "LINKEDIN");
    post("/linkedin/rest/dmpSegments", body.toString());
  }

  /**
   * Shows every member of a vendor's lists, one after the other: there may be millions.
   *
   * @param keyField the field of a member that is shown; empty where a member has none
   */
  void eachMember(String vendor, String keyField, MemberReader reader)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/admin/lists?vendor=" + vendor))
            .timeout(ANSWER)
            .GET()
            .build();
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IOException(response.uri() + " answered " + response.statusCode());
    }
    try (JsonParser parser = json.createParser(response.body())) {
      String list = null;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals("name")) {
          list = parser.nextTextValue();
        } else if (token == JsonToken.FIELD_NAME && parser.currentName().equals("members")) {
          parser.nextToken();
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            String key = "";
            for (String f = parser.nextFieldName(); f != null; f = parser.nextFieldName()) {
              String value = parser.nextTextValue();
              key = f.equals(keyField) ? value : key;
            }
            reader.member(list, key);
          }
        }
      }
    }
  }

  /** Is shown members. */
  interface MemberReader {

    void member(String list, String key);
  }

  /** Every request since the last reset. */
  JsonNode calls() throws IOException, InterruptedException {
    return get("/admin/calls");
  }

  /** Every documented rule that a request since the last reset has broken. */
  JsonNode breaches() throws IOException, InterruptedException {
    return get("/admin/breaches");
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
  }

  private void post(String path, String body) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer sandbox-linkedin-token")
            .header("LinkedIn-Version", "202604")
            .header("X-Restli-Protocol-Version", "2.0.0")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(request.timeout(ANSWER).build(), BodyHandlers.ofByteArray());
    if (response.statusCode() >= 300) {
      throw new IOException(response.uri() + " answered " + response.statusCode());
    }
    return json.readTree(response.body());
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      // It has gone already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
