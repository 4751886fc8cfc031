package io.muster.cli.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.kafka.KafkaBroker;
import io.muster.pipelines.ActivationPipeline;
import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.RunOutputs;
import io.muster.pipelines.kafka.KafkaClients;
import io.muster.pipelines.kafka.KafkaCluster;
import io.muster.pipelines.kafka.KafkaInput;
import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import io.muster.pipelines.kafka.KafkaOutput;
import io.muster.pipelines.kafka.KafkaOutputs;
import io.muster.pipelines.kafka.ReadTopics;
import io.muster.pipelines.membership.MembershipFolders;
import io.muster.pipelines.registry.RegistryLocation;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.report.RunReportJson;
import io.muster.pipelines.sink.RunFolder;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.vendor.Vendor;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.workspace.Secrets;
import io.muster.workspace.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The command line on embedded Flink with checkpoints, as a process that can be killed. */
class KafkaOnFlinkTest {

  private static final String CANARY = "canary4b1d";
  private static final int PARTITIONS = 3;
  private static final int PROFILES = 150;
  private static final int CHANGES = 900;
  private static final long SEED = 4;

  /** What a job of an earlier version knew and owed; test-data/README.md says how it is made. */
  private static final Path KEPT_STATE =
      Path.of("..", "..", "test-data", "savepoints", "0.1", "_metadata.gz");

  private static final String KEPT_TOPIC = "kept-state";
  private static final int KEPT_CHANGES = 300;

  @TempDir private static Path brokerFolder;
  private static KafkaBroker broker;

  @TempDir private Path folder;

  @BeforeAll
  static void startBroker() throws IOException {
    broker = KafkaBroker.start(brokerFolder.resolve("kafka"), CANARY);
  }

  @AfterAll
  static void stopBroker() throws IOException {
    broker.close();
  }

  /** A run in a process of its own; what it says goes to a file. */
  private Process activate(String run, String topic, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--kafka-topic", topic, "--kafka-group", "group-" + topic));
    arguments.addAll(List.of(more));
    return start("activate", run, arguments);
  }

  private Process start(String muster, String run, List<String> more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String opened : List.of("lang", "util", "util.concurrent", "net", "time", "nio")) {
      command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.muster.cli.Main", muster, "--runner", "flink"));
    command.addAll(List.of("-w", folder.resolve("muster.yaml").toString()));
    command.addAll(List.of("--out", folder.resolve(run).toString()));
    command.addAll(List.of("--parallelism=2", "--checkpointingInterval=1000"));
    command.addAll(more);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(said(run).toFile())
        .start();
  }

  private Path said(String run) {
    return folder.resolve(run + ".log");
  }

  private record Change(int profile, int second, boolean exit) {
    String json() {
      return """
          {"accountKey":{"sourceKey":"a%d"},"accountName":"Name %d","accountOrganization":{"domain":"d%d.com"},"segmentMembership":{"ups":{"%s":{"status":"%s","lastQualificationTime":"2026-11-20T%02d:%02d:%02dZ"}}}}"""
          .formatted(
              profile,
              second,
              profile,
              Bench.RENEWALS,
              exit ? "exited" : "realized",
              second / 3600,
              second / 60 % 60,
              second % 60);
    }

    ProducerRecord<byte[], byte[]> to(String topic) {
      return new ProducerRecord<>(
          topic,
          profile % PARTITIONS,
          ("a" + profile).getBytes(StandardCharsets.UTF_8),
          json().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static List<Change> changes(Random random) {
    List<Change> changes = new ArrayList<>();
    for (int second = 0; second < CHANGES; second++) {
      changes.add(new Change(random.nextInt(PROFILES), second, random.nextInt(3) == 0));
    }
    return changes;
  }

  private static SortedSet<String> domains(List<Change> changes) {
    Map<Integer, Change> newest = new TreeMap<>();
    changes.forEach(change -> newest.put(change.profile(), change));
    SortedSet<String> domains = new TreeSet<>();
    newest.values().stream()
        .filter(change -> !change.exit())
        .forEach(change -> domains.add("d" + change.profile() + ".com"));
    return domains;
  }

  private static void send(String topic, List<Change> changes) throws IOException {
    broker.send(changes.stream().map(change -> change.to(topic)).toList());
  }

  private static boolean isAllCommitted(String topic, List<Change> changes) {
    Map<String, Long> ends = new TreeMap<>();
    changes.forEach(
        change -> ends.merge(topic + "-" + change.profile() % PARTITIONS, 1L, Long::sum));
    try {
      return broker.committed("group-" + topic).equals(ends);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By partition, the offset of the first change that no later one of its profile supersedes. */
  private static Map<String, Long> firstOwed(String topic, List<Change> sent) {
    Map<Integer, Change> newest = new TreeMap<>();
    sent.forEach(change -> newest.put(change.profile(), change));
    Map<String, Long> next = new TreeMap<>();
    Map<String, Long> first = new TreeMap<>();
    for (Change change : sent) {
      String partition = topic + "-" + change.profile() % PARTITIONS;
      long offset = next.merge(partition, 1L, Long::sum) - 1;
      if (newest.get(change.profile()).equals(change)) {
        first.putIfAbsent(partition, offset);
      }
    }
    return first;
  }

  private void await(String run, Process process, BooleanSupplier holds)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(150);
    while (!holds.getAsBoolean()) {
      boolean inTime = process.isAlive() && System.nanoTime() < deadline;
      assertThat(run + " said " + Files.readString(said(run)), inTime);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** Its vendors may be down for long, and it may remove whom it has to. */
  private void makePatient(Bench bench) throws IOException {
    bench.workspace();
    makePatientFile();
  }

  private void makePatientFile() throws IOException {
    Path file = folder.resolve("muster.yaml");
    String text = Files.readString(file).replaceAll("retryFor: [0-9]+[sm]", "retryFor: 1h");
    Files.writeString(file, text + "guard: { maxRemovals: 100% }\n");
  }

  private long received(String run) {
    boolean there = Files.exists(folder.resolve(run).resolve("report.json"));
    return there ? report(run).dataflows().stream().mapToLong(AudienceLine::received).sum() : 0;
  }

  private RunReport report(String run) {
    try {
      return RunReportJson.read(Files.readString(folder.resolve(run).resolve("report.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SortedSet<String> companies(Bench bench) {
    SortedSet<String> companies = new TreeSet<>();
    bench
        .sandbox
        .members(Vendor.LINKEDIN, "Renewals")
        .forEach(member -> companies.add(member.fields().get("companyWebsiteDomain")));
    return companies;
  }

  @Test
  void aRunThatIsKilledAndStartedAgainLosesNothingAndDoublesNothing() throws Exception {
    String topic = "killed";
    broker.createTopic(topic, PARTITIONS);
    List<Change> changes = changes(new Random(SEED));
    Random moments = new Random(SEED);
    Process process = null;
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      makePatient(bench);
      // So that much is pending whenever the run dies.
      bench.sandbox.faults().order(Fault.status(503).on(Vendor.LINKEDIN));
      int third = CHANGES / 3;
      for (int part = 0; part < 2; part++) {
        send(topic, changes.subList(part * third, (part + 1) * third));
        String run = "killed-" + part;
        process = activate(run, topic, "--kafka-brokers", broker.brokers());
        await(run, process, () -> received(run) > 0);
        TimeUnit.MILLISECONDS.sleep(moments.nextInt(4_000));
        process.destroyForcibly().waitFor();
        Map<String, Long> owed = firstOwed(topic, changes.subList(0, (part + 1) * third));
        broker
            .committed("group-" + topic)
            .forEach(
                (partition, offset) ->
                    assertThat(
                        "nothing that is owed is done with, " + partition,
                        offset,
                        is(lessThanOrEqualTo(owed.get(partition)))));
      }
      bench.sandbox.faults().clear();
      send(topic, changes.subList(2 * third, CHANGES));
      process = activate("last", topic, "--kafka-brokers", broker.brokers());
      await("last", process, () -> isAllCommitted(topic, changes));

      assertThat(
          bench.sandbox.list(Vendor.BOMBORA, "Renewals").orElseThrow().identifiers(),
          equalTo(domains(changes)));
      assertThat(companies(bench), equalTo(domains(changes)));
      assertThat(bench.sandbox.breaches(), is(empty()));

      await(
          "last",
          process,
          () -> report("last").dataflows().stream().mapToLong(AudienceLine::pending).sum() == 0);
      process.destroy();
      assertThat("by SIGTERM", process.waitFor(), is(143));
      assertThat(report("last").status(), is("incomplete"));
      assertThat(report("last").endedAt(), not(is((String) null)));
    } finally {
      end(process);
    }
  }

  @Test
  void aRunToTheEndOfTheTopicEndsByItselfOverTlsAndItsSecretsAreNowhere() throws Exception {
    String topic = "secured";
    broker.createTopic(topic, PARTITIONS);
    broker.createTopic("secured-ledger", 1);
    List<Change> changes = changes(new Random(5)).subList(0, 60);
    send(topic, changes);
    Path config = config();
    Process process = null;
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      bench.workspace();
      process =
          activate(
              "secured",
              topic,
              "--kafka-brokers",
              broker.secureBrokers(),
              "--kafka-config",
              config.toString(),
              "--kafka-stop",
              "latest",
              "--ledger-topic",
              "secured-ledger",
              "--verbose");
      boolean ended = process.waitFor(150, TimeUnit.SECONDS);
      String said = Files.readString(said("secured"));
      assertThat(said, ended);
      assertThat(said, process.exitValue(), is(0));
      assertThat(
          bench.sandbox.list(Vendor.BOMBORA, "Renewals").orElseThrow().identifiers(),
          equalTo(domains(changes)));
      assertThat(isAllCommitted(topic, changes), is(true));
      assertThat(broker.records("secured-ledger"), is(not(empty())));
      assertThat("Kafka's clients logged", said, containsString("ConsumerConfig values"));
      assertThat(said, containsString("ProducerConfig values"));
      assertNoCanaryBelow(folder);
    } finally {
      end(process);
    }
  }

  /** The job's own changes are newer than the snapshot, or of its very times. */
  @Test
  void aSnapshotThatIsHandedToARunningJobTakesNoNewerValueAway() throws Exception {
    String topic = "handover";
    broker.createTopic(topic, PARTITIONS);
    List<Change> live = new ArrayList<>(members(0, 40));
    List<Change> later = List.of(new Change(1, 2_000, true), new Change(41, 2_001, false));
    List<Change> history = members(30, 90);
    Process process = null;
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      makePatient(bench);
      process = activate("handover", topic, "--kafka-brokers", broker.brokers());
      send(topic, live);
      await("handover", process, () -> received("handover") > 0);

      List<String> lines = new ArrayList<>();
      // Of an earlier day, under the times that the job has in other words.
      members(0, 30).forEach(change -> lines.add(change.json().replace("Name", "Old name")));
      history.forEach(change -> lines.add(change.json()));
      // Of an audience that is not asked for.
      lines.add(history.get(5).json().replace(Bench.RENEWALS, Bench.TIER));
      Path snapshot = bench.input("snapshot", lines);
      Files.setLastModifiedTime(snapshot, FileTime.from(Instant.parse("2026-11-20T23:00:00Z")));

      int refused = backfill("refused", snapshot);
      assertThat(saidBy("refused", "err"), refused, is(4));
      assertThat(saidBy("refused", "err"), containsString("--into-topic"));

      int handed =
          backfill(
              "handed",
              snapshot,
              "--audience",
              "Renewals",
              "--into-topic",
              topic,
              "--kafka-brokers",
              broker.brokers(),
              "--kafka-group",
              "group-" + topic,
              "--wait",
              "--wait-timeout",
              "2m",
              "--json");
      assertThat(saidBy("handed", "err"), handed, is(0));
      JsonNode said = new JsonMapper().readTree(saidBy("handed", "out"));
      assertThat(said.get("settled").asBoolean(), is(true));
      assertThat(said.get("handedOver").asInt(), is(2 * 90)); // by two dataflows
      send(topic, later);
      await("handover", process, () -> companies(bench).contains("d41.com"));
      List<Change> all = new ArrayList<>(live);
      all.addAll(history);
      all.addAll(later);
      await("handover", process, () -> companies(bench).equals(domains(all)));

      assertThat(
          bench.sandbox.members(Vendor.LINKEDIN, "Renewals").stream()
              .map(member -> member.fields().get("companyName"))
              .filter(name -> name.startsWith("Old"))
              .toList(),
          is(empty()));
      assertThat(bench.sandbox.list(Vendor.LINKEDIN, "Tier 1").isPresent(), is(false));
      assertThat(bench.sandbox.breaches(), is(empty()));
    } finally {
      end(process);
    }
  }

  /** Runs it to its end; what it says is in files of that name. */
  private int backfill(String name, Path snapshot, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("backfill", "-w"));
    arguments.add(folder.resolve("muster.yaml").toString());
    arguments.addAll(List.of("--input", snapshot.toString()));
    arguments.addAll(List.of(more));
    try (MusterProcess process = MusterProcess.start(folder, name, arguments)) {
      return process.exitCode();
    }
  }

  private String saidBy(String name, String stream) throws IOException {
    return Files.readString(folder.resolve(name + "." + stream));
  }

  /** One for each profile, so that none supersedes another. */
  private static List<Change> members(int from, int to) {
    return IntStream.range(from, to).mapToObj(each -> new Change(each, each, false)).toList();
  }

  /** Where the changes came from whose letters of a dataflow are in a topic. */
  private static SortedSet<String> sources(String topic, String dataflow) {
    SortedSet<String> sources = new TreeSet<>();
    for (ConsumerRecord<String, String> record : broker.records(topic)) {
      try {
        JsonNode letter = new JsonMapper().readTree(record.value());
        if (letter.get("dataflow").asText().equals(dataflow)) {
          sources.add(letter.get("source").asText());
        }
      } catch (JsonProcessingException e) {
        throw new AssertionError("no letter: " + record.value(), e);
      }
    }
    return sources;
  }

  @Test
  void aRunThatIsKilledLosesNoLetterAndTheirReplayDeliversThem() throws Exception {
    String topic = "lettered";
    broker.createTopic(topic, PARTITIONS);
    broker.createTopic("letters", PARTITIONS);
    broker.createTopic("ledger", 1);
    List<Change> changes = members(0, 600);
    String[] outputs = {
      "--kafka-brokers",
      broker.brokers(),
      "--dead-letter-topic",
      "letters",
      "--ledger-topic",
      "ledger"
    };
    Random moments = new Random(SEED);
    Process process = null;
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      bench.workspace();
      bench.sandbox.faults().order(Fault.status(503).on(Vendor.BOMBORA));
      for (int part = 0; part < 2; part++) {
        send(topic, changes.subList(part * 300, part * 300 + 300));
        String run = "lettered-" + part;
        process = activate(run, topic, outputs);
        await(run, process, () -> !sources("letters", "intent").isEmpty());
        TimeUnit.MILLISECONDS.sleep(moments.nextInt(1_500));
        process.destroyForcibly().waitFor();
      }
      process = activate("lettered-last", topic, outputs);
      await("lettered-last", process, () -> isAllCommitted(topic, changes));
      process.destroy();
      assertThat("by SIGTERM", process.waitFor(), is(143));

      SortedSet<String> all = new TreeSet<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        for (int offset = 0; offset < changes.size() / PARTITIONS; offset++) {
          all.add("%s-%d:%d".formatted(topic, partition, offset));
        }
      }
      assertThat(sources("letters", "intent"), equalTo(all));
      assertThat(sources("letters", "abm"), is(empty()));
      assertThat(broker.records("ledger"), is(not(empty())));
      assertThat(Files.exists(folder.resolve("lettered-last/dead-letters")), is(false));

      bench.sandbox.faults().clear();
      long others = calls(bench, Vendor.LINKEDIN);
      process =
          start(
              "replay",
              "replay",
              List.of("--kafka-brokers", broker.brokers(), "--dead-letter-topic", "letters"));
      boolean ended = process.waitFor(150, TimeUnit.SECONDS);
      String said = Files.readString(said("replay"));
      assertThat(said, ended);
      assertThat(said, process.exitValue(), is(0));
      assertThat(
          bench.sandbox.list(Vendor.BOMBORA, "Renewals").orElseThrow().identifiers(),
          equalTo(domains(changes)));
      assertThat(calls(bench, Vendor.LINKEDIN), is(others));
      for (AudienceLine line : report("replay").dataflows()) {
        assertThat(line.toString(), line.activated() + line.unchanged(), is(line.received()));
      }
    } finally {
      end(process);
    }
  }

  private static long calls(Bench bench, Vendor vendor) {
    return bench.sandbox.calls().stream().filter(call -> call.vendor() == vendor).count();
  }

  @Test
  void aRunGoesOnFromACheckpointOfOneThatWasKilled() throws Exception {
    String topic = "restored";
    broker.createTopic(topic, PARTITIONS);
    List<Change> changes = changes(new Random(6));
    Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
    String[] kept = {
      "--kafka-brokers",
      broker.brokers(),
      "--stateBackend=rocksdb",
      "--stateBackendStoragePath=" + checkpoints.toUri(),
      "--externalizedCheckpointsEnabled=true",
      "--retainExternalizedCheckpointsOnCancellation=true"
    };
    Process process = null;
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      makePatient(bench);
      int half = CHANGES / 2;
      send(topic, changes.subList(0, half));
      process = activate("kept", topic, kept);
      await("kept", process, () -> bomboraReceived("kept") == half);
      Set<Path> old = completed(checkpoints);
      await("kept", process, () -> !old.containsAll(completed(checkpoints)));
      process.destroyForcibly().waitFor();
      send(topic, changes.subList(half, CHANGES));

      List<String> more = new ArrayList<>(List.of(kept));
      more.addAll(List.of("--from-savepoint", newest(checkpoints).toString()));
      process = activate("restored", topic, more.toArray(String[]::new));
      await("restored", process, () -> isAllCommitted(topic, changes));

      assertThat(
          bench.sandbox.list(Vendor.BOMBORA, "Renewals").orElseThrow().identifiers(),
          equalTo(domains(changes)));
      assertThat("nothing is read again", bomboraReceived("restored"), is((long) CHANGES));
    } finally {
      end(process);
    }
  }

  private long bomboraReceived(String run) {
    return received(run) == 0
        ? 0
        : report(run).dataflows().stream()
            .filter(line -> line.dataflow().equals("intent"))
            .mapToLong(AudienceLine::received)
            .sum();
  }

  private static Set<Path> completed(Path checkpoints) {
    try (Stream<Path> files = Files.walk(checkpoints)) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .map(Path::getParent)
          .collect(Collectors.toSet());
    } catch (IOException | UncheckedIOException e) {
      // One that was just removed for a newer one.
      return Set.of();
    }
  }

  private static Path newest(Path checkpoints) {
    return completed(checkpoints).stream()
        .max(
            Comparator.comparingInt(
                path -> Integer.parseInt(path.getFileName().toString().replace("chk-", ""))))
        .orElseThrow();
  }

  /** Two connections whose state is kept. */
  private void makeKeptWorkspace(Bench bench) throws IOException {
    bench.read(bench.workspaceText().only(WorkspaceText.LINKEDIN, WorkspaceText.BOMBORA));
    makePatientFile();
    // What had failed in the kept state is given up so long after: the most that may be said. By
    // then, in November 2027, a state of a later version has to be kept beside or instead.
    Path file = folder.resolve("muster.yaml");
    Files.writeString(file, Files.readString(file).replace("retryFor: 1h", "retryFor: 365d"));
  }

  /** A source remembers its broker, which has another port here; of as many digits. */
  private Path unpacked() throws IOException {
    Path there = Files.createDirectories(folder.resolve("earlier"));
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(KEPT_STATE))) {
      String bytes = new String(packed.readAllBytes(), StandardCharsets.ISO_8859_1);
      String moved = bytes.replaceAll("127\\.0\\.0\\.1:[0-9]{5}", broker.brokers());
      assertThat("the same length", moved.length(), is(bytes.length()));
      Files.writeString(there.resolve("_metadata"), moved, StandardCharsets.ISO_8859_1);
    }
    return there;
  }

  @Test
  void aJobGoesOnFromTheStateOfAnEarlierVersion() throws Exception {
    broker.createTopic(KEPT_TOPIC, PARTITIONS);
    List<Change> changes = changes(new Random(8)).subList(0, KEPT_CHANGES + 100);
    // The first of them are known from the state alone: they are not read again.
    send(KEPT_TOPIC, changes);
    Process process = null;
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      makeKeptWorkspace(bench);
      process =
          activate(
              "went-on",
              KEPT_TOPIC,
              "--kafka-brokers",
              broker.brokers(),
              "--from-savepoint",
              unpacked().toString());
      await("went-on", process, () -> isAllCommitted(KEPT_TOPIC, changes));

      // The vendors have nothing of before, so all that is in their lists was in the state.
      assertThat(
          bench.sandbox.list(Vendor.BOMBORA, "Renewals").orElseThrow().identifiers(),
          equalTo(domains(changes)));
      assertThat(companies(bench), equalTo(domains(changes)));
      assertThat(bomboraReceived("went-on"), is((long) changes.size()));
    } finally {
      end(process);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "muster.savepoint", matches = "write")
  void writesTheStateThatLaterVersionsMustGoOnFrom() throws Exception {
    broker.createTopic(KEPT_TOPIC, PARTITIONS);
    List<Change> changes = changes(new Random(8)).subList(0, KEPT_CHANGES);
    Path checkpoints = folder.resolve("kept/checkpoints");
    Path settings = Files.createDirectories(folder.resolve("conf"));
    // All in one file.
    Files.writeString(settings.resolve("config.yaml"), "state.storage.fs.memory-threshold: 1mb\n");
    Process process = null;
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      makeKeptWorkspace(bench);
      send(KEPT_TOPIC, changes.subList(0, 200));
      process =
          activate(
              "kept",
              KEPT_TOPIC,
              "--kafka-brokers",
              broker.brokers(),
              "--flinkConfDir=" + settings);
      await("kept", process, () -> isAllCommitted(KEPT_TOPIC, changes.subList(0, 200)));
      // The rest is owed.
      bench.sandbox.faults().order(Fault.status(503).on(Vendor.LINKEDIN));
      bench.sandbox.faults().order(Fault.status(503).on(Vendor.BOMBORA));
      send(KEPT_TOPIC, changes.subList(200, KEPT_CHANGES));
      await("kept", process, () -> bomboraReceived("kept") == KEPT_CHANGES);
      TimeUnit.SECONDS.sleep(2);
      Set<Path> old = completed(checkpoints);
      await("kept", process, () -> !old.containsAll(completed(checkpoints)));
      process.destroyForcibly().waitFor();
      Files.createDirectories(KEPT_STATE.getParent());
      try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(KEPT_STATE))) {
        Files.copy(newest(checkpoints).resolve("_metadata"), packed);
      }
    } finally {
      end(process);
    }
  }

  @Test
  void theJobGraphHoldsThePathOfTheFileOnly() throws Exception {
    KafkaCluster cluster = new KafkaCluster(broker.secureBrokers(), config().toString());
    KafkaInput input = new KafkaInput(cluster, List.of("t"), "g", StartFrom.COMMITTED, false);
    KafkaClients clients = new KafkaClients(input, Secrets.ofProcess());
    KafkaOutputs topics =
        new KafkaOutputs(
            Optional.of(new KafkaOutput(cluster, "l")), Optional.of(new KafkaOutput(cluster, "d")));
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      Workspace workspace = bench.workspace();
      RunOutputs outputs =
          RunOutputs.of(
              new RunFolder(folder.resolve("graph").toString()), topics, Secrets.ofProcess());
      Pipeline pipeline = Pipeline.create(Bench.flinkOptions());
      new ActivationPipeline(
              workspace,
              ReportHead.of("run", "2026-11-22T00:00:00Z", workspace),
              outputs,
              Set.of(),
              new Surroundings(
                  Secrets.ofProcess(),
                  RegistryLocation.of(workspace.state()).opener(),
                  MembershipFolders.of(workspace.state()),
                  Duration.ofMinutes(1),
                  true),
              MembershipUse.believing())
          .activate(pipeline, "ReadKafka", new ReadTopics(clients), Optional.of(clients));
      byte[] graph = PipelineTranslation.toProto(pipeline).toByteArray();
      assertThat(new String(graph, StandardCharsets.ISO_8859_1), not(containsString(CANARY)));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(clients);
    }
    String travels = bytes.toString(StandardCharsets.ISO_8859_1);
    assertThat(travels, containsString("client.properties"));
    assertThat(travels, not(containsString(CANARY)));
  }

  /** The password is in the file itself for the store, and referred to for the login. */
  private Path config() throws IOException {
    Files.writeString(folder.resolve("kafka.secret"), CANARY + "\n");
    return Files.writeString(
        folder.resolve("client.properties"),
        """
        security.protocol=SASL_SSL
        sasl.mechanism=PLAIN
        sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="%s" password="${file:kafka.secret}";
        ssl.truststore.location=%s
        ssl.truststore.type=PKCS12
        ssl.truststore.password=%s
        """
            .formatted(KafkaBroker.USER, broker.trustStore(), CANARY));
  }

  private static void assertNoCanaryBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (!name.endsWith(".secret") && !name.equals("client.properties")) {
          String text = Files.readString(file, StandardCharsets.ISO_8859_1);
          assertThat(file.toString(), text, not(containsString(CANARY)));
        }
      }
    }
  }

  private static void end(Process process) throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }
}
