package io.muster.storage;

import io.muster.process.ChildProcess;
import io.muster.process.JavaProgram;
import io.muster.process.LoopbackPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** S3Proxy as a child process, with its buckets in a folder. It asks nobody who they are. */
final class S3Server implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI endpoint;
  private final ChildProcess process;

  private S3Server(URI endpoint, ChildProcess process) {
    this.endpoint = endpoint;
    this.process = process;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param folder for its data and its log
   * @throws IOException when it does not start; the message has what it said
   */
  static S3Server start(Path folder) throws IOException, InterruptedException {
    URI endpoint = URI.create("http://127.0.0.1:" + LoopbackPorts.free(1).get(0));
    Path data = Files.createDirectories(folder.resolve("buckets"));
    Path settings =
        Files.write(
            folder.resolve("s3proxy.conf"),
            List.of(
                "s3proxy.endpoint=" + endpoint,
                "s3proxy.authorization=none",
                // Beam asks for options of encryption that only Amazon has.
                "s3proxy.ignore-unknown-headers=true",
                "jclouds.provider=filesystem",
                "jclouds.filesystem.basedir=" + data,
                "jclouds.identity=nobody",
                "jclouds.credential=nothing"));
    ChildProcess process =
        ChildProcess.start(
            new JavaProgram(
                "org.gaul.s3proxy.Main",
                System.getProperty("muster.s3proxy"),
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
                List.of("--properties", settings.toString()),
                Map.of()),
            folder.resolve("s3proxy.log"));
    S3Server server = new S3Server(endpoint, process);
    try {
      server.awaitAnswer();
    } catch (IOException | InterruptedException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long until = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        HttpResponse<Void> answer =
            client.send(HttpRequest.newBuilder(endpoint).build(), BodyHandlers.discarding());
        if (answer.statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It is not there yet.
      }
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new IOException("S3Proxy does not answer; it says: " + process.lastWords());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Where it listens, as Beam's {@code --endpoint} and Amazon's SDK take it. */
  URI endpoint() {
    return endpoint;
  }

  void createBucket(String name) throws IOException, InterruptedException {
    put(name, "");
  }

  /** Puts an object there, past Beam. */
  void put(String path, String text) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + "/" + path))
            .PUT(BodyPublishers.ofString(text))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("PUT " + path + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
