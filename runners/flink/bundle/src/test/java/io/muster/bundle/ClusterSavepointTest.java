package io.muster.bundle;

import static io.muster.bundle.Site.BOMBORA;
import static io.muster.bundle.Site.LINKEDIN;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.flink.cluster.JobState;
import io.muster.kafka.KafkaBroker;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A job over Kafka on a real cluster of one JobManager and two TaskManagers: stopped while
 * something is owed, and gone on with from its savepoint.
 */
final class ClusterSavepointTest extends ClusterTestBase {

  private static final int PARTITIONS = 3;

  private static KafkaBroker broker;

  @BeforeAll
  static void startBroker() throws IOException {
    broker = KafkaBroker.start(shared.resolve("kafka"), "a-password");
  }

  @AfterAll
  static void stopBroker() throws IOException {
    if (broker != null) {
      broker.close();
    }
  }

  private static void send(String topic, List<Account> changes) throws IOException {
    broker.send(changes.stream().map(change -> change.to(topic, PARTITIONS)).toList());
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
    String broken = brokenOff(savepoint);
    try (Muster refused = activate("broken", both, "--from-savepoint", broken)) {
      assertThat(refused.ended().said(), refused.code(), is(2));
      assertThat(
          refused.said(), containsString("--from-savepoint " + broken + ": it can't be read"));
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

  /** What a copy leaves that did not come to its end. */
  private String brokenOff(String savepoint) throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(URI.create(savepoint)).resolve("_metadata"));
    Path copy = Files.createDirectory(folder.resolve("broken-off"));
    Files.write(copy.resolve("_metadata"), Arrays.copyOf(whole, whole.length / 2));
    return copy.toString();
  }
}
