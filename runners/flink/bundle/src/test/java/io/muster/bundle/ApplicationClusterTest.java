package io.muster.bundle;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.muster.flink.cluster.ClusterOptions;
import io.muster.flink.cluster.FlinkRest.Job;
import io.muster.flink.cluster.JobManagerProgram;
import io.muster.flink.cluster.LocalCluster;
import io.muster.flink.distribution.FlinkDistribution;
import io.muster.kafka.KafkaBroker;
import io.muster.process.ChildProcess;
import io.muster.process.JavaProgram;
import io.muster.process.LoopbackPorts;
import io.muster.process.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application cluster with high availability, as the Kubernetes operator makes them: the
 * JobManager calls Muster's main itself, and again when it was started anew and has recovered the
 * job.
 */
final class ApplicationClusterTest {

  private static final int PARTITIONS = 2;
  private static final int CHANGES = 400;
  private static final String TOPIC = "changes";
  private static final String GROUP = "group";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private Site site;
  private KafkaBroker broker;
  private ChildProcess zooKeeper;
  private String quorum;

  @BeforeEach
  void start() throws IOException {
    site = new Site(folder);
    broker = KafkaBroker.start(folder.resolve("kafka"), "a-password");
    broker.createTopic(TOPIC, PARTITIONS);
    quorum = "127.0.0.1:" + LoopbackPorts.free(1).get(0);
    zooKeeper = startZooKeeper();
  }

  @AfterEach
  void stop() throws IOException {
    zooKeeper.kill();
    broker.close();
    site.close();
  }

  /** Of Flink's own jars. */
  private ChildProcess startZooKeeper() throws IOException {
    String[] address = quorum.split(":", 2);
    Path settings =
        Files.writeString(
            folder.resolve("zookeeper.cfg"),
            "tickTime=500\ndataDir=%s\nclientPortAddress=%s\nclientPort=%s\nadmin.enableServer=false\n"
                .formatted(folder.resolve("zookeeper"), address[0], address[1]));
    return ChildProcess.start(
        new JavaProgram(
            "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain",
            FlinkDistribution.classPath(),
            List.of("-Xmx128m", "-Dlog.file=" + folder.resolve("zookeeper.log")),
            List.of(settings.toString()),
            Map.of()),
        folder.resolve("zookeeper.out"));
  }

  private LocalCluster startCluster() throws IOException {
    Path ownClasses =
        Path.of(
            ApplicationEntry.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<String> arguments =
        List.of(
            System.getProperty("muster.bundle"),
            "activate",
            "-w",
            site.workspace(Site.LINKEDIN).toString(),
            "--kafka-brokers",
            broker.brokers(),
            "--kafka-topic",
            TOPIC,
            "--kafka-group",
            GROUP,
            "--out",
            site.out("application").toString(),
            "--parallelism=2",
            "--checkpointingInterval=500");
    return LocalCluster.start(
        folder.resolve("flink"),
        ClusterOptions.defaults()
            .withTaskManagers(1)
            .withEnvironment(Site.ENVIRONMENT)
            .withJobManager(
                new JobManagerProgram(
                    ApplicationEntry.class.getName(), List.of(ownClasses.toString()), arguments))
            .withSettings(
                Map.of(
                    "high-availability.type",
                    "zookeeper",
                    "high-availability.zookeeper.quorum",
                    quorum,
                    "high-availability.cluster-id",
                    "/muster",
                    "high-availability.storageDir",
                    folder.resolve("ha").toUri().toString())));
  }

  @Test
  void aJobManagerThatIsStartedAnewFindsItsRunAgain() throws Exception {
    List<Account> changes = Account.random(9, CHANGES, 100);
    try (LocalCluster cluster = startCluster()) {
      send(changes.subList(0, CHANGES / 2));
      awaitDelivered(CHANGES / 2);
      Job job = cluster.rest().jobs().get(0);
      cluster.rest().awaitCheckpoints(job.id(), 1, PATIENCE);
      String run = site.report("application").run();
      assertThat(run, startsWith("job-" + job.id()));

      cluster.jobManager().kill();
      cluster.startJobManagerAgain();
      cluster.rest().awaitTasksRunning(job.id(), PATIENCE);
      // While main is called again, in which it would be refused by its own job's lease.
      send(changes.subList(CHANGES / 2, CHANGES));
      awaitDelivered(CHANGES);
      Patience.until(
          "all is committed",
          PATIENCE,
          () -> Site.isCommitted(broker, GROUP, TOPIC, PARTITIONS, changes));
      cluster.rest().awaitCheckpoints(job.id(), 2, PATIENCE);

      assertThat(cluster.jobManager().isAlive(), is(true));
      assertThat(cluster.rest().jobs().stream().map(Job::id).toList(), is(List.of(job.id())));
      assertThat(cluster.rest().checkpoints(job.id()).restored(), is(greaterThan(0L)));
      assertThat(site.report("application").run(), is(run));
      assertThat(site.held(Site.LINKEDIN), equalTo(Account.domains(changes)));
    }
  }

  private void send(List<Account> changes) throws IOException {
    broker.send(changes.stream().map(change -> change.to(TOPIC, PARTITIONS)).toList());
  }

  private void awaitDelivered(long changes) throws IOException {
    Patience.until(
        changes + " changes are delivered",
        PATIENCE,
        () -> site.isDelivered("application", Site.LINKEDIN, changes));
  }
}
