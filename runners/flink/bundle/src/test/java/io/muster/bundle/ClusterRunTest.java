package io.muster.bundle;

import static io.muster.bundle.Site.BOMBORA;
import static io.muster.bundle.Site.LINKEDIN;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.flink.cluster.ClusterOptions;
import io.muster.flink.cluster.JarRun;
import io.muster.flink.cluster.JobState;
import io.muster.flink.cluster.LocalCluster;
import io.muster.flink.distribution.FlinkDistribution;
import io.muster.kafka.KafkaBroker;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar on a real cluster of one JobManager and two TaskManagers, which alone have the
 * credentials.
 */
final class ClusterRunTest {

  private static final int PARTITIONS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path shared;
  private static LocalCluster cluster;
  private static KafkaBroker broker;

  @TempDir private Path folder;
  private Site site;

  @BeforeAll
  static void startAll() throws IOException {
    cluster =
        LocalCluster.start(
            shared.resolve("flink"), ClusterOptions.defaults().withEnvironment(Site.ENVIRONMENT));
    broker = KafkaBroker.start(shared.resolve("kafka"), "a-password");
  }

  @AfterAll
  static void stopAll() throws IOException {
    if (broker != null) {
      broker.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void openSite() throws IOException {
    site = new Site(folder);
  }

  @AfterEach
  void closeSite() {
    site.close();
  }

  private Muster overFiles(String run, Path workspace, Path input) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("activate", "-w", workspace.toString(), "--input", input.toString()));
    arguments.addAll(List.of("--flinkMaster", cluster.address(), "--parallelism=2", "--json"));
    arguments.addAll(List.of("--out", site.out(run).toString()));
    return Muster.start(folder, run, arguments);
  }

  private static List<String> lines(List<Account> changes, String... more) {
    List<String> lines = new ArrayList<>(changes.stream().map(Account::json).toList());
    lines.addAll(List.of(more));
    return lines;
  }

  @Test
  void aRunOverFilesEndsByItselfWithTheContractsExitCode() throws Exception {
    List<Account> changes = Account.random(1, 200, 60);
    Path input = site.input("changes", lines(changes, "no JSON"));

    try (Muster run = overFiles("files", site.workspace(LINKEDIN, BOMBORA), input)) {
      assertThat(run.ended().said(), run.code(), is(3));
      assertThat(run.json().get("status").asText(), is("completed"));
      assertThat(run.json().get("malformed").asInt(), is(1));
    }
    assertThat(site.held(LINKEDIN), equalTo(Account.domains(changes)));
    assertThat(site.held(BOMBORA), equalTo(Account.domains(changes)));
    assertThat(site.sandbox.breaches(), is(empty()));
  }

  @Test
  void aCredentialThatTheWorkersLackFailsWhatGoesThroughItsConnection() throws Exception {
    Path workspace = site.workspace(BOMBORA);
    String text = Files.readString(workspace).replace("BOMBORA_SECRET", "NOT_THERE");
    Files.writeString(workspace, text);
    Path input = site.input("changes", lines(Account.random(5, 10, 5)));

    try (Muster run = overFiles("lacking", workspace, input)) {
      assertThat(run.ended().said(), run.code(), is(3));
    }
    AudienceLine line = site.line("lacking", BOMBORA);
    assertThat(line.byCode(), is(Map.of("UNAUTHORIZED", line.failed())));
    assertThat(site.letters("lacking"), everyItem(containsString("${env:NOT_THERE} is not set")));
    assertThat(site.letters("lacking"), hasSize((int) line.failed()));
  }

  @Test
  void flinkRunTakesTheJarAndEndsWithTheContractsExitCode() throws Exception {
    List<Account> changes = Account.random(2, 100, 40);
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(conf.resolve("config.yaml"), "rest.port: 8081\n");
    List<String> command = new ArrayList<>(FlinkDistribution.jvmOptions());
    command.add("-Dlog.file=" + folder.resolve("flink-client.log"));
    command.addAll(List.of("-Xmx512m", "-cp", FlinkDistribution.classPath()));
    command.addAll(List.of("org.apache.flink.client.cli.CliFrontend", "run"));
    command.addAll(List.of("-m", cluster.address(), System.getProperty("muster.bundle")));
    command.addAll(List.of("activate", "-w", site.workspace(BOMBORA).toString()));
    command.addAll(List.of("--out", site.out("flink-run").toString()));
    command.addAll(List.of("--input", site.input("changes", lines(changes, "no JSON")).toString()));

    try (Muster run =
        Muster.java(folder, "flink-run", Map.of("FLINK_CONF_DIR", conf.toString()), command)) {
      assertThat(run.ended().said(), run.code(), is(3));
      assertThat(run.said(), containsString("run folder: " + site.out("flink-run")));
    }
    assertThat(site.held(BOMBORA), equalTo(Account.domains(changes)));
    assertThat(site.report("flink-run").status(), is("completed"));
  }

  @Test
  void theRestApiTakesTheJarAndTheJobManagerSaysWhatIsWrong() throws Exception {
    List<Account> changes = Account.random(3, 100, 40);
    Path workspace = site.workspace(BOMBORA);
    Path input = site.input("changes", lines(changes));
    String jar = cluster.rest().upload(Path.of(System.getProperty("muster.bundle")));

    String job =
        cluster
            .rest()
            .run(
                jar,
                JarRun.with(
                    "activate",
                    "-w",
                    workspace.toString(),
                    "--input",
                    input.toString(),
                    "--out",
                    site.out("rest").toString()));
    cluster.rest().awaitState(job, JobState.FINISHED, PATIENCE);

    assertThat(site.held(BOMBORA), equalTo(Account.domains(changes)));
    IOException refused =
        assertThrows(
            IOException.class,
            () ->
                cluster
                    .rest()
                    .run(
                        jar,
                        JarRun.with(
                            "activate", "-w", workspace.toString(), "--input", "/not/there")));
    assertThat(refused.getMessage(), containsString("input /not/there: no such file"));
    assertThat("the JobManager goes on", cluster.jobManager().isAlive());
  }

  private static void send(String topic, List<Account> changes) {
    try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
      changes.forEach(change -> producer.send(change.to(topic, PARTITIONS)));
      producer.flush();
    }
  }

  private Muster activate(String run, Path workspace, String... more) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("activate", "-w", workspace.toString()));
    arguments.addAll(List.of("--kafka-brokers", broker.brokers(), "--kafka-topic", "changes"));
    arguments.addAll(List.of("--kafka-group", "group", "--out", site.out(run).toString()));
    arguments.addAll(List.of("--flinkMaster", cluster.address()));
    arguments.add("--checkpointingInterval=1000");
    arguments.addAll(List.of(more));
    return Muster.start(folder, run, arguments);
  }

  private JsonNode job(String id) throws Exception {
    try (Muster jobs =
        Muster.start(
            folder, "jobs", List.of("jobs", "--flinkMaster", cluster.address(), "--json"))) {
      assertThat(jobs.ended().said(), jobs.code(), is(0));
      for (JsonNode job : jobs.json().get("jobs")) {
        if (job.get("job").asText().equals(id)) {
          return job;
        }
      }
      throw new AssertionError("no job " + id + " in " + jobs.said());
    }
  }

  @Test
  void aJobThatWasStoppedGoesOnElsewhereAndNothingIsReadAgain() throws Exception {
    broker.createTopic("changes", PARTITIONS);
    List<Account> changes = Account.random(4, 900, 150);
    List<Account> after = changes.subList(600, 900);
    Path one = site.workspace(LINKEDIN);
    Path both = site.workspace(LINKEDIN, BOMBORA);

    send("changes", changes.subList(0, 300));
    String first;
    try (Muster run = activate("first", one, "--detached", "--parallelism=1", "--json")) {
      assertThat(run.ended().said(), run.code(), is(0));
      first = run.json().get("job").asText();
    }
    Site.until("all is received", () -> site.received("first", LINKEDIN) == 300);
    JsonNode job = job(first);
    assertThat(job.get("state").asText(), is("RUNNING"));
    assertThat(job.get("reads").asText(), containsString("topic changes"));
    assertThat(job.get("folder").asText(), is(site.out("first").toString()));

    // So that something is owed when it stops.
    site.sandbox.faults().order(Fault.status(503).on(Vendor.LINKEDIN));
    send("changes", changes.subList(300, 600));
    Site.until("all is received", () -> site.received("first", LINKEDIN) == 600);
    String savepoint = stop(job.get("run").asText());
    assertThat(cluster.rest().state(first), is(JobState.FINISHED));
    assertThat(site.line("first", LINKEDIN).pending(), is(greaterThan(0L)));
    assertIsStopped(job.get("run").asText(), one);
    site.sandbox.faults().clear();
    send("changes", after);

    try (Muster refused = activate("misspelt", one, "--detached", "--kafka-topic", "chagnes")) {
      assertThat(refused.ended().said(), refused.code(), is(2));
      assertThat(refused.said(), containsString("Kafka topic chagnes"));
    }

    try (Muster refused =
        activate("refused", site.workspace(BOMBORA), "--from-savepoint", savepoint)) {
      assertThat(refused.ended().said(), refused.code(), is(2));
      assertThat(refused.said(), containsString("--allow-non-restored-state"));
      assertThat(refused.said(), not(containsString("\tat ")));
    }
    try (Muster second =
        activate("second", both, "--parallelism=3", "--from-savepoint", savepoint)) {
      Site.until(
          "all is delivered",
          () ->
              second.isAlive()
                  && site.isDelivered("second", LINKEDIN, 900)
                  && site.isDelivered("second", BOMBORA, after.size()));
      Site.until(
          "all is committed",
          () -> Site.isCommitted(broker, "group", "changes", PARTITIONS, changes));

      assertThat(site.held(LINKEDIN), equalTo(Account.domains(changes)));
      assertThat("from then on", site.held(BOMBORA), equalTo(Account.domains(after)));
      assertThat(site.sandbox.breaches(), is(empty()));
      AudienceLine line = site.line("second", LINKEDIN);
      assertThat(
          line.toString(), line.activated() + line.unchanged() + line.superseded(), is(900L));

      second.terminate();
      assertThat(second.ended().said(), second.code(), is(143));
      assertThat(second.said(), containsString("--from-savepoint goes on from it"));
    }
    assertThat(site.report("second").status(), is("incomplete"));
    assertThat(site.report("second").endedAt(), is(not((Object) null)));
    retire(savepoint, after);
  }

  /** The state knows that the run has ended, and nobody holds its connections any more. */
  private void assertIsStopped(String run, Path workspace) throws Exception {
    List<String> arguments = List.of("runs", "-w", workspace.toString(), "--limit", "1", "--json");
    try (Muster runs = Muster.start(folder, "runs", arguments)) {
      assertThat(runs.ended().said(), runs.code(), is(0));
      JsonNode last = runs.json().at("/runs/0");
      assertThat(last.get("run").asText(), is(run));
      assertThat(last.get("status").asText(), is("incomplete"));
      assertThat(last.get("exitCode").isNull(), is(true));
      assertThat(last.get("pending").asLong(), is(greaterThan(0L)));
    }
  }

  /** Goes on without LinkedIn, whose state is let go, and is then drained from outside. */
  private void retire(String savepoint, List<Account> after) throws Exception {
    try (Muster third =
        activate(
            "third",
            site.workspace(BOMBORA),
            "--from-savepoint",
            savepoint,
            "--allow-non-restored-state")) {
      Site.until(
          "all is received",
          () -> third.isAlive() && site.received("third", BOMBORA) == after.size());
      stop(site.report("third").run(), "--drain");

      assertThat(third.ended().said(), third.code(), is(0));
      assertThat(site.report("third").status(), is("completed"));
      assertThat(site.held(BOMBORA), equalTo(Account.domains(after)));
    }
  }

  private String stop(String run, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("stop", run, "--json"));
    arguments.addAll(List.of("--savepoint", folder.resolve("savepoints").toString()));
    arguments.addAll(List.of("--flinkMaster", cluster.address()));
    arguments.addAll(List.of(more));
    try (Muster stop = Muster.start(folder, "stop", arguments)) {
      assertThat(stop.ended().said(), stop.code(), is(0));
      String savepoint = stop.json().get("savepoint").asText();
      assertThat(savepoint, allOf(containsString(folder.toString()), containsString("savepoint-")));
      return savepoint;
    }
  }
}
