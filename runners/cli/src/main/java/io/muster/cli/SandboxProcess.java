package io.muster.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The vendor sandbox in a process of its own, as vendors are; it ends when this one does. */
final class SandboxProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration END = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final Process process;
  private final Path log;
  private final CompletableFuture<URI> url;

  private SandboxProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.url = whereItListens(process);
  }

  /**
   * Starts it on a free port, with this process's class path, and doesn't wait until it listens.
   *
   * @param log gets what it says on standard error
   * @throws RunException when there can be no such process
   */
  static SandboxProcess start(Path log) throws RunException {
    try {
      return new SandboxProcess(launch(log), log);
    } catch (IOException e) {
      throw notStarted(log, e);
    }
  }

  private static RunException notStarted(Path log, Exception cause) {
    return new RunException(
        ExitCode.FAILED, "the vendor sandbox did not start; " + log + " may say why", cause);
  }

  private static Process launch(Path log) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SandboxCommand.MAIN_CLASS,
            "--port",
            "0",
            "--exit-with-stdin",
            "--json")
        .redirectError(log.toFile())
        .start();
  }

  private static CompletableFuture<URI> whereItListens(Process process) {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return url(String.valueOf(reader.readLine()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static URI url(String line) throws IOException {
    try {
      JsonNode json = new ObjectMapper().readTree(line).path("url");
      if (json.isTextual()) {
        return URI.create(json.textValue().replaceFirst("/+$", ""));
      }
    } catch (JsonProcessingException e) {
      throw new IOException("the sandbox said " + line, e);
    }
    throw new IOException("the sandbox said " + line);
  }

  /**
   * Where it listens, without a trailing slash; waits until it does.
   *
   * @throws RunException when it does not start
   */
  URI url() throws RunException {
    try {
      return url.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw notStarted(log, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(ExitCode.FAILED, "interrupted while the sandbox started", e);
    }
  }

  /**
   * What each vendor's lists hold now.
   *
   * @throws RunException when it does not say
   */
  List<HeldList> lists() throws RunException {
    try {
      // An HTTP client of its own would take longer to load than this takes.
      URLConnection connection =
          URI.create(url() + "/admin/lists?members=false").toURL().openConnection();
      connection.setConnectTimeout((int) ANSWER.toMillis());
      connection.setReadTimeout((int) ANSWER.toMillis());
      List<HeldList> lists = new ArrayList<>();
      try (InputStream body = connection.getInputStream()) {
        for (JsonNode list : new ObjectMapper().readTree(body)) {
          lists.add(
              new HeldList(
                  list.path("vendor").asText(),
                  list.path("id").asText(),
                  list.path("name").asText(),
                  list.path("size").asLong()));
        }
      }
      return lists;
    } catch (IOException e) {
      throw new RunException(ExitCode.FAILED, "the sandbox does not say what it holds", e);
    }
  }

  @Override
  public void close() {
    try {
      // The end of its input is its sign to go.
      process.getOutputStream().close();
      process.waitFor(END.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException e) {
      // It has gone already, or will be made to.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * A list at a vendor.
   *
   * @param size its members
   */
  record HeldList(String vendor, String id, String name, long size) {}
}
