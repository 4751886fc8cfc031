package io.muster.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.ListPlan;
import io.muster.delivery.ListRef;
import io.muster.delivery.MembershipLog;
import io.muster.delivery.RunManner;
import io.muster.delivery.VendorTraits;
import io.muster.destination.Connections;
import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.parse.Plans;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.workspace.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a process holds open for a connection, and who gets it. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class VendorSessionTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** One connection in a run of its own. */
  private static ConnectionPlan plan(String run) {
    Destination destination = Destinations.load().require("bombora");
    return new ConnectionPlan(
        run,
        Connections.to(destination, Connections.CLIENT, "http://localhost:1", "http://localhost:1"),
        List.of(new ListPlan(new ListRef("flow", "a1"), Plans.audience("a1"), false)),
        VendorTraits.of(destination.spec()),
        RunManner.guarding(Duration.ZERO));
  }

  private static VendorSession take(ConnectionPlan plan, DeliveryRegistry.Opener registry) {
    return take(plan, registry, MembershipLog.Opener.NOTHING);
  }

  private static VendorSession take(
      ConnectionPlan plan, DeliveryRegistry.Opener registry, MembershipLog.Opener memberships) {
    return VendorSession.take(
        plan,
        new Surroundings(
            Secrets.ofProcess(),
            registry,
            memberships,
            Duration.ofMinutes(1),
            false,
            DeliverMembers.ClockSource.SYSTEM,
            false),
        Clock.systemUTC());
  }

  @Test
  void aRegistryThatIsSlowToOpenKeepsNoOtherConnectionWaiting() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answers = new CountDownLatch(1);
    Future<VendorSession> slow =
        threads.submit(
            () ->
                take(
                    plan("slow"),
                    () -> {
                      asked.countDown();
                      await(answers);
                      return new TestRegistry();
                    }));
    asked.await();

    Future<VendorSession> other = threads.submit(() -> take(plan("other"), TestRegistry::new));
    other.get(30, TimeUnit.SECONDS).close();

    answers.countDown();
    slow.get().close();
  }

  @Test
  void allWhoComeForAConnectionShareOneSession() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    CountDownLatch together = new CountDownLatch(8);
    List<Future<VendorSession>> coming =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    threads.submit(
                        () -> {
                          together.countDown();
                          together.await();
                          return take(
                              plan("shared"),
                              () -> {
                                opened.incrementAndGet();
                                return new TestRegistry();
                              });
                        }))
            .toList();
    Set<VendorSession> sessions = new HashSet<>();
    for (Future<VendorSession> each : coming) {
      sessions.add(each.get());
    }
    assertThat(sessions, hasSize(1));
    assertThat(opened.get(), is(1));

    VendorSession first = sessions.iterator().next();
    for (int i = 0; i < 8; i++) {
      first.close();
    }
    VendorSession later = take(plan("shared"), TestRegistry::new);
    assertThat("it was closed", later, is(not(sameInstance(first))));
    later.close();
  }

  @Test
  void ofOneThatCouldNotBeOpenedNothingStaysOpen() {
    TestRegistry registry = new TestRegistry();

    RuntimeException failure =
        assertThrows(
            IllegalStateException.class,
            () ->
                take(
                    plan("half open"),
                    () -> registry,
                    connection -> {
                      throw new IllegalStateException("the bucket does not answer");
                    }));

    assertThat(failure.getMessage(), is("the bucket does not answer"));
    assertThat(registry.closed(), is(1));
  }

  @Test
  void oneThatCouldNotBeOpenedIsOpenedForTheNext() {
    assertThrows(
        IllegalStateException.class,
        () ->
            take(
                plan("broken"),
                () -> {
                  throw new IllegalStateException("the registry does not answer");
                }));
    AtomicInteger opened = new AtomicInteger();
    take(
            plan("broken"),
            () -> {
              opened.incrementAndGet();
              return new TestRegistry();
            })
        .close();
    assertThat(opened.get(), is(1));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
