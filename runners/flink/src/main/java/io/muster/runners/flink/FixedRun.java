package io.muster.runners.flink;

import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The run's name where Flink has fixed the job's id: an application cluster with high availability,
 * whose JobManager recovers the job and calls {@code main} again to find it.
 */
final class FixedRun {

  private static final ConfigOption<String> NAMESPACE =
      ConfigOptions.key("kubernetes.namespace").stringType().defaultValue("");

  private FixedRun() {}

  /**
   * The same for the same job, and another for each cluster: Flink makes ids from the cluster's
   * name alone, and a registry may serve two clusters of one name.
   *
   * @return empty where Flink gives each job a new id
   */
  static Optional<String> name(ReadableConfig host) {
    List<String> cluster =
        List.of(
            host.get(NAMESPACE),
            host.get(HighAvailabilityOptions.HA_CLUSTER_ID),
            host.getOptional(HighAvailabilityOptions.HA_STORAGE_PATH).orElse(""));
    return host.getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID)
        .map(job -> "job-%s-%08x".formatted(job, String.join("\n", cluster).hashCode()));
  }
}
