package io.muster.runners.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.Launch;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is settled once the cluster has been asked. */
final class FlinkSettingsTest {

  private static final String OURS = EnvironmentInformation.getVersion();

  @TempDir private Path folder;

  private final FlinkLauncher launcher = new FlinkLauncher(Optional.empty());
  private final List<String> notices = new ArrayList<>();

  private FlinkPipelineOptions prepared(Launch launch) throws RunException {
    FlinkPipelineOptions options = launcher.options(launch).as(FlinkPipelineOptions.class);
    launcher.prepare(
        options,
        new RunListener() {
          @Override
          public void notice(String line) {
            notices.add(line);
          }

          @Override
          public void progress(RunReport soFar) {}
        });
    return options;
  }

  private static Map<String, String> configuration(FlinkPipelineOptions options) {
    return ConfigurationFolder.of(options.getFlinkConfDir()).read().toMap();
  }

  @Test
  void anAlwaysOnJobHasItsStateInRocksDbAndItsParallelismFromTheCluster() throws Exception {
    try (FakeCluster cluster =
        FakeCluster.start(
            OURS, "parallelism.default", "6", "state.checkpoints.dir", "s3://b/checkpoints")) {
      FlinkPipelineOptions options =
          prepared(Launches.alwaysOn("--flinkMaster=" + cluster.address()));

      assertThat(options.getParallelism(), is(6));
      assertThat(
          configuration(options),
          equalTo(
              Map.of(
                  "state.backend.type",
                  "rocksdb",
                  "state.backend.incremental",
                  "true",
                  "state.backend.rocksdb.writebuffer.size",
                  "4mb",
                  "state.backend.rocksdb.use-bloom-filter",
                  "true",
                  "state.backend.rocksdb.memory.partitioned-index-filters",
                  "true",
                  "state.backend.rocksdb.memory.high-prio-pool-ratio",
                  "0.5",
                  "execution.checkpointing.aligned-checkpoint-timeout",
                  "10 s")));
      assertThat(notices, is(empty()));
    }
  }

  @Test
  void theClustersOwnConfigurationIsLeftAlone() throws Exception {
    try (FakeCluster cluster =
        FakeCluster.start(
            OURS,
            "state.backend",
            "hashmap",
            "state.backend.incremental",
            "false",
            "state.checkpoints.dir",
            "s3://b/checkpoints")) {
      FlinkPipelineOptions options =
          prepared(Launches.alwaysOn("--flinkMaster=" + cluster.address(), "--parallelism=3"));

      assertThat(options.getParallelism(), is(3));
      assertThat(
          configuration(options),
          equalTo(Map.of("execution.checkpointing.aligned-checkpoint-timeout", "10 s")));
    }
  }

  @Test
  void theUsersStateBackendWinsAndIsMadeByTheCluster() throws Exception {
    try (FakeCluster cluster = FakeCluster.start(OURS, "state.backend.type", "rocksdb")) {
      FlinkPipelineOptions options =
          prepared(
              Launches.alwaysOn(
                  "--flinkMaster=" + cluster.address(),
                  "--stateBackend=filesystem",
                  "--stateBackendStoragePath=s3://mine"));

      assertThat(
          configuration(options),
          allOf(
              hasEntry("state.backend.type", "hashmap"),
              hasEntry("state.checkpoints.dir", "s3://mine")));
      assertThat(options.getStateBackend(), is(nullValue()));
      assertThat(options.getStateBackendStoragePath(), is(nullValue()));
      assertThat(notices, is(empty()));
    }
  }

  @Test
  void checkpointsThatWouldGoWithTheJobManagerAreSaid() throws Exception {
    try (FakeCluster cluster = FakeCluster.start(OURS)) {
      prepared(Launches.alwaysOn("--flinkMaster=" + cluster.address()));

      assertThat(notices, contains(containsString("state.checkpoints.dir")));
    }
  }

  @Test
  void whatEntersRocksDbOfAnyRunTakesLittleOfItsMemory() throws Exception {
    try (FakeCluster cluster =
        FakeCluster.start(
            OURS, "state.backend.type", "rocksdb", "state.backend.incremental", "false")) {
      FlinkPipelineOptions options =
          prepared(Launches.ofFiles("--flinkMaster=" + cluster.address()));

      assertThat(
          configuration(options),
          equalTo(
              Map.of(
                  "state.backend.rocksdb.writebuffer.size",
                  "4mb",
                  "state.backend.rocksdb.memory.partitioned-index-filters",
                  "true",
                  "state.backend.rocksdb.memory.high-prio-pool-ratio",
                  "0.5",
                  "state.backend.rocksdb.use-bloom-filter",
                  "true")));
    }
  }

  @Test
  void aRunOverFilesIsToldNothing() throws Exception {
    try (FakeCluster cluster = FakeCluster.start(OURS)) {
      FlinkPipelineOptions options =
          prepared(Launches.ofFiles("--flinkMaster=" + cluster.address()));

      assertThat(options.getFlinkConfDir(), is(nullValue()));
      assertThat(options.getParallelism(), is(1));
      assertThat(notices, is(empty()));
    }
  }

  @Test
  void aClusterOfAnotherMinorIsRefused() throws Exception {
    try (FakeCluster cluster = FakeCluster.start("1.18.1")) {
      RunException refused =
          assertThrows(
              RunException.class,
              () -> prepared(Launches.ofFiles("--flinkMaster=" + cluster.address())));

      assertThat(refused.exitCode(), is(ExitCode.USAGE));
      assertThat(refused.getMessage(), containsString("is Flink 1.18.1"));
    }
  }

  @Test
  void aClusterThatIsNotThereIsSaid() throws IOException {
    // Flink's client asks again for a while, unless it is told otherwise.
    Files.writeString(folder.resolve("config.yaml"), "rest.retry.max-attempts: 0\n");
    // Held, so that nobody takes the port; and nobody listens.
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String address = "127.0.0.1:" + held.getLocalPort();

      RunException failed =
          assertThrows(
              RunException.class,
              () ->
                  prepared(
                      Launches.ofFiles("--flinkMaster=" + address, "--flinkConfDir=" + folder)));

      assertThat(failed.exitCode(), is(ExitCode.FAILED));
      assertThat(failed.getMessage(), containsString("no Flink cluster answers at " + address));
    }
  }

  @Test
  void whatAnswersAndIsNoFlinkClusterIsSaid() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"error\":\"no such page\"}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    other.start();
    String address = "127.0.0.1:" + other.getAddress().getPort();
    Files.writeString(folder.resolve("config.yaml"), "rest.retry.max-attempts: 0\n");
    try {
      RunException failed =
          assertThrows(
              RunException.class,
              () ->
                  prepared(
                      Launches.ofFiles("--flinkMaster=" + address, "--flinkConfDir=" + folder)));

      assertThat(failed.exitCode(), is(ExitCode.FAILED));
      assertThat(
          failed.getMessage(), startsWith("what answers at " + address + " is no Flink cluster"));
    } finally {
      other.stop(0);
    }
  }

  @Test
  void aHostThatNobodyKnowsIsNoClusterThatAnswers() {
    RunException failed =
        assertThrows(
            RunException.class,
            () -> prepared(Launches.ofFiles("--flinkMaster=nowhere.invalid:8081")));

    assertThat(
        failed.getMessage(),
        containsString("no Flink cluster answers at nowhere.invalid:8081; check --flinkMaster"));
  }

  @Test
  void aJobThatWillWaitForSlotsSaysSo() throws Exception {
    try (FakeCluster cluster = FakeCluster.withSlots(2, OURS, "parallelism.default", "3")) {
      prepared(Launches.ofFiles("--flinkMaster=" + cluster.address()));

      assertThat(
          notices, contains(containsString("has 2 free slots, and the job takes 3: it waits")));
    }
  }

  @Test
  void theClustersParallelismMustFitTheLargestToo() throws Exception {
    try (FakeCluster cluster = FakeCluster.start(OURS, "parallelism.default", "6")) {
      RunException refused =
          assertThrows(
              RunException.class,
              () ->
                  prepared(
                      Launches.ofFiles(
                          "--flinkMaster=" + cluster.address(), "--maxParallelism=4")));

      assertThat(refused.exitCode(), is(ExitCode.USAGE));
      assertThat(
          refused.getMessage(), containsString("parallelism of 6 is more than --maxParallelism=4"));
    }
  }

  @Test
  void theClassOfAStateBackendKeepsItsLetters() throws Exception {
    assertThat(
        configuration(prepared(Launches.ofFiles("--stateBackend=org.example.MyFactory"))),
        hasEntry("state.backend.type", "org.example.MyFactory"));
  }

  @Test
  void embeddedFlinkIsToldOfASavepointByItsConfiguration() throws Exception {
    FlinkPipelineOptions options = prepared(Launches.from("/savepoints/1", true));

    assertThat(
        configuration(options),
        equalTo(
            Map.of(
                "execution.savepoint.path",
                "/savepoints/1",
                "execution.savepoint.ignore-unclaimed-state",
                "true")));
  }

  @Test
  void embeddedCheckpointsHaveAPlaceInTheRunFolder() throws Exception {
    assertThat(
        configuration(prepared(Launches.alwaysOn("--checkpointingInterval=5000"))),
        equalTo(Map.of("state.checkpoints.dir", "file:///runs/1/checkpoints")));
    assertThat(
        "nobody asked for any", prepared(Launches.alwaysOn()).getFlinkConfDir(), is(nullValue()));
  }

  @Test
  void embeddedCheckpointsGoWhereTheUserSays() throws Exception {
    assertThat(
        configuration(
            prepared(
                Launches.alwaysOn(
                    "--checkpointingInterval=5000", "--stateBackendStoragePath=file:///mine"))),
        equalTo(Map.of("state.checkpoints.dir", "file:///mine")));

    Files.writeString(folder.resolve("config.yaml"), "state.checkpoints.dir: file:///theirs\n");
    assertThat(
        configuration(
            prepared(
                Launches.alwaysOn("--checkpointingInterval=5000", "--flinkConfDir=" + folder))),
        equalTo(Map.of("state.checkpoints.dir", "file:///theirs")));
  }

  @Test
  void embeddedFlinkTakesRocksDbByOneOption() throws Exception {
    FlinkPipelineOptions options = prepared(Launches.ofFiles("--stateBackend=rocksdb"));

    assertThat(
        configuration(options),
        equalTo(
            Map.of(
                "state.backend.type",
                "rocksdb",
                "state.backend.incremental",
                "true",
                "state.backend.rocksdb.writebuffer.size",
                "32mb",
                "state.backend.rocksdb.use-bloom-filter",
                "true",
                "state.backend.rocksdb.memory.partitioned-index-filters",
                "true",
                "state.backend.rocksdb.memory.high-prio-pool-ratio",
                "0.5",
                "state.backend.rocksdb.memory.managed",
                "false",
                "state.backend.rocksdb.memory.fixed-per-tm",
                "1gb")));
    assertThat("Beam would want a path too", options.getStateBackend(), is(nullValue()));
  }

  @Test
  void whoSaysHowMuchMemoryRocksDbHasIsNotOverruled() throws Exception {
    Files.writeString(folder.resolve("config.yaml"), "taskmanager.memory.managed.size: 64mb\n");

    Map<String, String> settings =
        configuration(
            prepared(Launches.ofFiles("--stateBackend=rocksdb", "--flinkConfDir=" + folder)));

    assertThat(settings, hasEntry("taskmanager.memory.managed.size", "64mb"));
    assertThat(settings, not(hasKey("state.backend.rocksdb.memory.fixed-per-tm")));
    assertThat(
        "small buffers in little memory",
        settings,
        hasEntry("state.backend.rocksdb.writebuffer.size", "4mb"));
  }

  /** With its first entry each kind of a connection's state takes an eighth of a buffer. */
  @ParameterizedTest
  @CsvSource({"1, 64mb", "2, 64mb", "4, 32mb", "8, 16mb", "20, 4mb", "100, 4mb"})
  void buffersLeaveRoomForTheStateOfAllConnections(int connections, String buffer) {
    assertThat(
        EmbeddedRocksDb.settings(connections, Map.of()),
        hasEntry("state.backend.rocksdb.writebuffer.size", buffer));
  }

  @Test
  void checkpointsAreInTheRunFolderWhateverItIsCalled() {
    Path run = Path.of("/runs/b [x] {50%}");
    String uri = new EmbeddedCheckpoints(run, Optional.empty(), false).uri();

    assertThat(
        new org.apache.flink.core.fs.Path(uri).getPath(),
        equalTo(run.resolve("checkpoints").toString()));
  }

  @Test
  void checkpointsInTheRunFolderGoWithTheRun() throws Exception {
    EmbeddedCheckpoints mine = new EmbeddedCheckpoints(folder, Optional.empty(), false);
    Path left = folder.resolve("checkpoints/job-1/chk-7");
    Files.createDirectories(left);
    mine.begin();
    assertThat("of an earlier run", Files.exists(left), is(false));
    assertThat(Files.isDirectory(folder.resolve("checkpoints")), is(true));
    mine.end();
    assertThat(Files.exists(folder.resolve("checkpoints")), is(false));
    mine.end();
  }

  @Test
  void checkpointsThatAreGoneOnFromOrWantedStay() throws Exception {
    Path left = folder.resolve("checkpoints/job-1/chk-7");
    Files.createDirectories(left);
    new EmbeddedCheckpoints(folder, Optional.of(left.toUri().toString()), false).begin();
    assertThat(Files.exists(left), is(true));
    EmbeddedCheckpoints wanted = new EmbeddedCheckpoints(folder, Optional.empty(), true);
    wanted.begin();
    wanted.end();
    assertThat(Files.exists(left), is(true));
  }
}
