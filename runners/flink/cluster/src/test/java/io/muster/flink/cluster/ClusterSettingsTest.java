package io.muster.flink.cluster;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
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
    ClusterSettings settings =
        settings(
            ClusterOptions.defaults()
                .withSlots(3)
                .withSettings(Map.of("state.backend.type", "hashmap", "a.key", "a value")));

    assertThat(settings.get("state.backend.type"), is("hashmap"));
    assertThat(settings.get("a.key"), is("a value"));
    assertThat(settings.get("taskmanager.numberOfTaskSlots"), is("3"));
    assertThat(settings.get("state.checkpoints.dir"), is("file:///a/cluster/checkpoints"));
  }

  @Test
  void everythingListensOnThisMachineAlone() {
    ClusterSettings settings = settings(ClusterOptions.defaults());

    for (String key :
        new String[] {"jobmanager.bind-host", "taskmanager.bind-host", "rest.bind-address"}) {
      assertThat(key, settings.get(key), is("127.0.0.1"));
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
