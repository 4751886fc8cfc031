package io.muster.runners.flink;

import io.muster.pipelines.run.RefusedOptionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/**
 * Flink's configuration as the side reads it that submits: the folder that {@code --flinkConfDir}
 * names, else {@code FLINK_CONF_DIR}. It is the only way for a Flink setting that Beam has no
 * option for.
 *
 * @param path empty where there is none
 */
record ConfigurationFolder(Optional<Path> path) {

  private static final String FILE = "config.yaml";
  private static final String OLD_FILE = "flink-conf.yaml";

  /**
   * The one that Beam would read.
   *
   * @param option what {@code --flinkConfDir} says, or null
   */
  static ConfigurationFolder of(String option) {
    return new ConfigurationFolder(
        Optional.ofNullable(option)
            .filter(text -> !text.isEmpty())
            .or(() -> Optional.ofNullable(System.getenv("FLINK_CONF_DIR")))
            .map(Path::of));
  }

  /**
   * What it says, or why a user has to name another.
   *
   * @throws RefusedOptionException where it is no folder with Flink's configuration
   */
  Configuration readOrRefuse() {
    try {
      return read();
    } catch (RuntimeException e) {
      throw new RefusedOptionException(
          "Flink's configuration can't be read in %s (%s); name a folder that has a config.yaml with --flinkConfDir or FLINK_CONF_DIR, or leave both out"
              .formatted(path.map(Path::toString).orElse(""), ServerWords.of(e)));
    }
  }

  /** What it says. */
  Configuration read() {
    return path.map(folder -> GlobalConfiguration.loadConfiguration(folder.toString()))
        .orElseGet(Configuration::new);
  }

  /**
   * A copy that says more, in a folder that goes with this process.
   *
   * @param more settings that it does not have
   */
  ConfigurationFolder with(Map<String, String> more) throws IOException {
    Path copy = Files.createTempDirectory("muster-flink");
    copy.toFile().deleteOnExit();
    // Flink reads the old file where there is one, by rules of its own.
    Optional<Path> old = path.map(folder -> folder.resolve(OLD_FILE)).filter(Files::exists);
    Optional<Path> base = old.or(() -> path.map(folder -> folder.resolve(FILE)));
    StringBuilder text = new StringBuilder();
    if (base.isPresent()) {
      text.append(Files.readString(base.get())).append('\n');
    }
    new TreeMap<>(more)
        .forEach(
            (key, value) ->
                text.append(key)
                    .append(": ")
                    .append(old.isPresent() ? value : "'" + value.replace("'", "''") + "'")
                    .append('\n'));
    Path file = copy.resolve(old.isPresent() ? OLD_FILE : FILE);
    Files.writeString(file, text, StandardCharsets.UTF_8);
    file.toFile().deleteOnExit();
    return new ConfigurationFolder(Optional.of(copy));
  }
}
