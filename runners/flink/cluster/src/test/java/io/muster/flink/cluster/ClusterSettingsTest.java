package io.muster.flink.cluster;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {

  private static final ClusterFolder FOLDER = new ClusterFolder(Path.of("/a/cluster"));

  private static ClusterSettings settings(ClusterOptions options) {
    return new ClusterSettings(options, FOLDER, 6123, 8081);
  }

  @Test
  void onesOwnSettingsWin() {
    Map<String, String> settings =
        settings(
                ClusterOptions.defaults()
                    .withSlots(3)
                    .withSettings(Map.of("state.backend.type", "hashmap", "a.key", "a \"value\"")))
            .asMap();

    assertThat(settings, hasEntry("state.backend.type", "hashmap"));
    assertThat(settings, hasEntry("a.key", "a \"value\""));
    assertThat(settings, hasEntry("taskmanager.numberOfTaskSlots", "3"));
    assertThat(settings, hasEntry("state.checkpoints.dir", "file:///a/cluster/checkpoints"));
  }

  @Test
  void everythingListensOnThisMachineAlone() {
    Map<String, String> settings = settings(ClusterOptions.defaults()).asMap();

    for (String key :
        new String[] {"jobmanager.bind-host", "taskmanager.bind-host", "rest.bind-address"}) {
      assertThat(settings, hasEntry(key, "127.0.0.1"));
    }
  }

  @Test
  void aValueIsQuotedInTheFile() {
    String yaml =
        settings(ClusterOptions.defaults().withSettings(Map.of("a.key", "x: \"y\" #"))).yaml();

    assertThat(yaml, containsString("a.key: \"x: \\\"y\\\" #\"\n"));
  }

  @Test
  void theDefaultMemoryIsOneGibibyte() {
    assertThat(TaskManagerMemory.oneGibibyte().total(), is(1024));
  }
}
