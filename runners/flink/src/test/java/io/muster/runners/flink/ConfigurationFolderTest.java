package io.muster.runners.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationFolderTest {

  @TempDir private Path folder;

  private Map<String, String> with(Map<String, String> more) throws IOException {
    return ConfigurationFolder.of(folder.toString()).with(more).read().toMap();
  }

  @Test
  void aCopySaysMoreAndTheOriginalStaysAsItIs() throws IOException {
    String text =
        """
        state:
          checkpoints:
            dir: s3://bucket/checkpoints
        rest.port: 9081
        """;
    Path file = Files.writeString(folder.resolve("config.yaml"), text);

    assertThat(
        with(Map.of("state.backend.type", "rocksdb", "a.path", "it's: #1")),
        equalTo(
            Map.of(
                "state.checkpoints.dir",
                "s3://bucket/checkpoints",
                "rest.port",
                "9081",
                "state.backend.type",
                "rocksdb",
                "a.path",
                "it's: #1")));
    assertThat(Files.readString(file), is(text));
  }

  @Test
  void theOldFileIsCopiedByItsOwnRules() throws IOException {
    Files.writeString(folder.resolve("flink-conf.yaml"), "rest.port: 9081\n# a word\n");
    Files.writeString(folder.resolve("config.yaml"), "rest.port: 1\n");

    assertThat(
        with(Map.of("execution.savepoint.path", "/savepoints/1")),
        equalTo(Map.of("rest.port", "9081", "execution.savepoint.path", "/savepoints/1")));
  }
}
