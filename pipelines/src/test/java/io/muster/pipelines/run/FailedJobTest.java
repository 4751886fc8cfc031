package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.Registry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job leaves to others that did not end well. */
final class FailedJobTest {

  @TempDir private Path folder;

  /** What another run hears that asks for a connection of a job that ended like this. */
  private LeaseOutcome askAfter(ClusterLauncher.End end) throws Exception {
    try (RunBench bench = new RunBench(folder)) {
      Path input = bench.file("day.jsonl", "{}");
      RunnerLauncher launcher = ClusterLauncher.waiting(end);
      RunException failed =
          assertThrows(
              RunException.class,
              () -> bench.run("run-1", bench.workspace(), List.of(), launcher, input));
      assertThat(failed.exitCode(), is(ExitCode.FAILED));
      assertThat(bench.report().status(), is("failed"));
      try (Registry registry = Registry.open(bench.workspace().state())) {
        return registry
            .leases(Clock.systemUTC())
            .acquire(List.of("intent"), LeaseHolder.ofThisProcess("run-2"));
      }
    }
  }

  @Test
  void aJobThatFailedGivesItsConnectionsFreeAtOnce() throws Exception {
    LeaseOutcome asked =
        askAfter(
            () -> {
              throw new IllegalStateException("job job-7 failed");
            });
    assertThat(asked, is(instanceOf(LeaseOutcome.Granted.class)));
  }

  @Test
  void aJobOfWhichNothingIsKnownAnyMoreKeepsThem() throws Exception {
    LeaseOutcome asked =
        askAfter(
            () -> {
              throw new RunException(ExitCode.FAILED, "the cluster does not answer");
            });
    assertThat(asked, is(instanceOf(LeaseOutcome.Taken.class)));
  }
}
