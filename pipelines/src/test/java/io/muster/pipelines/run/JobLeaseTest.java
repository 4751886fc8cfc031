package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import io.muster.delivery.DeliveryRegistry;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.LeaseOutcome.Granted;
import io.muster.pipelines.registry.LeaseOutcome.Taken;
import io.muster.pipelines.registry.Leases;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RegistryLocation;
import io.muster.pipelines.report.RunReport;
import io.muster.workspace.StateLocation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a launcher makes of its job's lease. */
final class JobLeaseTest {

  /** For whoever asks then, a lease of which nobody has said anything since is dead. */
  private static final Clock LATER =
      Clock.offset(Clock.systemUTC(), Leases.DEAD_AFTER.plusSeconds(5));

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

  private Registry registry;

  @BeforeEach
  void open() {
    registry = Registry.open(state());
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private StateLocation state() {
    return new StateLocation(folder.toString(), "");
  }

  private RunLease launched() {
    Leases leases = registry.leases(Clock.systemUTC());
    LeaseOutcome outcome = leases.acquire(List.of("linkedin"), LeaseHolder.ofJob("run-1"));
    return RunLease.of(leases, (Granted) outcome, listener);
  }

  private LeaseOutcome ask(Clock clock) {
    return registry.leases(clock).acquire(List.of("linkedin"), LeaseHolder.ofJob("run-2"));
  }

  private void aWorkerBegins() {
    try (DeliveryRegistry worker =
        RegistryLocation.of(state()).jobOpener(Leases.HEARTBEAT_EVERY).open()) {
      worker.lease("linkedin", "run-1", Clock.systemUTC()).beat();
    }
  }

  @Test
  void aJobThatGoesOnWithoutItsLauncherHasItsLease() {
    RunLease lease = launched();
    lease.submitted();
    lease.close();
    assertThat(ask(Clock.systemUTC()), is(instanceOf(Taken.class)));
  }

  @Test
  void theWorkersHaveAWholeMinuteToBeginWhenTheLauncherEnds() {
    Leases leases = registry.leases(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-50)));
    LeaseOutcome outcome = leases.acquire(List.of("linkedin"), LeaseHolder.ofJob("run-1"));
    RunLease lease = RunLease.of(registry.leases(Clock.systemUTC()), (Granted) outcome, listener);
    lease.submitted();
    lease.close();
    Clock nearlyAMinuteLater = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(40));
    assertThat(ask(nearlyAMinuteLater), is(instanceOf(Taken.class)));
  }

  @Test
  void aJobThatHasEndedGivesWayAtOnce() {
    RunLease lease = launched();
    lease.submitted();
    aWorkerBegins();
    lease.ended();
    lease.close();
    assertThat(ask(Clock.systemUTC()), is(instanceOf(Granted.class)));
  }

  @Test
  void aJobThatCouldNotBeSubmittedGivesWayAtOnce() {
    launched().close();
    assertThat(ask(Clock.systemUTC()), is(instanceOf(Granted.class)));
  }

  @Test
  void aJobWhoseWorkersHaveBegunIsNotTakenForOneThatNeverDid() {
    RunLease lease = launched();
    aWorkerBegins();
    lease.close();
    assertThat(ask(Clock.systemUTC()), is(instanceOf(Taken.class)));
  }

  @Test
  void aLauncherThatBeginsAnewBesideItsJobLeavesItTheLease() {
    RunLease first = launched();
    first.submitted();
    first.close();
    // Its submission is refused, since the job is there.
    launched().close();
    assertThat(ask(Clock.systemUTC()), is(instanceOf(Taken.class)));
  }

  @Test
  void jobsThatAreSeenToHaveEndedAreNoHindrance() {
    Leases leases = registry.leases(Clock.systemUTC());
    leases.acquire(List.of("bombora"), LeaseHolder.ofJob("run-1"));
    leases.acquire(List.of("linkedin"), LeaseHolder.ofJob("run-2"));
    List<String> wanted = List.of("bombora", "linkedin");
    LeaseHolder me = LeaseHolder.ofJob("run-3");

    assertThat(
        RunLease.take(leases, wanted, me, run -> run.equals("run-1")), is(instanceOf(Taken.class)));
    leases.acquire(List.of("bombora"), LeaseHolder.ofJob("run-1b"));
    assertThat(
        RunLease.take(leases, wanted, me, List.of("run-1b", "run-2")::contains),
        is(instanceOf(Granted.class)));
  }

  @Test
  void aProcessIsNeverTakenForAJobThatHasEnded() {
    Leases leases = registry.leases(Clock.systemUTC());
    leases.acquire(List.of("linkedin"), LeaseHolder.ofThisProcess("run-1"));
    assertThat(
        RunLease.take(leases, List.of("linkedin"), LeaseHolder.ofJob("run-2"), run -> true),
        is(instanceOf(Taken.class)));
  }

  @Test
  void aLossIsNoticedOnceAndLeftToTheWorkers() {
    JobLease lease = (JobLease) launched();
    lease.submitted();
    lease.beat();
    assertThat(notices, is(empty()));
    assertThat(ask(LATER), is(instanceOf(Granted.class)));
    lease.beat();
    lease.beat();
    lease.close();

    assertThat(notices, contains(containsString("run run-2 has taken connection linkedin over")));
    assertThat(lease.loss(), is(Optional.empty()));
    LeaseOutcome third =
        registry.leases(LATER).acquire(List.of("linkedin"), LeaseHolder.ofJob("run-3"));
    assertThat("the other's lease is left alone", third, is(instanceOf(Taken.class)));
  }
}
