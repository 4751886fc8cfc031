package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.kafka.KafkaBroker;
import io.muster.pipelines.kafka.KafkaCluster;
import io.muster.pipelines.kafka.KafkaInput;
import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import io.muster.pipelines.kafka.KafkaOutput;
import io.muster.pipelines.kafka.KafkaOutputs;
import io.muster.pipelines.kafka.SharedBroker;
import io.muster.pipelines.replay.ReplayChoice;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.process.Patience;
import io.muster.process.Patience.Condition;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.vendor.Vendor;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs that write to topics of a real broker, and replays from one, on DirectRunner. */
@ExtendWith(SharedBroker.class)
class OutputTopicRunTest {

  private static KafkaBroker broker;

  @TempDir private Path folder;
  private RunBench bench;
  private String name;
  private String letterTopic;
  private String ledgerTopic;

  @BeforeAll
  static void use(KafkaBroker shared) {
    broker = shared;
  }

  @BeforeEach
  void start(TestInfo test) throws IOException {
    bench = new RunBench(folder);
    name = test.getTestMethod().orElseThrow().getName();
    letterTopic = name + ".letters";
    ledgerTopic = name + ".ledger";
    broker.createTopic(letterTopic, 2);
    broker.createTopic(ledgerTopic, 1);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static String account(String id, String domain) {
    return ("{\"accountKey\":{\"sourceKey\":\"%s\"},\"accountName\":\"%s Inc\","
            + "\"accountOrganization\":{\"domain\":\"%s\"},\"segmentMembership\":{\"ups\":{\"a1\":"
            + "{\"status\":\"realized\",\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"}}}}")
        .formatted(id, id, domain);
  }

  private static String member(String id) {
    return account(id, id + ".com");
  }

  private static KafkaCluster cluster() {
    return new KafkaCluster(broker.brokers(), null);
  }

  private static Optional<KafkaOutput> to(String topic) {
    return Optional.of(new KafkaOutput(cluster(), topic));
  }

  private KafkaOutputs topics() {
    return new KafkaOutputs(to(ledgerTopic), to(letterTopic));
  }

  private KafkaInput input(String topic, String group, boolean untilEnd) {
    return new KafkaInput(cluster(), List.of(topic), group, StartFrom.COMMITTED, untilEnd);
  }

  private ActivationRequest request(String run, Workspace workspace, Path... inputs) {
    List<String> paths = new ArrayList<>();
    for (Path input : inputs) {
      paths.add(input.toString());
    }
    return new ActivationRequest(
        run,
        workspace,
        paths,
        folder.resolve(run).toString(),
        Set.of(),
        Duration.ofSeconds(60),
        List.of("--blockOnRun=false"));
  }

  private ActivationRun activation(ActivationRequest request) {
    RunListener listener =
        new RunListener() {
          @Override
          public void notice(String line) {
            bench.notices().add(line);
          }

          @Override
          public void progress(RunReport soFar) {}
        };
    return new ActivationRun(request, new TestLauncher(), listener, Clock.systemUTC());
  }

  private RunOutcome replay(String run) throws RunException {
    return activation(
            request(run, bench.workspace())
                .reading(Optional.of(input(letterTopic, "replay-" + name, true)))
                .writing(new KafkaOutputs(Optional.empty(), to(letterTopic)))
                .replaying(new ReplayChoice(Set.of(), Set.of())))
        .run();
  }

  private static List<JsonNode> read(String topic) {
    List<JsonNode> values = new ArrayList<>();
    for (ConsumerRecord<String, String> record : broker.records(topic)) {
      values.add(json(record.value()));
    }
    return values;
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  private static String story(JsonNode letter) {
    return letter.get("source") + " " + letter.get("dataflow") + " " + letter.get("firstFailedAt");
  }

  private static long received(RunOutcome outcome) {
    return outcome.report().dataflows().stream().mapToLong(AudienceLine::received).sum();
  }

  private static void await(String what, Condition<RuntimeException> condition) throws IOException {
    Patience.until(what, Duration.ofSeconds(90), condition);
  }

  private static void send(String topic, String key, String value) throws Exception {
    broker.send(
        List.of(
            new ProducerRecord<>(
                topic,
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void lettersAndLedgerOfFilesAreInTheTopicsUnderKeysAndNotInTheFolder() throws Exception {
    Path files =
        bench.file(
            "day.jsonl", member("acme"), account("globex", "no domain"), "{\"broken\"", "[]");
    RunOutcome outcome =
        activation(request("run", bench.workspace(), files).writing(topics())).run();

    assertThat(outcome.exitCode(), is(ExitCode.DEAD_LETTERS));
    Map<String, String> keyOfPlace = new TreeMap<>();
    for (ConsumerRecord<String, String> record : broker.records(letterTopic)) {
      JsonNode letter = json(record.value());
      String place = letter.get("source").asText().replaceFirst(".*/", "");
      keyOfPlace.put(place + " " + letter.get("dataflow").asText(), String.valueOf(record.key()));
    }
    assertThat(
        keyOfPlace,
        is(
            Map.of(
                "day.jsonl:2 accounts", "globex",
                "day.jsonl:2 domains", "globex",
                "day.jsonl:3 null", "null",
                "day.jsonl:4 null", "null")));
    assertThat(
        broker.records(ledgerTopic).stream()
            .map(record -> record.key() + " " + json(record.value()).get("status").asText())
            .distinct()
            .toList(),
        containsInAnyOrder("intent accepted", "crm queued", "crm accepted"));
    assertThat(Files.exists(folder.resolve("run/dead-letters")), is(false));
    assertThat(Files.exists(folder.resolve("run/ledger")), is(false));
    assertThat(Files.exists(folder.resolve("run/report.html")), is(true));
  }

  @Test
  void anOffsetIsCommittedOnlyOnceItsLetterIsInTheTopic() throws Exception {
    String topic = name + ".changes";
    broker.createTopic(topic, 1);
    // What the topic does not take can't be written, however well it is compressed.
    broker.configure(letterTopic, "max.message.bytes", "10000");
    byte[] noise = new byte[50_000];
    new Random(3).nextBytes(noise);
    String large = "{\"note\":\"" + Base64.getEncoder().encodeToString(noise) + "\",";
    send(topic, "k", large + account("acme", "no domain").substring(1));
    ActivationRequest request =
        request("run", bench.patientWorkspace())
            .reading(Optional.of(input(topic, "group-" + name, false)))
            .writing(topics());
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<RunOutcome> refused = threads.submit(activation(request)::run);
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> refused.get(90, TimeUnit.SECONDS));
      RunException failure = (RunException) e.getCause();
      assertThat(failure.exitCode(), is(ExitCode.FAILED));
      assertThat(
          failure.getMessage(),
          allOf(containsString(letterTopic), containsString("raise its max.message.bytes")));
      assertThat(broker.committed("group-" + name), is(anEmptyMap()));

      broker.configure(letterTopic, "max.message.bytes", "1000000");
      ActivationRun again = activation(request);
      Future<RunOutcome> outcome = threads.submit(again::run);
      await("it is committed", () -> isCommitted("group-" + name, topic, 1));
      assertThat(
          read(letterTopic).stream().map(letter -> letter.get("source").asText()).toList(),
          contains(topic + "-0:0", topic + "-0:0"));
      assertThat(broker.records(letterTopic).get(0).key(), is("k"));
      again.stop();
      outcome.get(60, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean isCommitted(String group, String topic, long offset) {
    try {
      return broker.committed(group).equals(Map.of(topic + "-0", offset));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aReplayDeliversTheTopicsLettersAndWritesBackWhatFailsAgain() throws Exception {
    bench.sandbox().faults().order(Fault.status(503).on(Vendor.BOMBORA));
    Path files = bench.file("day.jsonl", member("acme"), account("globex", "no domain"));
    activation(request("run", bench.workspace(), files).writing(topics())).run();
    assertThat(read(letterTopic), hasSize(3));

    bench.sandbox().faults().clear();
    RunOutcome mended = replay("mended");
    assertThat(mended.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(received(mended), is(3L));
    assertThat(bench.members(Vendor.BOMBORA, "First"), contains("acme.com"));
    List<JsonNode> letters = read(letterTopic);
    assertThat("those that fail again", letters, hasSize(5));
    assertThat(
        "each says when it failed first",
        letters.stream().map(OutputTopicRunTest::story).distinct().toList(),
        hasSize(3));

    RunOutcome again = replay("again");
    assertThat("only what is new", received(again), is(2L));
    assertThat(Files.exists(folder.resolve("again/dead-letters")), is(false));
    assertThat(read(letterTopic), hasSize(7));
  }

  @Test
  void aTopicThatIsNotThereIsSaidBeforeAnythingIsSent() throws Exception {
    Path files = bench.file("day.jsonl", member("acme"));
    ActivationRequest request =
        request("run", bench.workspace(), files)
            .writing(new KafkaOutputs(Optional.empty(), to("no-such-topic")));
    RunException e = assertThrows(RunException.class, () -> activation(request).run());
    assertThat(e.exitCode(), is(ExitCode.USAGE));
    assertThat(e.getMessage(), allOf(containsString("no-such-topic"), containsString("make it")));

    KafkaCluster nobody = new KafkaCluster("127.0.0.1:1", null);
    ActivationRequest unreachable =
        request("run", bench.workspace(), files)
            .writing(new KafkaOutputs(Optional.of(new KafkaOutput(nobody, "t")), Optional.empty()));
    RunException silent = assertThrows(RunException.class, () -> activation(unreachable).run());
    assertThat(silent.exitCode(), is(ExitCode.USAGE));
    assertThat(silent.getMessage(), containsString("127.0.0.1:1"));

    String canary = "canary-wrong";
    Path config = Files.writeString(folder.resolve("c.properties"), "acks=" + canary + "\n");
    KafkaCluster wrong = new KafkaCluster(broker.brokers(), config.toString());
    ActivationRequest refused =
        request("run", bench.workspace(), files)
            .writing(
                new KafkaOutputs(
                    Optional.of(new KafkaOutput(wrong, letterTopic)), Optional.empty()));
    RunException ours = assertThrows(RunException.class, () -> activation(refused).run());
    assertThat(ours.exitCode(), is(ExitCode.USAGE));
    assertThat(ours.getMessage(), allOf(containsString("acks=all"), not(containsString(canary))));
    assertThat(bench.sandbox().calls(), is(empty()));
  }
}
