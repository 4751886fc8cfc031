package io.muster.cli.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of Flink's modes a run may have; those that it may keep the {@link DeliveryContract}. */
final class FlinkModesTest {

  @TempDir private Path folder;

  @Test
  void batchOnDataStreamsIsRefusedBeforeAnythingIsSent() throws Exception {
    Engine engine =
        new Engine("flink", List.of("--streaming=false", "--useDataStreamForBatch=true"));
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      Path input = bench.input("changes", List.of(Change.joins(Bench.TIER, 1, 1).json()));
      Activation activation = Activation.of(engine, "run", bench.workspace(), List.of(input));

      RunException refused = assertThrows(RunException.class, () -> bench.activate(activation));

      assertThat(refused.exitCode(), is(ExitCode.USAGE));
      assertThat(
          refused.getMessage(),
          allOf(containsString("--useDataStreamForBatch"), containsString("leave one")));
      assertThat(bench.sandbox.calls(), is(empty()));
      assertThat(Files.exists(bench.out("run")), is(false));
    }
  }
}
