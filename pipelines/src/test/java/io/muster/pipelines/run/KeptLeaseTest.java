package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import io.muster.pipelines.registry.Lease;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.Leases;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.report.RunReport;
import io.muster.workspace.StateLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lease that is kept alive. */
final class KeptLeaseTest {

  @TempDir private Path folder;

  private final List<String> notices = new ArrayList<>();
  private final RunListener listener =
      new RunListener() {
        @Override
        public void notice(String line) {
          notices.add(line);
        }

        @Override
        public void progress(RunReport soFar) {}
      };

  private static Lease granted(Leases leases, String run) {
    LeaseOutcome outcome =
        leases.acquire(List.of("bombora", "linkedin"), LeaseHolder.ofThisProcess(run));
    assertThat(outcome, instanceOf(LeaseOutcome.Granted.class));
    return ((LeaseOutcome.Granted) outcome).lease();
  }

  @Test
  void aLeaseThatAnotherRunHasTakenOverIsNoticedOnceWithTheOthersName() {
    try (Registry registry = Registry.open(new StateLocation(folder.toString(), ""))) {
      Leases leases = registry.leases(Clock.systemUTC());
      try (KeptLease kept = KeptLease.of(leases, granted(leases, "run-1"), listener)) {
        kept.beat();
        assertThat(kept.loss(), is(Optional.empty()));
        assertThat(notices, is(empty()));

        Leases later =
            registry.leases(Clock.offset(Clock.systemUTC(), Leases.DEAD_AFTER.plusSeconds(5)));
        granted(later, "run-2");
        kept.beat();
        kept.beat();

        assertThat(
            kept.loss().orElseThrow(),
            containsString("run run-2 has taken connection bombora over"));
        assertThat(notices, is(List.of(kept.loss().orElseThrow())));
      }
      assertThat("the other's lease is left alone", takenBy(registry), is("run-2"));
    }
  }

  @Test
  void aClosedLeaseIsFree() {
    try (Registry registry = Registry.open(new StateLocation(folder.toString(), ""))) {
      Leases leases = registry.leases(Clock.systemUTC());
      KeptLease.of(leases, granted(leases, "run-1"), listener).close();
      assertThat(granted(leases, "run-2").connections(), hasSize(2));
    }
  }

  @Test
  void aLeaseThatCannotBeGivenFreeIsANoticeAndNoFailure() throws IOException {
    try (Registry registry = Registry.open(new StateLocation(folder.toString(), ""))) {
      Leases leases = registry.leases(Clock.systemUTC());
      KeptLease kept = KeptLease.of(leases, granted(leases, "run-1"), listener);
      Files.writeString(folder.resolve("registry.mv.db"), "no database\n".repeat(2_000));

      kept.close();

      assertThat(notices, contains(containsString("the lease could not be given free")));
      assertThat(notices, contains(containsString("damaged")));
    }
  }

  private static String takenBy(Registry registry) {
    LeaseOutcome outcome =
        registry
            .leases(Clock.systemUTC())
            .acquire(List.of("linkedin"), LeaseHolder.ofThisProcess("run-3"));
    return ((LeaseOutcome.Taken) outcome).holder().run();
  }
}
