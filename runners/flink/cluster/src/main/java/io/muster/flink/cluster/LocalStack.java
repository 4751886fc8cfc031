package io.muster.flink.cluster;

import io.muster.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What the command has started, in one folder. A shutdown hook may close it at any time. */
final class LocalStack implements AutoCloseable {

  private final Path folder;
  private volatile Optional<KafkaBroker> broker = Optional.empty();
  private volatile Optional<LocalCluster> cluster = Optional.empty();
  private volatile boolean temporary;
  private volatile boolean closing;

  private LocalStack(Path folder, boolean temporary) {
    this.folder = folder;
    this.temporary = temporary;
  }

  /** In a folder, or in a temporary one that goes with it. */
  static LocalStack in(Optional<Path> folder) throws IOException {
    if (folder.isPresent()) {
      return new LocalStack(folder.get().toAbsolutePath().normalize(), false);
    }
    return new LocalStack(Files.createTempDirectory("muster-flink-"), true);
  }

  void startBroker(List<Topic> topics) throws IOException {
    // Nobody is told the password: the secured listener is for tests.
    KafkaBroker started = KafkaBroker.start(folder.resolve("kafka"), UUID.randomUUID().toString());
    broker = Optional.of(started);
    Set<String> there = started.topics();
    for (Topic topic : topics) {
      if (!there.contains(topic.name())) {
        started.createTopic(topic.name(), topic.partitions());
      }
    }
  }

  void startCluster(ClusterOptions options) throws IOException {
    cluster = Optional.of(LocalCluster.start(folder, options));
  }

  Path folder() {
    return folder;
  }

  /** The cluster, once it is started. */
  LocalCluster cluster() {
    return cluster.orElseThrow();
  }

  Optional<KafkaBroker> broker() {
    return broker;
  }

  /**
   * That what cannot be replaced still runs.
   *
   * @throws IOException when it doesn't
   */
  void assertUp() throws IOException {
    FlinkProcess jobManager = cluster().jobManager();
    if (!jobManager.isAlive()) {
      throw new IOException("the JobManager has ended; it said " + jobManager.lastWords());
    }
    if (broker.isPresent() && !broker.get().isAlive()) {
      throw new IOException("the broker has ended; see " + folder.resolve("kafka/broker.log"));
    }
  }

  /** Leaves the folder where it is, since a failure has to be looked into. */
  void keepFolder() {
    temporary = false;
  }

  /** Whether it is being ended, so that nothing is missed that is gone. */
  boolean isClosing() {
    return closing;
  }

  @Override
  public void close() throws IOException {
    closing = true;
    if (cluster.isPresent()) {
      cluster.get().close();
    }
    if (broker.isPresent()) {
      broker.get().close();
    }
    if (temporary && Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  /** For a process that ends: what could not be ended then ends with it. */
  void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      // There is nobody left who could mend it.
    }
  }
}
