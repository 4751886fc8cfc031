package io.muster.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.flink.cluster.ClusterOptions;
import io.muster.flink.cluster.FlinkProcess;
import io.muster.flink.cluster.FlinkRest;
import io.muster.flink.cluster.LocalCluster;
import io.muster.kafka.KafkaBroker;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Whether an always-on job on a cluster of processes needs no more after ten minutes than after
 * three, while its vendors fail now and then: live heap, threads, open files and state. A fixed
 * number of accounts join and leave in turn, so that what the job has to know does not grow.
 */
final class SoakBench {

  private static final String TOPIC = "changes";
  private static final int PARTITIONS = 4;
  private static final int ACCOUNTS = 20_000;
  private static final Duration VENDOR_TAKES = Duration.ofMillis(50);
  private static final Duration SAMPLE_EVERY = Duration.ofSeconds(10);
  private static final Duration FAULT_EVERY = Duration.ofSeconds(25);
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final List<Target> TARGETS = Target.ALL;

  /** In turn; all of them are over before the next begins. */
  private static final List<Fault> FAULTS =
      List.of(
          Fault.status(503).on(Vendor.LINKEDIN).during(Duration.ofSeconds(8)),
          Fault.of(FaultKind.THROTTLE).retryAfter("3").on(Vendor.BOMBORA).times(2),
          Fault.of(FaultKind.RESET_AFTER).on(Vendor.LINKEDIN).times(2),
          Fault.of(FaultKind.STALL)
              .delay(Duration.ofSeconds(5))
              .on(Vendor.BOMBORA)
              .during(Duration.ofSeconds(5)),
          Fault.of(FaultKind.JOB_FAILS).on(Vendor.DEMANDBASE).times(1),
          Fault.of(FaultKind.GARBAGE).on(Vendor.LINKEDIN).times(3),
          Fault.of(FaultKind.EXPIRE_TOKENS).on(Vendor.BOMBORA).times(1),
          Fault.status(500).on(Vendor.DEMANDBASE_PEOPLE).during(Duration.ofSeconds(8)));

  private final int changesASecond;
  private final int seconds;
  private final Path folder;
  private final Path bundle;
  private final PrintStream progress;

  /**
   * @param bundle the jar for clusters
   */
  SoakBench(Load load, Path folder, Path bundle, PrintStream progress) {
    this.changesASecond = load.changesASecond();
    this.seconds = load.seconds();
    this.folder = folder;
    this.bundle = bundle;
    this.progress = progress;
  }

  /** How much, for how long. */
  record Load(int changesASecond, int seconds) {}

  /**
   * What came of it.
   *
   * @param faults how many were ordered
   * @param sent changes, each for all four destinations
   * @param received changes of the four in all
   * @param open those that were neither delivered nor without need at the end
   * @param failed those that became dead letters
   */
  record Result(
      List<SoakSample> samples, int faults, long sent, long received, long open, long failed) {

    boolean isFlat() {
      return SoakSample.MEASURES.stream().allMatch(measure -> measure.of(samples).isFlat());
    }

    boolean isDelivered() {
      return received == sent * TARGETS.size() && open == 0 && failed == 0;
    }

    String words() {
      StringBuilder words = new StringBuilder(SoakSample.header());
      samples.forEach(sample -> words.append(sample.row()));
      words.append('\n');
      SoakSample.MEASURES.forEach(measure -> words.append(measure.of(samples).words()));
      return words
          .append(
              "%n%,d changes sent, each for %d destinations; %,d received, %,d open, %,d failed; %d faults%n"
                  .formatted(sent, TARGETS.size(), received, open, failed, faults))
          .append(isFlat() ? "flat" : "NOT flat")
          .append(isDelivered() ? ", all delivered\n" : ", NOT all delivered\n")
          .toString();
    }
  }

  Result run() throws IOException, InterruptedException {
    SandboxConfig vendors =
        SandboxConfig.defaults().withLatency(VENDOR_TAKES).withRecordedCalls(1_000);
    try (Sandbox sandbox = Sandbox.start(vendors);
        KafkaBroker broker = KafkaBroker.start(folder.resolve("kafka"), "a-password");
        LocalCluster cluster =
            LocalCluster.start(folder.resolve("flink"), ClusterOptions.defaults())) {
      broker.createTopic(TOPIC, PARTITIONS);
      submit(sandbox, broker, cluster);
      String job = cluster.rest().jobs().get(0).id();
      CompletableFuture<Long> sending = CompletableFuture.supplyAsync(() -> send(broker));
      List<SoakSample> samples = new ArrayList<>();
      int faults = watch(sandbox, cluster, job, samples);
      long sent = sending.join();
      awaitDelivered(sent);
      return new Result(
          samples, faults, sent, count("received"), count("pending"), count("failed"));
    }
  }

  private void submit(Sandbox sandbox, KafkaBroker broker, LocalCluster cluster)
      throws IOException, InterruptedException {
    String endpoint = sandbox.baseUri().toString().replaceFirst("/$", "");
    Path workspace = Workspaces.write(folder, URI.create(endpoint), TARGETS, 1);
    Files.writeString(
        workspace,
        "guard: { maxRemovals: 100% }\n"
            + Files.readString(workspace)
                .replace("maxBatchAge: 1h", "maxBatchAge: 2s, firstRetry: 1s"));
    List<String> command =
        Contender.Muster.java(List.of("-Xmx512m", "-Dmuster.bundle=" + bundle.toAbsolutePath()));
    command.add(AlwaysOnMain.class.getName());
    command.addAll(List.of(workspace.toString(), broker.brokers(), TOPIC, out().toString()));
    command.addAll(List.of("--flinkMaster=" + cluster.address(), "--attachedMode=false"));
    command.addAll(List.of("--parallelism=2", "--checkpointingInterval=5000"));
    Path log = folder.resolve("submit.err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("submit.out").toFile())
            .redirectError(log.toFile())
            .start();
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("the job was not submitted: " + Files.readString(log));
    }
  }

  private Path out() {
    return folder.resolve("out");
  }

  /** At a steady rate until the time is over; gives how many. */
  private long send(KafkaBroker broker) {
    Accounts accounts = new Accounts(Workload.mixed(1, ACCOUNTS, 1).withMail());
    StringBuilder line = new StringBuilder();
    long changes = (long) changesASecond * seconds;
    long began = System.nanoTime();
    try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
      for (long i = 0; i < changes; i++) {
        long due = began + TimeUnit.SECONDS.toNanos(i) / changesASecond;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        int account = (int) (i % ACCOUNTS);
        line.setLength(0);
        accounts.write(line, account, i / ACCOUNTS % 2 == 0, i);
        byte[] value = line.toString().getBytes(StandardCharsets.UTF_8);
        byte[] key = Accounts.id(account).getBytes(StandardCharsets.UTF_8);
        // One account's changes stay in order.
        Future<?> unused =
            producer.send(new ProducerRecord<>(TOPIC, account % PARTITIONS, key, value));
      }
    }
    return changes;
  }

  /** Orders faults and takes samples until the time is over; gives the number of faults. */
  private int watch(Sandbox sandbox, LocalCluster cluster, String job, List<SoakSample> samples)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    int faults = 0;
    progress.print(SoakSample.header());
    while (elapsed(began).toSeconds() < seconds) {
      TimeUnit.NANOSECONDS.sleep(
          SAMPLE_EVERY.multipliedBy(samples.size() + 1).minus(elapsed(began)).toNanos());
      boolean ends = elapsed(began).plus(FAULT_EVERY.multipliedBy(2)).toSeconds() > seconds;
      if (!ends && elapsed(began).compareTo(FAULT_EVERY.multipliedBy(faults + 1)) > 0) {
        sandbox.faults().order(FAULTS.get(faults % FAULTS.size()));
        faults++;
      }
      SoakSample sample = sample(cluster, job, elapsed(began).toSeconds());
      progress.print(sample.row());
      samples.add(sample);
    }
    return faults;
  }

  private static Duration elapsed(long since) {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  private SoakSample sample(LocalCluster cluster, String job, long second)
      throws IOException, InterruptedException {
    ProcessFigures workers = ProcessFigures.NONE;
    for (FlinkProcess worker : cluster.taskManagers()) {
      workers = workers.plus(ProcessFigures.of(worker.pid()));
    }
    FlinkRest rest = cluster.rest();
    JsonNode checkpoints = rest.get("/jobs/" + job + "/checkpoints");
    return new SoakSample(
        second,
        workers,
        ProcessFigures.of(cluster.jobManager().pid()),
        checkpoints.path("latest").path("completed").path("state_size").asLong(),
        checkpoints.path("counts").path("failed").asInt(),
        count("pending"));
  }

  private void awaitDelivered(long sent) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline
        && (count("received") < sent * TARGETS.size() || count("pending") > 0)) {
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  /** A count of the report, over all audiences. */
  private long count(String name) throws IOException {
    Path report = out().resolve("report.json");
    if (!Files.exists(report)) {
      return 0;
    }
    long sum = 0;
    for (JsonNode line : new ObjectMapper().readTree(report.toFile()).path("dataflows")) {
      sum += line.path(name).asLong();
    }
    return sum;
  }
}
