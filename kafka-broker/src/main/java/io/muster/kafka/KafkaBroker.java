package io.muster.kafka;

import io.muster.process.ChildProcess;
import io.muster.process.JavaProgram;
import io.muster.process.LoopbackPorts;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A real broker as a child process, with its data in a folder: it can be killed and started again
 * on the same ports. One listener is open to all, another wants TLS and a password.
 */
public final class KafkaBroker implements AutoCloseable {

  /** The one user of the secured listener. */
  public static final String USER = "muster";

  private static final Duration START = Duration.ofSeconds(60);
  private static final String CLUSTER = "bXVzdGVyLWthZmthLXRlcw";

  private final Path folder;
  private final int port;
  private final int securePort;
  private final int controllerPort;
  private final String password;
  private ChildProcess process;

  private KafkaBroker(Path folder, int port, int securePort, int controllerPort, String password) {
    this.folder = folder;
    this.port = port;
    this.securePort = securePort;
    this.controllerPort = controllerPort;
    this.password = password;
  }

  /**
   * Starts one on free ports, with this process's class path, and waits until it answers.
   *
   * @param folder for its data, its log and its certificate; the data of an earlier broker in it
   *     are served again
   * @param password of {@link #USER} and of the key stores
   * @throws IOException when it does not start; the message has what it said
   */
  public static KafkaBroker start(Path folder, String password) throws IOException {
    List<Integer> ports = LoopbackPorts.free(3);
    KafkaBroker broker =
        new KafkaBroker(folder, ports.get(0), ports.get(1), ports.get(2), password);
    Files.createDirectories(folder);
    broker.makeCertificate();
    broker.writeProperties();
    broker.startAgain();
    return broker;
  }

  /** {@code host:port} of the listener that is open to all. */
  public String brokers() {
    return "127.0.0.1:" + port;
  }

  /** {@code host:port} of the listener that wants TLS and {@link #USER}'s password. */
  public String secureBrokers() {
    return "127.0.0.1:" + securePort;
  }

  /** A PKCS12 store with the broker's certificate, for clients to trust; the same password. */
  public Path trustStore() {
    return folder.resolve("trust.p12");
  }

  private void makeCertificate() throws IOException {
    Path keys = folder.resolve("keys.p12");
    // A folder that was used before has the ones of another password.
    for (Path old : List.of(keys, trustStore())) {
      Files.deleteIfExists(old);
    }
    keytool(
        "-genkeypair",
        "-alias",
        "broker",
        "-keyalg",
        "EC",
        "-validity",
        "30",
        "-dname",
        "CN=127.0.0.1",
        "-ext",
        "SAN=ip:127.0.0.1",
        "-keystore",
        keys.toString());
    Path certificate = folder.resolve("broker.pem");
    keytool(
        "-exportcert",
        "-alias",
        "broker",
        "-rfc",
        "-keystore",
        keys.toString(),
        "-file",
        certificate.toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "broker",
        "-keystore",
        trustStore().toString(),
        "-file",
        certificate.toString());
  }

  private void keytool(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ChildProcess.jdkTool("keytool"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass:env", "STORE_PASSWORD"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("STORE_PASSWORD", password);
    Process tool = builder.start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (tool.waitFor() != 0) {
        throw new IOException("keytool did not make a certificate: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a certificate was made", e);
    }
  }

  private void writeProperties() throws IOException {
    Properties server = new Properties();
    server.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry(
                "listeners",
                "OPEN://%s,SECURE://%s,CONTROLLER://127.0.0.1:%d"
                    .formatted(brokers(), secureBrokers(), controllerPort)),
            Map.entry(
                "listener.security.protocol.map",
                "OPEN:PLAINTEXT,SECURE:SASL_SSL,CONTROLLER:PLAINTEXT"),
            Map.entry("inter.broker.listener.name", "OPEN"),
            Map.entry("sasl.enabled.mechanisms", "PLAIN"),
            Map.entry(
                "listener.name.secure.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                    .formatted(USER, password.replace("\\", "\\\\").replace("\"", "\\\""))),
            Map.entry("ssl.keystore.location", folder.resolve("keys.p12").toString()),
            Map.entry("ssl.keystore.type", "PKCS12"),
            Map.entry("ssl.keystore.password", password),
            Map.entry("log.dirs", folder.resolve("data").toString()),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("message.max.bytes", "8388608"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "2"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // One that was killed may come back only when it is given up: after 9 s by default.
            Map.entry("broker.session.timeout.ms", "3000"),
            Map.entry("broker.heartbeat.interval.ms", "500")));
    StringWriter text = new StringWriter();
    server.store(text, null);
    Files.writeString(folder.resolve("server.properties"), text.toString());
  }

  /**
   * Starts it after {@link #kill}, on the same ports and data.
   *
   * @throws IOException when it does not start; the message has what it said
   */
  public void startAgain() throws IOException {
    Path log = folder.resolve("broker.log");
    process =
        ChildProcess.start(
            new JavaProgram(
                BrokerMain.class.getName(),
                JavaProgram.ownClassPath(),
                List.of("-Xmx384m", "-XX:TieredStopAtLevel=1"),
                List.of(folder.resolve("server.properties").toString(), CLUSTER),
                Map.of()),
            log);
    long deadline = System.nanoTime() + START.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new IOException("the broker did not start; it said " + Files.readString(log));
      }
    }
  }

  private boolean answers() throws IOException {
    try (Admin admin = admin(Duration.ofSeconds(2))) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the broker started", e);
    }
  }

  private Admin admin(Duration patience) {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) patience.toMillis(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) patience.toMillis()));
  }

  /** Makes a topic. */
  public void createTopic(String name, int partitions) throws IOException {
    createTopic(name, partitions, Map.of());
  }

  /**
   * Makes a topic with settings of its own, such as {@code max.message.bytes}; it can be written to
   * when this returns.
   */
  public void createTopic(String name, int partitions, Map<String, String> settings)
      throws IOException {
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(settings);
    try (Admin admin = admin(START)) {
      admin.createTopics(List.of(topic)).all().get();
      awaitLeaders(admin, name, partitions);
    } catch (ExecutionException e) {
      throw new IOException("topic " + name + " could not be made", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a topic was made", e);
    }
  }

  /** Gives a topic more partitions; they can be written to when this returns. */
  public void addPartitions(String name, int partitions) throws IOException {
    try (Admin admin = admin(START)) {
      admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions))).all().get();
      awaitLeaders(admin, name, partitions);
    } catch (ExecutionException e) {
      throw new IOException("topic " + name + " got no more partitions", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a topic got more partitions", e);
    }
  }

  /**
   * The controller has made a topic, and the broker hears of it a moment later: who leads a
   * partition, and nobody else, can say where it ends.
   */
  private static void awaitLeaders(Admin admin, String name, int partitions)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      ends.put(new TopicPartition(name, i), OffsetSpec.latest());
    }
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        admin.listOffsets(ends).all().get();
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
          throw e;
        }
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** The topics that there are, Kafka's own left out. */
  public Set<String> topics() throws IOException {
    try (Admin admin = admin(START)) {
      return admin.listTopics().names().get();
    } catch (ExecutionException e) {
      throw new IOException("the topics are not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while topics were asked for", e);
    }
  }

  /** What a consumer group has committed, by {@code topic-partition}. */
  public Map<String, Long> committed(String group) throws IOException {
    try (Admin admin = admin(START)) {
      Map<String, Long> offsets = new HashMap<>();
      for (Map.Entry<TopicPartition, OffsetAndMetadata> entry :
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet()) {
        offsets.put(entry.getKey().toString(), entry.getValue().offset());
      }
      return offsets;
    } catch (ExecutionException e) {
      throw new IOException("the offsets of group " + group + " are not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while offsets were asked for", e);
    }
  }

  /** Changes a setting of a topic. */
  public void configure(String topic, String name, String value) throws IOException {
    AlterConfigOp set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    try (Admin admin = admin(START)) {
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(set)))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IOException("topic " + topic + " could not be changed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a topic was changed", e);
    }
  }

  /** All that a topic of one partition or more holds now, partition by partition. */
  public List<ConsumerRecord<String, String>> records(String topic) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers(),
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false);
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      for (PartitionInfo each : consumer.partitionsFor(topic)) {
        TopicPartition partition = new TopicPartition(topic, each.partition());
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end) {
          consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
        }
      }
    }
    return records;
  }

  /** Where a partition ends, transaction markers included. */
  public long endOffset(String topic, int partition) throws IOException {
    TopicPartition asked = new TopicPartition(topic, partition);
    try (Admin admin = admin(START)) {
      return admin
          .listOffsets(Map.of(asked, OffsetSpec.latest()))
          .partitionResult(asked)
          .get()
          .offset();
    } catch (ExecutionException e) {
      throw new IOException("the end of " + asked + " is not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while an offset was asked for", e);
    }
  }

  /** Writes records; all of them are in their topics when this returns. */
  public void send(List<ProducerRecord<byte[], byte[]>> records) throws IOException {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (Future<RecordMetadata> sent : records.stream().map(producer::send).toList()) {
        sent.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a record could not be written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while records were written", e);
    }
  }

  /** A producer of bytes; what it has flushed is in the topic. */
  public KafkaProducer<byte[], byte[]> producer() {
    return producer(Map.of());
  }

  /** The same, with more settings. */
  public KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers());
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 << 20);
    all.putAll(settings);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Ends it at once, as a crash does. */
  public void kill() throws IOException {
    process.kill();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The operating system's number for the broker that runs now. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    kill();
  }
}
