package io.muster.benchmarks;

import io.muster.pipelines.kafka.KafkaCluster;
import io.muster.pipelines.kafka.KafkaInput;
import io.muster.pipelines.kafka.KafkaInput.StartFrom;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.ActivationRun;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An always-on activation, on embedded Flink in this process until it is killed, or left to a
 * cluster; arguments are workspace, brokers, topic, run folder, Beam's.
 */
final class AlwaysOnMain {

  private AlwaysOnMain() {}

  public static void main(String[] args) throws Exception {
    KafkaInput input =
        new KafkaInput(
            new KafkaCluster(args[1], null),
            List.of(args[2]),
            "benchmark",
            StartFrom.EARLIEST,
            false);
    ActivationRequest request =
        new ActivationRequest(
                "benchmark",
                MusterMain.workspace(Path.of(args[0])),
                List.of(),
                args[3],
                Set.of(),
                Duration.ZERO,
                Arrays.asList(args).subList(4, args.length))
            .reading(Optional.of(input));
    new ActivationRun(
            request, MusterMain.launcher("flink"), new MusterMain.Quiet(), Clock.systemUTC())
        .run();
    // It goes on elsewhere, or has ended; runners leave threads behind.
    System.exit(0);
  }
}
