package io.muster.pipelines.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.delivery.BudgetBook.LeaseLostException;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.WriterLease;
import io.muster.destination.CallLimit;
import io.muster.pipelines.registry.LeaseOutcome.Granted;
import io.muster.pipelines.registry.LeaseOutcome.Taken;
import io.muster.pipelines.registry.Leases.Bridged;
import io.muster.workspace.Limits;
import io.muster.workspace.StateLocation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every registry does for jobs that outlive their launcher, whatever its database. */
interface JobLeaseContract {

  Duration EVERY = Duration.ofSeconds(15);
  CallLimit CALLS = new CallLimit("companies", Limits.UNLIMITED, 1_000_000);

  /** An empty place, another for each test, that processes of their own reach too. */
  StateLocation state();

  private DeliveryRegistry worker() {
    return RegistryLocation.of(state()).jobOpener(EVERY).open();
  }

  private static Lease launch(Registry registry, Clock clock, String run, String... connections) {
    LeaseOutcome outcome =
        registry.leases(clock).acquire(List.of(connections), LeaseHolder.ofJob(run));
    assertThat(outcome, is(instanceOf(Granted.class)));
    return ((Granted) outcome).lease();
  }

  private static Granted begin(Registry registry, Clock clock, String run, String... connections) {
    return (Granted) registry.leases(clock).acquire(List.of(connections), LeaseHolder.ofJob(run));
  }

  private static LeaseOutcome ask(Registry registry, Clock clock, String run, String connection) {
    return registry.leases(clock).acquire(List.of(connection), LeaseHolder.ofThisProcess(run));
  }

  private static int draw(DeliveryRegistry worker, WriterLease lease) {
    return worker
        .budgets()
        .draw(lease.writer(), "budget", CALLS, 1, Instant.parse("2026-11-22T10:00:00Z"))
        .calls();
  }

  private static String lost(DeliveryRegistry worker, WriterLease lease) {
    return assertThrows(LeaseLostException.class, () -> draw(worker, lease)).getMessage();
  }

  @Test
  default void aJobsLeaseLivesAsLongAsAWorkerSaysSo() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state());
        DeliveryRegistry worker = worker()) {
      Lease lease = launch(registry, clock, "run-1", "linkedin");
      WriterLease kept = worker.lease("linkedin", "run-1", clock);
      assertThat(kept.beatEvery(), is(Optional.of(EVERY)));
      for (int i = 0; i < 10; i++) {
        clock.pass(Duration.ofSeconds(50));
        assertThat(kept.beat(), is(Optional.empty()));
      }
      clock.pass(Duration.ofSeconds(5));

      Taken taken = (Taken) ask(registry, clock, "run-2", "linkedin");
      assertThat(taken.since(), is(lease.since()));
      assertThat(taken.heartbeatAge(), is(Duration.ofSeconds(5)));
      assertThat(
          taken.words(),
          allOf(
              containsString("run run-1 writes to linkedin: as a job on a cluster, last on host "),
              containsString("'muster stop'"),
              not(containsString("process"))));
      assertThat(draw(worker, kept), is(1));

      clock.pass(Duration.ofSeconds(56));
      assertThat(ask(registry, clock, "run-2", "linkedin"), is(instanceOf(Granted.class)));
    }
  }

  @Test
  default void aJobsLeaseOutlivesTheProcessThatLaunchedIt() throws Exception {
    try (OtherProcess launcher = OtherProcess.start(state().registry(), "run-1");
        Registry registry = Registry.open(state())) {
      assertThat(launcher.ask("open"), is("opened"));
      assertThat(launcher.ask("acquire-job linkedin"), is("granted"));
      launcher.kill();
      assertThat(
          ask(registry, Clock.systemUTC(), "run-2", "linkedin"), is(instanceOf(Taken.class)));
    }
  }

  @Test
  default void theLauncherKeepsItUntilAWorkerDoes() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state());
        DeliveryRegistry worker = worker()) {
      Lease lease = launch(registry, clock, "run-1", "bombora", "linkedin");
      Leases leases = registry.leases(clock);
      Bridged bridged = new Bridged(lease.since(), false);
      for (int i = 0; i < 3; i++) {
        clock.pass(Duration.ofSeconds(50));
        bridged = leases.bridge(lease, bridged.said());
        assertThat(bridged.kept(), is(false));
      }
      clock.pass(Duration.ofSeconds(1));
      worker.lease("linkedin", "run-1", clock).beat();
      for (int i = 0; i < 3; i++) {
        clock.pass(Duration.ofSeconds(50));
        bridged = leases.bridge(lease, bridged.said());
        assertThat(bridged.kept(), is(true));
      }
      assertThat(
          "no worker has begun",
          ask(registry, clock, "run-2", "bombora"),
          is(instanceOf(Taken.class)));
      assertThat(
          "its workers are silent",
          ask(registry, clock, "run-2", "linkedin"),
          is(instanceOf(Granted.class)));
      assertThat(
          leases.loss(lease).orElseThrow(),
          containsString("run run-2 has taken connection linkedin"));
    }
  }

  @Test
  default void aJobThatWasSilentForLongHasItsConnectionAgainIfNobodyTookIt() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state());
        DeliveryRegistry worker = worker()) {
      launch(registry, clock, "run-1", "linkedin");
      clock.pass(Duration.ofHours(3));
      WriterLease back = worker.lease("linkedin", "run-1", clock);

      assertThat(back.beat(), is(Optional.empty()));
      assertThat(ask(registry, clock, "run-2", "linkedin"), is(instanceOf(Taken.class)));
      assertThat(draw(worker, back), is(1));
    }
  }

  @Test
  default void aJobWhoseConnectionAnotherRunTookNeverHasItBack() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state());
        DeliveryRegistry worker = worker()) {
      launch(registry, clock, "run-1", "linkedin");
      WriterLease loser = worker.lease("linkedin", "run-1", clock);
      loser.takeUp();
      clock.pass(Duration.ofSeconds(61));
      Lease second = launch(registry, clock, "run-2", "linkedin");

      loser.takeUp();
      String words = "run run-2 has taken connection linkedin over: as a job on a cluster";
      assertThat(loser.beat().orElseThrow(), containsString(words));
      assertThat(lost(worker, loser), containsString(words));

      registry.leases(clock).release(second);
      loser.takeUp();
      String nobodys = "run run-1 does not hold connection linkedin any more";
      assertThat(loser.beat().orElseThrow(), containsString(nobodys));
      assertThat(lost(worker, loser), containsString(nobodys));
      assertThat(ask(registry, clock, "run-3", "linkedin"), is(instanceOf(Granted.class)));
    }
  }

  @Test
  default void ofAJobThatComesBackAndARunThatTakesItsConnectionOneWins() throws Exception {
    HandClock clock = new HandClock();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Registry registry = Registry.open(state());
        DeliveryRegistry worker = worker()) {
      for (int round = 0; round < 10; round++) {
        String run = "run-" + round;
        String other = "other-" + round;
        launch(registry, clock, run, "linkedin");
        clock.pass(Duration.ofSeconds(61));
        WriterLease back = worker.lease("linkedin", run, clock);

        Future<Optional<String>> beat = threads.submit(back::beat);
        Future<LeaseOutcome> outcome =
            threads.submit(() -> ask(registry, clock, other, "linkedin"));
        assertThat(
            "lost just when the other has it",
            beat.get().isPresent(),
            is(outcome.get() instanceof Granted));
        clock.pass(Duration.ofSeconds(61));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void aLauncherThatBeginsAnewInItsJobsNameDisturbsNoWorker() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state());
        DeliveryRegistry one = worker();
        DeliveryRegistry two = worker()) {
      assertThat(begin(registry, clock, "run-1", "linkedin").again(), is(false));
      WriterLease replaced = one.lease("linkedin", "run-1", clock);
      replaced.takeUp();
      WriterLease atWork = two.lease("linkedin", "run-1", clock);
      atWork.takeUp();
      clock.pass(Duration.ofSeconds(20));

      Granted again = begin(registry, clock, "run-1", "bombora", "linkedin");
      assertThat(again.again(), is(true));
      assertThat(draw(two, atWork), is(1));
      assertThat(lost(one, replaced), containsString("another worker of run run-1"));
      assertThat(
          "it keeps what it was granted",
          registry.leases(clock).bridge(again.lease(), again.lease().since()).kept(),
          is(false));
      assertThat(ask(registry, clock, "run-1", "linkedin"), is(instanceOf(Taken.class)));
      assertThat(ask(registry, clock, "run-2", "linkedin"), is(instanceOf(Taken.class)));
    }
  }

  @Test
  default void aJobThatWasDownForLongIsGrantedItsOwnLeaseAndItsFormerWorkerStaysTheOne() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state());
        DeliveryRegistry one = worker();
        DeliveryRegistry two = worker()) {
      begin(registry, clock, "run-1", "linkedin");
      WriterLease replaced = one.lease("linkedin", "run-1", clock);
      replaced.takeUp();
      two.lease("linkedin", "run-1", clock).takeUp();
      clock.pass(Duration.ofHours(1));

      assertThat(begin(registry, clock, "run-1", "linkedin").again(), is(true));
      assertThat(lost(one, replaced), containsString("another worker of run run-1"));
    }
  }

  @Test
  default void aWorkerWhosePlaceAnotherHasTakenDrawsNothing() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state());
        DeliveryRegistry one = worker();
        DeliveryRegistry two = worker()) {
      launch(registry, clock, "run-1", "linkedin");
      WriterLease first = one.lease("linkedin", "run-1", clock);
      WriterLease second = two.lease("linkedin", "run-1", clock);
      first.takeUp();
      assertThat(draw(one, first), is(1));

      // The first was given up for dead, and the job has gone back to a checkpoint.
      second.takeUp();
      assertThat(draw(two, second), is(1));
      assertThat(lost(one, first), containsString("another worker of run run-1, on host "));
      assertThat("the run has it all the same", first.beat(), is(Optional.empty()));

      // A third restart may come to the first process again.
      first.takeUp();
      assertThat(draw(one, first), is(1));
      assertThat(lost(two, second), containsString("another worker of run run-1"));
    }
  }

  @Test
  default void aRunThatHasDeliveredAllGivesWayAtOnce() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state());
        DeliveryRegistry worker = worker()) {
      launch(registry, clock, "run-1", "bombora", "linkedin");
      worker.lease("linkedin", "run-1", clock).takeUp();
      WriterLease idle = worker.lease("bombora", "run-1", clock);
      worker.delivered("run-1");
      assertThat("who has not heard of it yet", idle.beat(), is(Optional.empty()));

      launch(registry, clock, "run-2", "bombora", "linkedin");
    }
  }

  @Test
  default void aJobThatGoesBackToACheckpointBeforeItsEndHasItsConnectionAgain() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state());
        DeliveryRegistry worker = worker()) {
      Lease lease = launch(registry, clock, "run-1", "linkedin");
      worker.lease("linkedin", "run-1", clock).takeUp();
      worker.delivered("run-1");
      WriterLease again = worker.lease("linkedin", "run-1", clock);
      again.takeUp();

      assertThat(ask(registry, clock, "run-2", "linkedin"), is(instanceOf(Taken.class)));
      assertThat(draw(worker, again), is(1));

      registry.leases(clock).release(lease);
      assertThat(ask(registry, clock, "run-2", "linkedin"), is(instanceOf(Granted.class)));
    }
  }

  @Test
  default void aJobThatWasStoppedIsReleasedByItsRunsNameForGood() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state());
        DeliveryRegistry worker = worker()) {
      launch(registry, clock, "run-1", "linkedin", "bombora");
      launch(registry, clock, "another", "demandbase");
      Leases leases = registry.leases(clock);
      WriterLease zombie = worker.lease("linkedin", "run-1", clock);
      zombie.takeUp();

      assertThat(leases.releaseRun("run-1"), contains("bombora", "linkedin"));
      assertThat(leases.releaseRun("run-1"), is(empty()));

      zombie.takeUp();
      zombie.beat();
      assertThat(
          lost(worker, zombie), containsString("run run-1 does not hold connection linkedin"));
      launch(registry, clock, "run-1-resumed", "linkedin", "bombora");
      assertThat(lost(worker, zombie), containsString("run run-1-resumed has taken"));
      assertThat(ask(registry, clock, "run-2", "demandbase"), is(instanceOf(Taken.class)));
    }
  }

  @Test
  default void aProcessesLeaseIsNotReleasedByItsRunsName() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state())) {
      assertThat(ask(registry, clock, "run-1", "linkedin"), is(instanceOf(Granted.class)));
      assertThat(registry.leases(clock).releaseRun("run-1"), is(empty()));
      assertThat(ask(registry, clock, "run-2", "linkedin"), is(instanceOf(Taken.class)));
    }
  }

  @Test
  default void workersInProcessesOfTheirOwnBeatAndDrawAtOnce() throws Exception {
    int draws = 100;
    List<String> connections = List.of("bombora", "demandbase", "linkedin");
    try (OtherProcess one = OtherProcess.start(state().registry(), "run-1");
        OtherProcess two = OtherProcess.start(state().registry(), "run-1");
        OtherProcess three = OtherProcess.start(state().registry(), "run-1");
        Registry registry = Registry.open(state())) {
      launch(registry, Clock.systemUTC(), "run-1", connections.toArray(String[]::new));
      List<OtherProcess> workers = List.of(one, two, three);
      for (OtherProcess worker : workers) {
        assertThat(worker.ask("ready"), is("ready"));
      }
      for (int i = 0; i < workers.size(); i++) {
        workers.get(i).tell("work " + connections.get(i) + " " + draws);
      }
      for (OtherProcess worker : workers) {
        String longest = worker.answer();
        assertThat("milliseconds", Integer.parseInt(longest), is(lessThan(10_000)));
      }
      DeliveryRegistry reader = worker();
      for (String connection : connections) {
        WriterLease lease = reader.lease(connection, "run-1", Clock.systemUTC());
        lease.takeUp();
        int left =
            reader.budgets().draw(lease.writer(), connection, CALLS, 1, Instant.now()).leftToday();
        // No more than once in a test's life is it midnight.
        assertThat("all were counted", 1_000_000 - 1 - left, is(draws));
      }
      reader.close();
    }
  }

  @Test
  default void aWorkerThatIsKilledInTheMiddleOfItsWorkHoldsUpTheOthersNoLongerThanSeconds()
      throws Exception {
    Random moments = new Random(Long.getLong("muster.seed", 7L));
    try (Registry registry = Registry.open(state());
        DeliveryRegistry worker = worker()) {
      launch(registry, Clock.systemUTC(), "run-1", "linkedin");
      WriterLease lease = worker.lease("linkedin", "run-1", Clock.systemUTC());
      for (int round = 0; round < Integer.getInteger("muster.kills", 4); round++) {
        try (OtherProcess killed = OtherProcess.start(state().registry(), "run-1")) {
          assertThat(killed.ask("ready"), is("ready"));
          killed.tell("work linkedin 1000000");
          lease.takeUp();
          // The other has taken the connection up when this one may not draw any more.
          awaitLoss(worker, lease);
          Thread.sleep(moments.nextInt(300));
          killed.kill();
        }
        long begun = System.nanoTime();
        lease.takeUp();
        assertThat(lease.beat(), is(Optional.empty()));
        assertThat(draw(worker, lease), is(1));
        assertThat(
            Duration.ofNanos(System.nanoTime() - begun), is(lessThan(Duration.ofSeconds(5))));
      }
    }
  }

  private static void awaitLoss(DeliveryRegistry worker, WriterLease lease) {
    Instant patience = Instant.now().plusSeconds(60);
    while (Instant.now().isBefore(patience)) {
      try {
        draw(worker, lease);
      } catch (LeaseLostException e) {
        return;
      }
    }
    throw new AssertionError("the other never began");
  }

  @Test
  default void aThreadThatIsInterruptedInTheMiddleOfItsWorkHoldsUpNobody() throws Exception {
    Random moments = new Random(Long.getLong("muster.seed", 7L));
    try (Registry registry = Registry.open(state());
        DeliveryRegistry worker = worker()) {
      launch(registry, Clock.systemUTC(), "run-1", "linkedin");
      WriterLease lease = worker.lease("linkedin", "run-1", Clock.systemUTC());
      lease.takeUp();
      for (int round = 0; round < 20; round++) {
        AtomicBoolean stopped = new AtomicBoolean();
        Thread cancelled =
            new Thread(
                () -> {
                  try {
                    while (!stopped.get()) {
                      draw(worker, lease);
                    }
                  } catch (RegistryException e) {
                    // As a task of Flink does that is cancelled.
                  }
                });
        cancelled.start();
        Thread.sleep(10 + moments.nextInt(40));
        cancelled.interrupt();
        stopped.set(true);
        cancelled.join(Duration.ofMinutes(1).toMillis());
        assertThat("it goes on", cancelled.isAlive(), is(false));
        long begun = System.nanoTime();
        assertThat(draw(worker, lease), is(1));
        assertThat(
            Duration.ofNanos(System.nanoTime() - begun), is(lessThan(Duration.ofSeconds(5))));
      }
    }
  }
}
