package io.muster.pipelines.kafka;

import io.muster.workspace.ConfigValue;
import io.muster.workspace.Secrets;
import io.muster.workspace.Secrets.UnreadableSecretException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java properties file with a Kafka client's settings, as Kafka's own tools take it. {@code
 * ${env:NAME}} and {@code ${file:PATH}} stand for text that is elsewhere, also within a value; a
 * relative path is one beside the file.
 */
final class ClientConfigFile {

  /** What Muster sets itself, with what to use instead. */
  private static final Map<String, String> OURS =
      Map.of(
          "bootstrap.servers", "use --kafka-brokers",
          "group.id", "use --kafka-group",
          "auto.offset.reset", "use --kafka-from",
          "enable.auto.commit", "offsets are committed once their changes are delivered",
          "key.deserializer", "records are read as bytes",
          "value.deserializer", "records are read as bytes",
          "key.serializer", "records are written as text",
          "value.serializer", "records are written as text",
          "acks", "records are written with acks=all",
          "transactional.id", "records are written without transactions");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");
  private static final String JAAS = "sasl.jaas.config";

  private final Path file;
  private final Secrets secrets;

  ClientConfigFile(Path file, Secrets secrets) {
    this.file = file;
    this.secrets = secrets;
  }

  /**
   * The settings, with what they refer to.
   *
   * @throws KafkaConfigException when the file or a reference can't be read, or it has a key that
   *     is not its to set
   */
  Map<String, String> read() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException e) {
      throw new KafkaConfigException(
          "--kafka-config %s cannot be read as a properties file (%s): check the path and its mode"
              .formatted(file, e.getClass().getSimpleName()));
    }
    Set<String> keys = properties.stringPropertyNames();
    for (String key : keys) {
      if (OURS.containsKey(key)) {
        throw new KafkaConfigException(
            "--kafka-config %s: %s is Muster's own to set: take it out, and %s"
                .formatted(file, key, OURS.get(key)));
      }
    }
    Map<String, String> settings = new HashMap<>();
    for (String key : keys) {
      settings.put(key, resolved(key, properties.getProperty(key)));
    }
    return settings;
  }

  private String resolved(String key, String value) {
    Matcher reference = REFERENCE.matcher(value);
    return reference.replaceAll(
        match -> {
          String text = secret(key, match.group(1), match.group(2).strip());
          return Matcher.quoteReplacement(key.endsWith(JAAS) ? quoted(text) : text);
        });
  }

  private String secret(String key, String kind, String name) {
    ConfigValue value =
        kind.equals("env")
            ? new ConfigValue.FromEnvironment(name)
            : new ConfigValue.FromFile(
                file.toAbsolutePath().resolveSibling(name).normalize().toString());
    try {
      return secrets.resolve(value);
    } catch (UnreadableSecretException e) {
      throw new KafkaConfigException(
          "--kafka-config %s: %s: %s".formatted(file, key, e.getMessage()));
    }
  }

  /** Within the quotes of a login module's option. */
  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
