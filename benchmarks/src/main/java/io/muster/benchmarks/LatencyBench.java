package io.muster.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.kafka.KafkaBroker;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.journal.RecordedCall;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How long a change takes from its record in Kafka to the vendor's acceptance, at a steady rate, on
 * an always-on job of embedded Flink with checkpoints. Each change is of an account of its own, so
 * that every one needs the vendor.
 */
final class LatencyBench {

  private static final String TOPIC = "changes";
  private static final int PARTITIONS = 4;
  private static final Duration VENDOR_TAKES = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String WORKSPACE =
      """
      connections:
        linkedin:
          destination: linkedin-companies
          account: "512345678"
          auth: { token: "${file:linkedin-token}" }
          endpoint: %s
          tokenEndpoint: %s
          delivery: { maxBatchAge: 1s }
      dataflows:
        to-linkedin:
          connection: linkedin
          audiences: [ { id: %s, name: "%s" } ]
          mappings:
            - { source: accountName, target: companyName }
            - { source: accountOrganization.domain, target: companyWebsiteDomain }
            - { source: accountKey.sourceKey, target: "identity:primaryId" }
      """;

  private final Load load;
  private final Path folder;
  private final List<String> jvmOptions;
  private final List<String> jobOptions;
  private final PrintStream progress;

  LatencyBench(
      Load load,
      Path folder,
      List<String> jvmOptions,
      List<String> jobOptions,
      PrintStream progress) {
    this.load = load;
    this.folder = folder;
    this.jvmOptions = jvmOptions;
    this.jobOptions = jobOptions;
    this.progress = progress;
  }

  /**
   * What is sent.
   *
   * @param warmUpSeconds at the beginning, which do not count
   * @param seconds that count
   */
  record Load(int changesASecond, int warmUpSeconds, int seconds) {

    int changes() {
      return changesASecond * (warmUpSeconds + seconds);
    }
  }

  /**
   * What came of it.
   *
   * @param micros from a record's append to its acceptance, of the changes that count
   * @param worstSecond the greatest 99th percentile of the changes that were sent in one second
   * @param missing changes that the vendor was never told
   */
  record Result(Load load, Histogram micros, Duration worstSecond, long missing) {

    String words() {
      return ("%,d changes a second for %d s after %d s of warm-up: median %.2f s, 90%% %.2f s,"
              + " 99%% %.2f s, 99.9%% %.2f s, most %.2f s; 99%% in the worst second %.2f s;"
              + " missing %d of %,d%n")
          .formatted(
              load.changesASecond(),
              load.seconds(),
              load.warmUpSeconds(),
              seconds(50),
              seconds(90),
              seconds(99),
              seconds(99.9),
              seconds(100),
              worstSecond.toNanos() / 1e9,
              missing,
              load.changes());
    }

    private double seconds(double percentile) {
      return micros.getValueAtPercentile(percentile) / 1e6;
    }
  }

  Result run() throws IOException, InterruptedException {
    SandboxConfig vendor =
        SandboxConfig.defaults().withLatency(VENDOR_TAKES).withRecordBodies(true);
    try (Sandbox sandbox = Sandbox.start(vendor);
        KafkaBroker broker = KafkaBroker.start(folder.resolve("kafka"), "a-password")) {
      broker.createTopic(TOPIC, PARTITIONS);
      Process job = start(sandbox, broker);
      try {
        long[] sentAt = send(broker);
        progress.println("latency: all is sent, and waited for");
        awaitAll(sandbox, job);
        return measure(sandbox, sentAt);
      } finally {
        job.destroyForcibly();
      }
    }
  }

  private Process start(Sandbox sandbox, KafkaBroker broker) throws IOException {
    Files.writeString(folder.resolve("linkedin-token"), "sandbox-linkedin-token\n");
    Path workspace =
        Files.writeString(
            folder.resolve("muster.yaml"),
            WORKSPACE.formatted(
                sandbox.endpoint(Vendor.LINKEDIN),
                sandbox.tokenEndpoint(Vendor.LINKEDIN),
                Workload.audience(0),
                Workload.listName(0)));
    List<String> command = Contender.Muster.java(jvmOptions);
    command.add(AlwaysOnMain.class.getName());
    command.addAll(List.of(workspace.toString(), broker.brokers(), TOPIC));
    command.add(folder.resolve("out").toString());
    command.addAll(List.of("--parallelism=2", "--checkpointingInterval=5000"));
    command.add("--stateBackend=rocksdb");
    command.addAll(jobOptions);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("job.out").toFile())
            .redirectError(folder.resolve("job.err").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  /** Sends at the wanted rate; gives when each was, in microseconds since 1970. */
  private long[] send(KafkaBroker broker) {
    Accounts accounts = new Accounts(Workload.mixed(1, load.changes(), 1));
    long[] sentAt = new long[load.changes()];
    StringBuilder line = new StringBuilder();
    long began = System.nanoTime();
    try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
      for (int i = 0; i < sentAt.length; i++) {
        long due = began + TimeUnit.SECONDS.toNanos(i) / load.changesASecond();
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        int account = account(i);
        line.setLength(0);
        accounts.write(line, account, true, i);
        byte[] value = line.toString().getBytes(StandardCharsets.UTF_8);
        byte[] key = Accounts.id(account).getBytes(StandardCharsets.UTF_8);
        sentAt[i] = micros(Instant.now());
        Future<?> unused = producer.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, key, value));
      }
    }
    return sentAt;
  }

  /** Passes over the accounts that share another one's domain. */
  private static int account(int change) {
    return change + change / (Accounts.SHARING - 1) + 1;
  }

  private static int change(int account) {
    return account - 1 - (account - 1) / Accounts.SHARING;
  }

  private static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  private void awaitAll(Sandbox sandbox, Process job) throws IOException, InterruptedException {
    Instant patience = Instant.now().plus(PATIENCE);
    while (accepted(sandbox) < load.changes() && Instant.now().isBefore(patience)) {
      if (!job.isAlive()) {
        throw new IOException("the job has ended: " + Files.readString(folder.resolve("job.err")));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static long accepted(Sandbox sandbox) {
    return sandbox.calls().stream()
        .filter(LatencyBench::carriesMembers)
        .mapToLong(RecordedCall::members)
        .sum();
  }

  private static boolean carriesMembers(RecordedCall call) {
    return call.path().endsWith("/companies") && call.status() / 100 == 2;
  }

  private Result measure(Sandbox sandbox, long[] sentAt) throws IOException {
    ObjectMapper json = new ObjectMapper();
    long[] acceptedAt = new long[sentAt.length];
    for (RecordedCall call : sandbox.callsWithBody()) {
      if (!carriesMembers(call)) {
        continue;
      }
      long accepted = micros(call.at().plus(call.duration()));
      JsonNode body = json.readTree(call.body().orElseThrow());
      for (JsonNode domain : body.findValues("companyWebsiteDomain")) {
        int change = change(Accounts.number(domain.asText()));
        acceptedAt[change] = acceptedAt[change] == 0 ? accepted : acceptedAt[change];
      }
    }
    Histogram all = new Histogram(3);
    long worst = 0;
    long missing = 0;
    for (int second = 0; second < load.warmUpSeconds() + load.seconds(); second++) {
      Histogram ofSecond = new Histogram(3);
      for (int i = second * load.changesASecond(); i < (second + 1) * load.changesASecond(); i++) {
        if (acceptedAt[i] == 0) {
          missing++;
        } else {
          ofSecond.recordValue(acceptedAt[i] - sentAt[i]);
        }
      }
      if (second >= load.warmUpSeconds()) {
        worst = Math.max(worst, ofSecond.getValueAtPercentile(99));
        all.add(ofSecond);
      }
    }
    return new Result(load, all, Duration.of(worst, ChronoUnit.MICROS), missing);
  }
}
