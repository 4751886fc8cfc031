package io.muster.flink.distribution;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Flink as its processes find it. They have the jars of Flink's own distribution, in the versions
 * that it has, and this module, which is two classes and a configuration of log4j.
 */
public final class FlinkDistribution {

  private FlinkDistribution() {}

  /** Flink's version, such as {@code 1.19.0}. */
  public static String version() {
    return resource("version").strip();
  }

  /**
   * As the {@code java} command takes it.
   *
   * @throws IllegalStateException when this module was not built by Maven, which notes where the
   *     jars are
   */
  public static String classPath() {
    return ownLocation() + File.pathSeparator + resource("class-path").strip();
  }

  /** What every JVM of Flink is started with on Java 17. */
  public static List<String> jvmOptions() {
    return resource("jvm-options")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private static String resource(String name) {
    try (InputStream in = FlinkDistribution.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "there is no "
                + name
                + " of muster-flink-distribution; build it with ./mvnw -pl"
                + " runners/flink/distribution -am compile");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " of muster-flink-distribution is unreadable", e);
    }
  }

  private static Path ownLocation() {
    try {
      return Path.of(
          FlinkDistribution.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has an entry that is no URI", e);
    }
  }
}
