package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.kafka.KafkaBroker;
import io.muster.pipelines.kafka.KafkaCluster;
import io.muster.pipelines.kafka.KafkaInput;
import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.process.Patience;
import io.muster.process.Patience.Condition;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Runs over topics of a real broker, on DirectRunner. */
class KafkaRunTest {

  private static final String PASSWORD = "canary\"7f\\3e";
  private static final String EARLY = "2026-11-20T10:00:00Z";

  @TempDir private static Path brokerFolder;
  private static KafkaBroker broker;

  @TempDir private Path folder;
  private RunBench bench;
  private String topic;
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void startBroker() throws IOException {
    broker = KafkaBroker.start(brokerFolder.resolve("kafka"), PASSWORD);
  }

  @AfterAll
  static void stopBroker() throws IOException {
    broker.close();
  }

  @BeforeEach
  void start(TestInfo test) throws IOException {
    bench = new RunBench(folder);
    topic = test.getTestMethod().orElseThrow().getName();
    broker.createTopic(topic, 2);
    producer = broker.producer();
  }

  @AfterEach
  void stop() {
    if (producer != null) {
      producer.close();
    }
    bench.close();
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private void send(int partition, String key, String value) throws Exception {
    send(new ProducerRecord<>(topic, partition, bytes(key), bytes(value)));
  }

  private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
    producer.send(record).get();
  }

  /** A member of the first audience, or one who leaves it. */
  private static String account(String id, String domain, String status, String time) {
    return ("{\"accountKey\":{\"sourceKey\":\"%s\"},\"accountName\":\"%s Inc\","
            + "\"accountOrganization\":{\"domain\":\"%s\"},\"segmentMembership\":{\"ups\":"
            + "{\"a1\":{\"status\":\"%s\",\"lastQualificationTime\":\"%s\"}}}}")
        .formatted(id, id, domain, status, time);
  }

  private static String member(String id) {
    return account(id, id + ".com", "realized", EARLY);
  }

  private KafkaInput input(boolean untilEnd) {
    return new KafkaInput(
        new KafkaCluster(broker.brokers(), null),
        List.of(topic),
        "group-" + topic,
        StartFrom.COMMITTED,
        untilEnd);
  }

  private ActivationRun activation(String run, KafkaInput input) {
    return activation(run, input, new TestLauncher());
  }

  private ActivationRun activation(String run, KafkaInput input, RunnerLauncher launcher) {
    ActivationRequest request =
        new ActivationRequest(
                run,
                bench.patientWorkspace(),
                List.of(),
                bench.out().toString(),
                Set.of(),
                Duration.ofSeconds(60),
                List.of("--blockOnRun=false"))
            .reading(Optional.of(input));
    RunListener listener =
        new RunListener() {
          @Override
          public void notice(String line) {
            bench.notices().add(line);
          }

          @Override
          public void progress(RunReport soFar) {}
        };
    return new ActivationRun(request, launcher, listener, Clock.systemUTC());
  }

  private RunOutcome runToEnd(String run) throws RunException {
    return activation(run, input(true)).run();
  }

  private Map<String, Long> committed() {
    try {
      return broker.committed("group-" + topic);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private long endOffset() {
    try {
      return broker.endOffset(topic, 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Set<String> domains() {
    return bench.sandbox().list(Vendor.BOMBORA, "First").isPresent()
        ? bench.members(Vendor.BOMBORA, "First")
        : Set.of();
  }

  private static void await(String what, Condition<RuntimeException> condition) throws IOException {
    Patience.until(what, Duration.ofSeconds(90), condition);
  }

  @Test
  void readsWhatTheTopicHoldsAndEndsAndTheNextRunGoesOnBehindIt() throws Exception {
    send(0, "k", member("acme"));
    send(1, "k", member("globex"));

    RunOutcome first = runToEnd("run-1");

    assertThat(first.exitCode(), is(ExitCode.DELIVERED));
    assertThat(first.report().status(), is("completed"));
    assertThat(domains(), contains("acme.com", "globex.com"));
    assertThat(committed(), is(Map.of(topic + "-0", 1L, topic + "-1", 1L)));

    send(0, "k", member("initech"));
    RunOutcome second = runToEnd("run-2");

    assertThat(second.report().dataflows().get(0).received(), is(1L));
    assertThat(domains(), contains("acme.com", "globex.com", "initech.com"));
    assertThat(committed(), is(Map.of(topic + "-0", 2L, topic + "-1", 1L)));
  }

  @Test
  void everyOddRecordIsAccountedForWithItsPlaceAndKey() throws Exception {
    send(0, "tombstone", null);
    send(0, "foreign", "<order/>");
    send(0, "large", "{\"a\":\"" + "x".repeat(1 << 20) + "\"}");
    send(
        new ProducerRecord<>(
            topic, 0, new byte[] {0, (byte) 0xff}, new byte[] {0, 0, 0, 1, (byte) 0xc3}));
    String nameless =
        "{\"accountName\":\"A\",\"accountOrganization\":{\"domain\":\"a.com\"},"
            + "\"segmentMembership\":{\"ups\":{\"a1\":{\"status\":\"realized\",\"lastQualificationTime\":\""
            + EARLY
            + "\"}}}}";
    send(0, null, nameless);
    ProducerRecord<byte[], byte[]> foreignHeaders =
        new ProducerRecord<>(topic, 0, bytes("by-key"), bytes(nameless));
    foreignHeaders.headers().add("traceparent", new byte[] {1, 2, 3}).add("empty", null);
    send(foreignHeaders);

    RunOutcome outcome = runToEnd("run-1");

    assertThat(outcome.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat("a tombstone is none", outcome.report().malformed(), is(3L));
    assertThat("known by its Kafka key", domains(), contains("a.com"));
    assertThat(
        bench.lines("dead-letters").stream().map(KafkaRunTest::letter).distinct().toList(),
        containsInAnyOrder(
            "NOT_JSON " + topic + "-0:1 foreign",
            "TOO_LARGE " + topic + "-0:2 large",
            "NOT_JSON " + topic + "-0:3 00ff",
            "NO_PROFILE_ID " + topic + "-0:4 null",
            // Known by its Kafka key, it still lacks what one vendor wants as its own id.
            "MISSING_FIELD " + topic + "-0:5 by-key"));
    assertThat(committed(), is(Map.of(topic + "-0", 6L)));
  }

  private static String letter(JsonNode letter) {
    return letter.get("code").asText()
        + " "
        + letter.get("source").asText()
        + " "
        + letter.get("key").asText();
  }

  @Test
  void onEqualTimesTheLaterRecordTimeWinsAndThenTheLaterOffset() throws Exception {
    long time = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
    // By its own time the first of these is newer, whatever the partition and the offset.
    sendAt(0, time + 1, account("acme", "newer.com", "realized", EARLY));
    sendAt(1, time, member("filler"));
    sendAt(1, time, account("acme", "older.com", "realized", EARLY));
    // Of one time, the later offset.
    sendAt(0, time, account("globex", "first.com", "realized", EARLY));
    sendAt(0, time, account("globex", "second.com", "realized", EARLY));
    // And newest in membership beats them both: this exit came before it.
    sendAt(0, time, account("initech", "initech.com", "exited", "2026-11-20T11:00:00Z"));
    sendAt(1, time + 9, account("initech", "initech.com", "realized", EARLY));

    runToEnd("run-1");

    assertThat(domains(), containsInAnyOrder("newer.com", "second.com", "filler.com"));
  }

  private void sendAt(int partition, long time, String value) throws Exception {
    send(new ProducerRecord<>(topic, partition, time, bytes("k"), bytes(value)));
  }

  @Test
  void aTransactionsMarkerAtTheEndIsNoRecordToWaitFor() throws Exception {
    try (KafkaProducer<byte[], byte[]> transactional =
        broker.producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "t"))) {
      transactional.initTransactions();
      transactional.beginTransaction();
      Future<?> unused =
          transactional.send(new ProducerRecord<>(topic, 0, bytes("k"), bytes(member("acme"))));
      transactional.commitTransaction();
    }
    // The broker writes the marker after it has said that the transaction is committed.
    await("the marker is there", () -> endOffset() == 2);

    assertThat(runToEnd("run-1").exitCode(), is(ExitCode.DELIVERED));
    assertThat(domains(), contains("acme.com"));
    assertThat("behind the marker", committed(), is(Map.of(topic + "-0", 2L)));
  }

  @Test
  void anEndlessRunCommitsWhatIsDeliveredAndOnlyThat() throws Exception {
    bench.sandbox().faults().order(Fault.status(503).on(Vendor.DEMANDBASE));
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      send(0, "k", member("acme"));
      ActivationRun run = activation("run-1", input(false));
      Future<RunOutcome> outcome = threads.submit(run::run);
      await("one vendor has it", () -> domains().contains("acme.com"));
      assertThat("the other has not", committed(), is(anEmptyMap()));
      assertThat(bench.report().status(), is("incomplete"));

      run.stop();
      RunReport report = outcome.get(60, TimeUnit.SECONDS).report();
      assertThat(report.status(), is("incomplete"));
      assertThat(report.endedAt(), not(is((String) null)));
      assertThat(committed(), is(anEmptyMap()));

      // The vendor is back, and so is the run: of the same group, and without any state.
      bench.sandbox().faults().clear();
      send(1, "k", member("globex"));
      ActivationRun again = activation("run-2", input(false));
      Future<RunOutcome> second = threads.submit(again::run);
      await(
          "all is committed", () -> committed().equals(Map.of(topic + "-0", 1L, topic + "-1", 1L)));
      assertThat(bench.members(Vendor.DEMANDBASE, "First"), contains("acme", "globex"));
      assertThat(domains(), contains("acme.com", "globex.com"));
      await("the report says so", () -> pending() == 0);
      again.stop();
      for (AudienceLine line : second.get(60, TimeUnit.SECONDS).report().dataflows()) {
        assertThat(line.toString(), line.activated() + line.unchanged(), is(line.received()));
      }
      assertThat(bench.notices(), is(empty()));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aBrokerThatDiesAndComesBackIsWaitedFor() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      send(0, "k", member("acme"));
      ActivationRun run = activation("run-1", input(false));
      Future<RunOutcome> outcome = threads.submit(run::run);
      await("the first is there", () -> domains().contains("acme.com"));

      broker.kill();
      broker.startAgain();
      send(0, "k", member("globex"));

      await("so is the second", () -> domains().contains("globex.com"));
      await("and committed", () -> committed().equals(Map.of(topic + "-0", 2L)));
      run.stop();
      assertThat(outcome.get(60, TimeUnit.SECONDS).report().malformed(), is(0L));
    } finally {
      threads.shutdownNow();
    }
  }

  private long pending() {
    try {
      return bench.report().dataflows().stream().mapToLong(AudienceLine::pending).sum();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void tlsAndAPasswordComeFromAFileThatIsReadWhereTheWorkIsDone() throws Exception {
    send(0, "k", member("acme"));
    Files.writeString(folder.resolve("kafka.secret"), PASSWORD + "\n");
    Path config = config("password=\"${file:kafka.secret}\"");

    ActivationRun run = activation("run-1", secured(config));
    assertThat(run.run().exitCode(), is(ExitCode.DELIVERED));

    assertThat(domains(), contains("acme.com"));
  }

  @Test
  void whatIsWrongWithTheFileOrTheTopicIsSaidBeforeAnythingIsSent() throws Exception {
    KafkaInput misspelt =
        new KafkaInput(
            new KafkaCluster(broker.brokers(), null),
            List.of("nope"),
            "g",
            StartFrom.COMMITTED,
            false);
    assertThat(refused(misspelt), containsString("Kafka topic nope"));

    assertThat(
        refused(secured(folder.resolve("nope.properties"))), containsString("nope.properties"));
    assertThat(
        refused(secured(config("password=\"${file:absent.secret}\""))),
        allOf(containsString("sasl.jaas.config"), containsString("absent.secret")));
    Path ours = config("password=\"x\"");
    Files.writeString(ours, Files.readString(ours) + "group.id=mine\n");
    assertThat(refused(secured(ours)), containsString("use --kafka-group"));

    String planted = "canary-wrong-password";
    assertThat(
        refused(secured(config("password=\"" + planted + "\""))),
        allOf(containsString("--kafka-brokers"), not(containsString(planted))));
    assertThat(
        refused(secured(config("broken " + planted))),
        allOf(containsString("client.properties"), not(containsString(planted))));
    assertThat(bench.sandbox().calls(), is(empty()));
  }

  @Test
  void aJobForAClusterIsNotHandedOverToReadATopicThatIsNotThere() throws Exception {
    KafkaInput misspelt =
        new KafkaInput(
            new KafkaCluster(broker.brokers(), null),
            List.of(topic, "nope"),
            "g",
            StartFrom.COMMITTED,
            false);

    assertThat(refused(misspelt, cluster()), containsString("Kafka topic nope"));
    assertThat("no run folder", Files.exists(bench.out()), is(false));
  }

  @Test
  void aJobForAClusterWhoseWorkersAloneReachTheBrokersIsHandedOver() throws Exception {
    KafkaInput secured = secured(config("password=\"${file:absent.secret}\""));
    KafkaInput endless =
        new KafkaInput(secured.cluster(), secured.topics(), "g", StartFrom.EARLIEST, false);

    RunOutcome outcome = activation("run-1", endless, cluster()).run();

    assertThat(outcome.left().orElseThrow().id(), is(Optional.of("job-7")));
    assertThat(
        bench.notices(),
        contains(allOf(containsString("left to the workers"), containsString("absent.secret"))));
  }

  /** One whose job nobody waits for. */
  private static RunnerLauncher cluster() {
    return ClusterLauncher.leaving(pipeline -> {});
  }

  private String refused(KafkaInput input) {
    return refused(input, new TestLauncher());
  }

  private String refused(KafkaInput input, RunnerLauncher launcher) {
    ActivationRun run = activation("run-1", input, launcher);
    RunException e = assertThrows(RunException.class, run::run);
    assertThat(e.getMessage(), e.exitCode(), is(ExitCode.USAGE));
    return e.getMessage();
  }

  private KafkaInput secured(Path config) {
    return new KafkaInput(
        new KafkaCluster(broker.secureBrokers(), config.toString()),
        List.of(topic),
        "group-" + topic,
        StartFrom.EARLIEST,
        true);
  }

  private Path config(String option) throws IOException {
    Path password = folder.resolve("store.secret");
    Files.writeString(password, PASSWORD);
    return Files.writeString(
        folder.resolve("client.properties"),
        """
        security.protocol=SASL_SSL
        sasl.mechanism=PLAIN
        sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="%s" %s;
        ssl.truststore.location=%s
        ssl.truststore.type=PKCS12
        ssl.truststore.password=${file:store.secret}
        default.api.timeout.ms=10000
        """
            .formatted(KafkaBroker.USER, option, broker.trustStore()));
  }
}
