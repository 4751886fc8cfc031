package io.muster.flink.distribution;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlinkDistributionTest {

  private static final List<Path> CLASS_PATH =
      Stream.of(FlinkDistribution.classPath().split(File.pathSeparator)).map(Path::of).toList();

  private static List<String> jars() {
    return CLASS_PATH.stream().map(path -> path.getFileName().toString()).toList();
  }

  @Test
  void everyEntryIsThere() {
    assertThat(CLASS_PATH.stream().filter(path -> !Files.exists(path)).toList(), empty());
  }

  @Test
  void itHasFlinkOfOneVersionAndItsLoggingButNeitherBeamNorKafka() {
    String version = FlinkDistribution.version();
    assertThat(jars(), hasItem("flink-runtime-" + version + ".jar"));
    assertThat(jars(), hasItem("flink-statebackend-rocksdb-" + version + ".jar"));
    assertThat(jars(), hasItem("flink-runtime-web-" + version + ".jar"));
    // Flink's logging is of slf4j 1: a job that needs slf4j 2 must fail here as it would elsewhere.
    assertThat(jars(), hasItem(startsWith("slf4j-api-1.7.")));
    assertThat(jars(), hasItem(startsWith("log4j-slf4j-impl-")));
    assertThat(jars(), everyItem(not(containsString("beam"))));
    assertThat(jars(), everyItem(not(containsString("kafka"))));
    assertThat(jars(), everyItem(not(containsString("junit"))));
  }

  @Test
  void itsJvmOptionsAreOptions() {
    assertThat(FlinkDistribution.jvmOptions(), everyItem(startsWith("-")));
    assertThat(
        FlinkDistribution.jvmOptions(), hasItem("--add-opens=java.base/java.util=ALL-UNNAMED"));
  }
}
