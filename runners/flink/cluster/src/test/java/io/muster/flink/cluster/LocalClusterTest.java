package io.muster.flink.cluster;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.process.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One real cluster for all; each test leaves it with two TaskManagers and no job. */
class LocalClusterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static LocalCluster cluster;
  private static FlinkRest rest;

  @BeforeAll
  static void start() throws IOException {
    cluster =
        LocalCluster.start(
            folder.resolve("cluster"),
            ClusterOptions.defaults()
                .withSettings(Map.of("restart-strategy.type", "none"))
                .withEnvironment(Map.of("A_SECRET", "canary9f3")));
    rest = cluster.rest();
  }

  /** What a test that fails leaves behind is to fail no other. */
  @AfterEach
  void endJobs() throws IOException {
    for (FlinkRest.Job job : rest.jobs()) {
      if (!job.state().isEnd()) {
        rest.cancel(job.id());
        rest.awaitState(job.id(), JobState.CANCELED, PATIENCE);
      }
    }
    Patience.until("all slots are free", PATIENCE, () -> rest.overview().freeSlots() == 4);
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
    assertThat(cluster.jobManager().isAlive(), is(false));
    assertThat(cluster.taskManagers(), hasSize(0));
  }

  @Test
  void itsTaskManagersOfferTheirSlots() throws Exception {
    assertThat(rest.overview(), is(new FlinkRest.Overview(2, 4, 4, 0)));
  }

  @Test
  void aKilledTaskManagerIsNoticedAndANewOneTakesItsPlace() throws Exception {
    FlinkProcess victim = cluster.taskManagers().get(0);

    victim.kill();

    assertThat(cluster.taskManagers(), not(hasItem(victim)));
    cluster.awaitNoticed(Duration.ofSeconds(20));
    assertThat(rest.overview().taskManagers(), is(1));

    FlinkProcess next = cluster.startTaskManager();

    assertThat(rest.taskManagers(), hasItem(next.name()));
    assertThat(rest.overview(), is(new FlinkRest.Overview(2, 4, 4, 0)));
  }

  @Test
  void everyProcessShowsItsMetricsToPrometheusOnThisMachineAlone() throws Exception {
    List<URI> urls = cluster.metricsUrls();
    assertThat(urls, hasSize(3));
    for (URI url : urls) {
      String metrics =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
              .body();
      assertThat(metrics, containsString("_Status_JVM_Memory_Heap_Used"));
      for (InetAddress address : otherAddresses()) {
        assertThrows(
            ConnectException.class,
            () -> {
              try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, url.getPort()), 5000);
              }
            },
            () -> url + " answers at " + address);
      }
    }
  }

  private static List<InetAddress> otherAddresses() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress())
        .toList();
  }

  @Test
  void aJobGoesOnFromItsSavepointWithOtherParallelism() throws Exception {
    String jar = rest.upload(jar());
    String first = rest.run(jar, JarRun.with().withParallelism(2));
    rest.awaitTasksRunning(first, PATIENCE);
    rest.awaitCheckpoints(first, 2, PATIENCE);
    assertThat(rest.jobs(), hasItem(new FlinkRest.Job(first, "counting", JobState.RUNNING)));
    assertThat(
        rest.savepoint(first, Optional.of(folder.resolve("elsewhere").toUri()), PATIENCE),
        containsString("elsewhere"));

    String savepoint = rest.stop(first, Optional.empty(), false, PATIENCE);

    assertThat(URI.create(savepoint).getPath(), containsString(cluster.savepoints().getPath()));
    assertThat(rest.state(first), is(JobState.FINISHED));
    String second = rest.run(jar, JarRun.with().withParallelism(4).from(savepoint));
    rest.awaitTasksRunning(second, PATIENCE);
    rest.awaitCheckpoints(second, 1, PATIENCE);
    assertThat(rest.checkpoints(second).restored(), is(1L));
    assertThat(rest.checkpoints(second).completed(), greaterThan(0L));
    rest.cancel(second);
    rest.awaitState(second, JobState.CANCELED, PATIENCE);
  }

  @Test
  void aJobThatFailsSaysWhy() throws Exception {
    String job = rest.run(rest.upload(jar()), JarRun.with("100"));

    IOException failure =
        assertThrows(IOException.class, () -> rest.awaitState(job, JobState.FINISHED, PATIENCE));

    assertThat(failure.getMessage(), containsString("told to fail at 100"));
    assertThat(rest.exceptions(job).get(0), containsString("told to fail at 100"));
  }

  @Test
  void whatFlinkRefusesIsSaidWithItsReason() {
    IOException failure =
        assertThrows(IOException.class, () -> rest.run("no-such.jar", JarRun.with()));

    assertThat(failure.getMessage(), containsString("no-such.jar"));
  }

  @Test
  void theEnvironmentIsInNoFileOfTheCluster() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("cluster"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
            file.toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1),
            not(containsString("canary9f3")));
      }
    }
  }

  @Test
  void aClusterThatCannotStartSaysWhy() {
    ClusterOptions wrong =
        ClusterOptions.defaults()
            .withTaskManagers(0)
            .withSettings(Map.of("high-availability.type", "no.such.Service"));

    IOException failure =
        assertThrows(
            IOException.class, () -> LocalCluster.start(folder.resolve("wrong"), wrong).close());

    assertThat(failure.getMessage(), containsString("jobmanager (process "));
    assertThat(failure.getMessage(), containsString("no.such.Service"));
  }

  /** The job's classes, as they are on this test's class path. */
  private static Path jar() throws IOException {
    Path jar = folder.resolve("counting.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, CountingJob.class.getName());
    List<Class<?>> classes = new ArrayList<>(List.of(CountingJob.class.getDeclaredClasses()));
    classes.add(CountingJob.class);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (Class<?> type : classes) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
          in.transferTo(out);
        }
        out.closeEntry();
      }
    }
    return jar;
  }
}
