package io.muster.cli.deploy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.contrib.streaming.state.RocksDBConfigurableOptions;
import org.apache.flink.contrib.streaming.state.RocksDBOptions;
import org.apache.flink.streaming.api.environment.ExecutionCheckpointingOptions;

/** Flink's settings against the options of the Flink that Muster is built for. */
final class FlinkSettingsCheck {

  private static final List<Class<?>> OPTIONS =
      List.of(
          BlobServerOptions.class,
          CheckpointingOptions.class,
          CoreOptions.class,
          DeploymentOptions.class,
          ExecutionCheckpointingOptions.class,
          HighAvailabilityOptions.class,
          JobManagerOptions.class,
          MetricOptions.class,
          RestOptions.class,
          RestartStrategyOptions.class,
          RocksDBConfigurableOptions.class,
          RocksDBOptions.class,
          StateBackendOptions.class,
          TaskManagerOptions.class,
          WebOptions.class);

  /** Of a reporter's own making, and of the module for Kubernetes, which is not here. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("metrics\\.reporter\\.prom\\.(factory\\.class|port)|kubernetes\\.cluster-id");

  private FlinkSettingsCheck() {}

  /**
   * What is wrong with settings: keys that Flink does not have (any more), and unreadable values.
   */
  static List<String> faults(Map<String, String> settings) {
    Map<String, ConfigOption<?>> known = known();
    Configuration configuration = Configuration.fromMap(settings);
    List<String> faults = new ArrayList<>();
    for (String key : settings.keySet()) {
      ConfigOption<?> option = known.get(key);
      if (option == null) {
        if (!ELSEWHERE.matcher(key).matches()) {
          faults.add(key + ": Flink has no such option");
        }
        continue;
      }
      try {
        configuration.getOptional(option);
      } catch (IllegalArgumentException e) {
        faults.add(key + ": " + e.getMessage());
      }
    }
    return faults;
  }

  private static Map<String, ConfigOption<?>> known() {
    Map<String, ConfigOption<?>> known = new TreeMap<>();
    for (Class<?> options : OPTIONS) {
      for (Field field : options.getFields()) {
        if (Modifier.isStatic(field.getModifiers())
            && ConfigOption.class.isAssignableFrom(field.getType())) {
          try {
            ConfigOption<?> option = (ConfigOption<?>) field.get(null);
            known.put(option.key(), option);
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
    return known;
  }
}
