package io.muster.bundle;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.muster.flink.cluster.ClusterOptions;
import io.muster.flink.cluster.FlinkProcess;
import io.muster.flink.cluster.LocalCluster;
import io.muster.kafka.KafkaBroker;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.process.Patience;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.journal.Breach;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An always-on job on a cluster, from Kafka to all four vendors, while TaskManagers are killed;
 * once while a vendor is down and the broker restarts. {@code -Dmuster.changes}, {@code
 * -Dmuster.kills} and {@code -Dmuster.outageSeconds} make it as long as one likes; {@code
 * -Dmuster.seed} draws other changes and moments.
 */
final class ClusterFaultsTest {

  private static final int CHANGES = Integer.getInteger("muster.changes", 12_000);
  private static final int KILLS = Integer.getInteger("muster.kills", 2);
  private static final int OUTAGE_SECONDS = Integer.getInteger("muster.outageSeconds", 10);
  private static final long SEED = Long.getLong("muster.seed", 20261126L);

  private static final int PARTITIONS = 4;
  private static final int CHANGES_A_SECOND = 2_000;
  private static final Duration NOTICED = Duration.ofSeconds(60);
  private static final Duration DELIVERED = Duration.ofMinutes(4);
  private static final String TOPIC = "changes";
  private static final String GROUP = "group";

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private Site site;
  private LocalCluster cluster;
  private KafkaBroker broker;

  @BeforeEach
  void startAll() throws IOException {
    site = new Site(folder, SandboxConfig.defaults());
    broker = KafkaBroker.start(folder.resolve("kafka"), "a-password");
    broker.createTopic(TOPIC, PARTITIONS);
    cluster =
        LocalCluster.start(
            folder.resolve("flink"), ClusterOptions.defaults().withEnvironment(Site.ENVIRONMENT));
  }

  @AfterEach
  void stopAll() throws IOException {
    cluster.close();
    broker.close();
    site.close();
  }

  @Test
  void killsAnOutageAndARestartOfTheBrokerLoseNothingAndDoubleNothing() throws Exception {
    List<Account> changes = Account.random(SEED, CHANGES, CHANGES / 10);
    activate();
    CompletableFuture<Void> sending = send(changes);
    int share = CHANGES / (KILLS + 1);
    for (int kill = 1; kill <= KILLS; kill++) {
      awaitReceived((long) share * kill - random.nextInt(share / 2));
      if (kill == KILLS / 2 + 1) {
        site.sandbox
            .faults()
            .order(
                Fault.status(503).on(Vendor.LINKEDIN).during(Duration.ofSeconds(OUTAGE_SECONDS)));
        broker.kill();
        killOneTaskManager();
        broker.startAgain();
      } else {
        killOneTaskManager();
      }
    }
    sending.get();

    assertDelivered(changes);
  }

  private void activate() throws Exception {
    try (Muster submitted =
        Muster.start(
            folder,
            "activate",
            List.of(
                "activate",
                "-w",
                site.workspace(Site.ALL).toString(),
                "--kafka-brokers",
                broker.brokers(),
                "--kafka-topic",
                TOPIC,
                "--kafka-group",
                GROUP,
                "--out",
                site.out("faults").toString(),
                "--flinkMaster",
                cluster.address(),
                "--detached",
                "--parallelism=2",
                "--checkpointingInterval=1000"))) {
      assertThat(submitted.ended().said(), submitted.code(), is(0));
    }
  }

  /** At a steady pace, so that there is something to lose at every moment. */
  private CompletableFuture<Void> send(List<Account> changes) {
    return CompletableFuture.runAsync(
        () -> {
          long began = System.nanoTime();
          // A broker that is away is waited for.
          try (KafkaProducer<byte[], byte[]> producer =
              broker.producer(Map.of("delivery.timeout.ms", 300_000))) {
            for (int i = 0; i < changes.size(); i++) {
              long due = began + TimeUnit.SECONDS.toNanos(i) / CHANGES_A_SECOND;
              while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
              }
              Future<?> unused = producer.send(changes.get(i).to(TOPIC, PARTITIONS));
            }
          }
        });
  }

  private void awaitReceived(long number) throws IOException {
    Patience.until(
        number + " changes are received",
        DELIVERED,
        () -> site.received("faults", Site.LINKEDIN) >= number);
  }

  /** With SIGKILL; another one takes its place. */
  private void killOneTaskManager() throws IOException {
    List<FlinkProcess> alive = cluster.taskManagers();
    alive.get(random.nextInt(alive.size())).kill();
    cluster.awaitNoticed(NOTICED);
    cluster.startTaskManager();
  }

  private void assertDelivered(List<Account> changes) throws Exception {
    Patience.until(
        "all is delivered",
        DELIVERED,
        () ->
            List.of(Site.ALL).stream()
                .allMatch(each -> site.isDelivered("faults", each, changes.size())));
    Patience.until(
        "all is committed",
        DELIVERED,
        () -> Site.isCommitted(broker, GROUP, TOPIC, PARTITIONS, changes));

    for (String connection : Site.ALL) {
      AudienceLine line = site.line("faults", connection);
      assertThat(
          "what " + connection + " holds, seed " + SEED,
          site.held(connection),
          equalTo(Account.domains(changes)));
      assertThat("received by " + connection, line.received(), is((long) changes.size()));
      assertThat(
          connection + " adds up: " + line,
          line.activated() + line.unchanged() + line.superseded(),
          is(line.received()));
    }
    assertThat(
        "no budget was exceeded",
        site.sandbox.breaches().stream().map(Breach::rule).toList(),
        not(hasItem(startsWith("over-"))));
  }
}
