package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.Registry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that goes on without its launcher. */
final class LeftRunTest {

  @TempDir private Path folder;

  @Test
  void itsJobIsSaidAndItsConnectionsStayItsOwn() throws Exception {
    try (RunBench bench = new RunBench(folder)) {
      Path input = bench.file("day.jsonl", "{}");

      RunOutcome outcome =
          bench.run(
              "run-1",
              bench.workspace(),
              List.of(),
              ClusterLauncher.leaving(pipeline -> {}),
              input);

      assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
      assertThat(outcome.left().orElseThrow().id(), is(Optional.of("job-7")));
      assertThat("it has not ended", bench.report().endedAt(), is((String) null));
      try (Registry registry = Registry.open(bench.workspace().state())) {
        LeaseOutcome asked =
            registry
                .leases(Clock.systemUTC())
                .acquire(List.of("intent"), LeaseHolder.ofThisProcess("run-2"));
        assertThat(asked, is(instanceOf(LeaseOutcome.Taken.class)));
        assertThat(((LeaseOutcome.Taken) asked).words(), containsString("run-1"));
      }
    }
  }
}
