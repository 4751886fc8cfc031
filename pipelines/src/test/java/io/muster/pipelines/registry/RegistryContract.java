package io.muster.pipelines.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.DeliveryRegistry;
import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry;
import io.muster.delivery.ListRegistry.Known;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.destination.CallLimit;
import io.muster.pipelines.registry.LeaseOutcome.Granted;
import io.muster.pipelines.registry.LeaseOutcome.Taken;
import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.junit.jupiter.api.Test;

/** What every registry does, whatever its database. */
abstract class RegistryContract implements BudgetContract, JobLeaseContract, RunLogContract {

  private static final ListRef TIER_1 = new ListRef("tier-1", "5f3a");
  private static final ListRef TIER_2 = new ListRef("tier-2", "77aa");
  private static final Instant THEN = Instant.parse("2026-11-20T10:00:00.123456Z");

  private static Registration registration(ListRef list, String name, String id) {
    return new Registration("linkedin", list, name, id, THEN, THEN.plusSeconds(60), "run-1", 41);
  }

  private static LeaseHolder holder(String run) {
    return new LeaseHolder.Process(run, "host-a", "machine-a", 4711, THEN);
  }

  private static Lease granted(LeaseOutcome outcome) {
    assertThat(outcome, instanceOf(Granted.class));
    return ((Granted) outcome).lease();
  }

  private static Taken taken(LeaseOutcome outcome) {
    assertThat(outcome, instanceOf(Taken.class));
    return (Taken) outcome;
  }

  private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<T>> results = new ArrayList<>();
      for (Callable<T> task : tasks) {
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      start.countDown();
      List<T> all = new ArrayList<>();
      for (Future<T> result : results) {
        all.add(result.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anEmptyRegistryKnowsNothing() {
    try (Registry registry = Registry.open(state())) {
      assertThat(find(registry, "linkedin", TIER_1), is(Optional.empty()));
      assertThat(ownerOf(registry, "linkedin", "Tier 1"), is(Optional.empty()));
      assertThat(registry.lists().all(), empty());
    }
  }

  @Test
  void aRegistrationIsFoundAfterTheRegistryWasClosed() {
    Registration registration = registration(TIER_1, "Tier 1 Ü", "");
    try (Registry registry = Registry.open(state())) {
      lists(registry).put(registration);
    }
    try (Registry registry = Registry.open(state())) {
      assertThat(find(registry, "linkedin", TIER_1), is(Optional.of(registration)));
      assertThat(find(registry, "bombora", TIER_1), is(Optional.empty()));
      assertThat(find(registry, "linkedin", TIER_2), is(Optional.empty()));
    }
  }

  @Test
  void aSecondPutChangesWhatIsRegistered() {
    try (Registry registry = Registry.open(state())) {
      lists(registry).put(registration(TIER_1, "Tier 1", ""));
      Registration later =
          new Registration(
              "linkedin", TIER_1, "Tier one", "99", THEN, THEN.plusSeconds(999), "run-2", 43);
      lists(registry).put(later);
      assertThat(registry.lists().all(), contains(later));
      assertThat(ownerOf(registry, "linkedin", "Tier 1"), is(Optional.empty()));
    }
  }

  @Test
  void aNameIsComparedTrimmedAndWithoutCaseAtItsConnection() {
    Registration registration = registration(TIER_1, " Tier Ä ", "7");
    try (Registry registry = Registry.open(state())) {
      lists(registry).put(registration);
      assertThat(ownerOf(registry, "linkedin", "tIER ä\t"), is(Optional.of(registration)));
      assertThat(ownerOf(registry, "linkedin", "Tier  Ä"), is(Optional.empty()));
      assertThat(ownerOf(registry, "bombora", "Tier Ä"), is(Optional.empty()));
    }
  }

  @Test
  void aPutTakesTheNameOverFromTheOtherAudience() {
    Registration adopted = registration(TIER_2, "TIER 1", "7");
    Registration elsewhere =
        new Registration("bombora", TIER_1, "Tier 1", "8", THEN, THEN, "run-1", 0);
    try (Registry registry = Registry.open(state())) {
      lists(registry).put(elsewhere);
      lists(registry).put(registration(TIER_1, "Tier 1", "7"));
      lists(registry).put(adopted);
      assertThat(registry.lists().all(), contains(elsewhere, adopted));
      assertThat(ownerOf(registry, "linkedin", "Tier 1"), is(Optional.of(adopted)));
    }
  }

  @Test
  void twoAudiencesCanSwapTheirNames() {
    try (Registry registry = Registry.open(state())) {
      lists(registry).put(registration(TIER_1, "A", "1"));
      lists(registry).put(registration(TIER_2, "B", "2"));
      lists(registry).put(registration(TIER_1, "B", "2"));
      lists(registry).put(registration(TIER_2, "A", "1"));
      assertThat(
          registry.lists().all(),
          contains(registration(TIER_1, "B", "2"), registration(TIER_2, "A", "1")));
    }
  }

  @Test
  void oneLookTellsWhatIsRegisteredAndWhoHasTheName() {
    Registration mine = registration(TIER_1, "Tier 1", "7");
    Registration other = registration(TIER_2, " Tier Ä", "8");
    try (Registry registry = Registry.open(state())) {
      lists(registry).put(mine);
      lists(registry).put(other);

      assertThat(
          lists(registry).look("linkedin", TIER_1, "tier ä "),
          is(new Known(Optional.of(mine), Optional.of(other))));
      assertThat(
          lists(registry).look("linkedin", TIER_1, "TIER 1"),
          is(new Known(Optional.of(mine), Optional.of(mine))));
      assertThat(
          lists(registry).look("linkedin", new ListRef("tier-1", "77aa"), "Tier 1"),
          is(new Known(Optional.empty(), Optional.of(mine))));
      assertThat(
          lists(registry).look("linkedin", TIER_2, "Tier 3"),
          is(new Known(Optional.of(other), Optional.empty())));
      assertThat(
          lists(registry).look("bombora", TIER_1, "Tier 1"),
          is(new Known(Optional.empty(), Optional.empty())));
    }
  }

  @Test
  void aRunIsKnownByTheListsThatItWasTheLastToUse() {
    try (Registry registry = Registry.open(state())) {
      lists(registry).put(registration(TIER_1, "Tier 1", "7"));
      lists(registry).put(registration(TIER_2, "Tier 2", "8"));

      assertThat(lists(registry).hasRun("linkedin", "run-1"), is(true));
      assertThat(lists(registry).hasRun("linkedin", "run-2"), is(false));
      assertThat(lists(registry).hasRun("bombora", "run-1"), is(false));
    }
  }

  @Test
  void whatMayWaitIsWrittenTogether() {
    HandClock clock = new HandClock();
    Registration first = registration(TIER_1, "Tier 1", "7");
    Registration second = registration(TIER_2, "Tier 2", "8");
    try (Registry registry = Registry.open(state())) {
      ListRegistry lists = registry.lists(clock);
      lists.putSoon(first);
      assertThat("a run's first is written at once", registry.lists().all(), contains(first));

      lists.putSoon(second);
      lists.remember("linkedin", Map.of(TIER_1, 50L, TIER_2, 60L));
      lists.write(false);
      assertThat(registry.lists().all(), contains(first));
      assertThat(
          lists.look("linkedin", TIER_2, "Tier 1"),
          is(new Known(Optional.of(second.holding(60)), Optional.of(first.holding(50)))));

      clock.pass(WorkerLists.LASTS);
      lists.write(false);
      assertThat(registry.lists().all(), contains(first.holding(50), second.holding(60)));
    }
  }

  @Test
  void whatWaitsIsNotForgottenWhenTheListsAreReadAgain() {
    HandClock clock = new HandClock();
    Registration first = registration(TIER_1, "Tier 1", "7");
    Registration second = registration(TIER_2, "Tier 2", "8");
    ListRef third = new ListRef("tier-3", "c0de");
    try (Registry registry = Registry.open(state())) {
      ListRegistry lists = registry.lists(clock);
      lists.put(first);
      lists.putSoon(second);
      lists.remember("linkedin", Map.of(TIER_1, 50L));
      lists(registry).put(registration(third, "Tier 3", "9"));

      clock.pass(WorkerLists.LASTS);
      assertThat(
          lists.look("linkedin", TIER_2, "Tier 1"),
          is(new Known(Optional.of(second), Optional.of(first.holding(50)))));
      assertThat(
          "what another has written is seen by then",
          lists.look("linkedin", third, "Tier 3").registered().map(Registration::listId),
          is(Optional.of("9")));
      lists.write(true);
      assertThat(registry.lists().all(), hasItems(first.holding(50), second));
    }
  }

  @Test
  void ofNamesThatWaitTheLastOneHolds() {
    try (Registry registry = Registry.open(state())) {
      ListRegistry lists = registry.lists(new HandClock());
      lists.putSoon(registration(TIER_1, "A", "1"));
      lists.putSoon(registration(TIER_2, "B", "2"));
      lists.putSoon(registration(TIER_1, "B", "2"));
      lists.putSoon(registration(TIER_2, "C", "3"));
      assertThat(
          lists.look("linkedin", TIER_2, "B").owner(),
          is(Optional.of(registration(TIER_1, "B", "2"))));
      lists.write(true);
      assertThat(
          registry.lists().all(),
          contains(registration(TIER_1, "B", "2"), registration(TIER_2, "C", "3")));
    }
  }

  @Test
  void membersAreRememberedOfTheListsThatAreRegistered() {
    try (Registry registry = Registry.open(state())) {
      ListRegistry lists = lists(registry);
      lists.put(registration(TIER_1, "Tier 1", "7"));
      lists.put(registration(TIER_2, "Tier 2", "8"));

      lists.remember("linkedin", Map.of(TIER_1, 5_000_000_000L, new ListRef("no", "list"), 3L));
      lists.remember("bombora", Map.of(TIER_2, 9L));
      lists.remember("linkedin", Map.of());
      lists.write(true);

      assertThat(
          registry.lists().all(),
          contains(
              registration(TIER_1, "Tier 1", "7").holding(5_000_000_000L),
              registration(TIER_2, "Tier 2", "8")));
    }
  }

  @Test
  void aRemovedListIsForgotten() {
    try (Registry registry = Registry.open(state())) {
      lists(registry).put(registration(TIER_1, "Tier 1", "7"));
      assertThat(registry.lists().remove("linkedin", TIER_1), is(true));
      assertThat(registry.lists().remove("linkedin", TIER_1), is(false));
      assertThat(registry.lists().all(), empty());
    }
  }

  @Test
  void theOpenerTravelsAndOpensTheSameRegistry() throws Exception {
    Registration registration = registration(TIER_1, "Tier 1", "7");
    try (Registry registry = Registry.open(state())) {
      lists(registry).put(registration);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(RegistryLocation.of(state()).opener());
    }
    try (ObjectInputStream in =
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        DeliveryRegistry opened = ((DeliveryRegistry.Opener) in.readObject()).open()) {
      assertThat(find(opened, "linkedin", TIER_1), is(Optional.of(registration)));
    }
  }

  @Test
  void threadsThatOpenAndPutAtOnceLeaveOneRegistrationPerList() throws Exception {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      String id = "id-" + thread;
      tasks.add(
          () -> {
            try (Registry registry = Registry.open(state())) {
              for (int i = 0; i < 25; i++) {
                lists(registry).put(registration(TIER_1, "Tier 1", id));
                lists(registry).put(registration(new ListRef("own", id), "Own " + id, id));
                assertThat(find(registry, "linkedin", TIER_1).isPresent(), is(true));
              }
            }
            return true;
          });
    }
    assertThat(together(tasks), hasSize(4));
    try (Registry registry = Registry.open(state())) {
      assertThat(registry.lists().all(), hasSize(5));
    }
  }

  @Test
  void aLeaseIsRefusedWithTheNameOfTheRunThatHasIt() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state())) {
      Leases leases = new Leases(registry.transactions(), clock, holder -> false);
      Lease lease = granted(leases.acquire(List.of("linkedin", "bombora"), holder("run-1")));
      assertThat(lease.connections(), contains("bombora", "linkedin"));
      clock.pass(Duration.ofSeconds(20));
      assertThat(leases.heartbeat(lease), empty());
      clock.pass(Duration.ofSeconds(5));
      Taken taken = taken(leases.acquire(List.of("demandbase", "linkedin"), holder("run-2")));
      assertThat(taken.connection(), is("linkedin"));
      assertThat(taken.holder(), is(holder("run-1")));
      assertThat(taken.since(), is(lease.since()));
      assertThat(taken.heartbeatAge(), is(Duration.ofSeconds(5)));
      assertThat(
          taken.words(),
          allOf(containsString("run-1"), containsString("host-a"), containsString("4711")));
    }
  }

  @Test
  void aRefusedLeaseTakesNothing() {
    try (Registry registry = Registry.open(state())) {
      Leases leases = new Leases(registry.transactions(), new HandClock(), holder -> false);
      granted(leases.acquire(List.of("linkedin"), holder("run-1")));
      taken(leases.acquire(List.of("bombora", "linkedin"), holder("run-2")));
      granted(leases.acquire(List.of("bombora"), holder("run-3")));
    }
  }

  @Test
  void aLivingLeaseIsNotSharedEvenWithItsOwnHolder() {
    try (Registry registry = Registry.open(state())) {
      Leases leases = new Leases(registry.transactions(), new HandClock(), holder -> false);
      granted(leases.acquire(List.of("linkedin"), holder("run-1")));
      taken(leases.acquire(List.of("linkedin"), holder("run-1")));
    }
  }

  @Test
  void aReleasedLeaseIsFree() {
    try (Registry registry = Registry.open(state())) {
      Leases leases = new Leases(registry.transactions(), new HandClock(), holder -> false);
      Lease lease = granted(leases.acquire(List.of("linkedin"), holder("run-1")));
      leases.release(lease);
      leases.release(lease);
      granted(leases.acquire(List.of("linkedin"), holder("run-2")));
    }
  }

  @Test
  void aLeaseLivesAMinuteAfterItsLastHeartbeatAndNoLonger() {
    HandClock clock = new HandClock();
    try (Registry registry = Registry.open(state())) {
      Leases leases = new Leases(registry.transactions(), clock, holder -> false);
      Lease first = granted(leases.acquire(List.of("bombora", "linkedin"), holder("run-1")));
      clock.pass(Duration.ofSeconds(50));
      assertThat(leases.heartbeat(first), empty());
      clock.pass(Duration.ofSeconds(60));
      taken(leases.acquire(List.of("linkedin"), holder("run-2")));
      clock.pass(Duration.ofMillis(1));
      Lease second = granted(leases.acquire(List.of("linkedin"), holder("run-2")));

      assertThat(leases.heartbeat(first), contains("linkedin"));
      leases.release(first);
      assertThat(leases.heartbeat(second), empty());
      granted(leases.acquire(List.of("bombora"), holder("run-3")));
    }
  }

  @Test
  void aHolderWhoseClockIsAheadIsNotTakenForDead() {
    HandClock ahead = new HandClock();
    ahead.pass(Duration.ofMinutes(10));
    try (Registry registry = Registry.open(state())) {
      granted(
          new Leases(registry.transactions(), ahead, holder -> false)
              .acquire(List.of("linkedin"), holder("run-1")));
      Leases leases = new Leases(registry.transactions(), new HandClock(), holder -> false);
      assertThat(
          taken(leases.acquire(List.of("linkedin"), holder("run-2"))).heartbeatAge(),
          is(Duration.ZERO));
    }
  }

  @Test
  void aGoneProcessesLeaseIsFreeAtOnce() {
    try (Registry registry = Registry.open(state())) {
      Leases leases =
          new Leases(
              registry.transactions(), new HandClock(), holder -> holder.run().equals("run-1"));
      Lease first = granted(leases.acquire(List.of("linkedin"), holder("run-1")));
      granted(leases.acquire(List.of("linkedin"), holder("run-2")));
      taken(leases.acquire(List.of("linkedin"), holder("run-3")));
      assertThat(leases.heartbeat(first), contains("linkedin"));
    }
  }

  @Test
  void ofThreadsThatAskAtOnceOneIsGrantedTheLease() throws Exception {
    HandClock clock = new HandClock();
    List<Callable<LeaseOutcome>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      LeaseHolder me = holder("run-" + thread);
      List<String> connections =
          thread % 2 == 0 ? List.of("linkedin", "bombora") : List.of("bombora", "linkedin");
      tasks.add(
          () -> {
            try (Registry registry = Registry.open(state())) {
              return new Leases(registry.transactions(), clock, holder -> false)
                  .acquire(connections, me);
            }
          });
    }
    List<LeaseOutcome> outcomes = together(tasks);
    assertThat(outcomes.stream().filter(Granted.class::isInstance).toList(), hasSize(1));
  }

  @Test
  void ofProcessesThatAskAtOnceOneIsGrantedTheLease() throws Exception {
    try (OtherProcess one = OtherProcess.start(state().registry(), "run-1");
        OtherProcess two = OtherProcess.start(state().registry(), "run-2")) {
      askBoth(one, two, "ready");
      assertThat(askBoth(one, two, "open"), contains("opened", "opened"));
      for (int round = 0; round < 10; round++) {
        List<String> outcomes = askBoth(one, two, "acquire linkedin bombora");
        assertThat(
            outcomes,
            is(
                outcomes.get(0).equals("granted")
                    ? List.of("granted", "taken by run-1")
                    : List.of("taken by run-2", "granted")));
        assertThat(askBoth(one, two, "release"), contains("released", "released"));
      }
    }
  }

  @Test
  void processesThatPutOneListAtOnceLeaveOneRegistration() throws Exception {
    try (OtherProcess one = OtherProcess.start(state().registry(), "run-1");
        OtherProcess two = OtherProcess.start(state().registry(), "run-2")) {
      askBoth(one, two, "ready");
      assertThat(askBoth(one, two, "open"), contains("opened", "opened"));
      assertThat(askBoth(one, two, "put tier-1 5f3a Tier-1 15"), contains("put", "put"));
      one.tell("put tier-1 5f3a Tier-1 15");
      two.tell("put tier-2 77aa TIER-1 15");
      assertThat(List.of(one.answer(), two.answer()), contains("put", "put"));
    }
    try (Registry registry = Registry.open(state())) {
      assertThat(registry.lists().all(), hasSize(1));
    }
  }

  @Test
  void aKilledProcessesLeaseIsFreeAtOnceOnItsHost() throws Exception {
    try (OtherProcess other = OtherProcess.start(state().registry(), "run-1");
        Registry registry = Registry.open(state())) {
      assertThat(other.ask("open"), is("opened"));
      assertThat(other.ask("acquire linkedin"), is("granted"));
      Leases leases = registry.leases(Clock.systemUTC());
      LeaseHolder me = LeaseHolder.ofThisProcess("run-2");
      assertThat(taken(leases.acquire(List.of("linkedin"), me)).holder().run(), is("run-1"));
      other.kill();
      granted(leases.acquire(List.of("linkedin"), me));
    }
  }

  @Test
  void aNewerMustersRegistryIsRefused() throws Exception {
    Registry.open(state()).close();
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO \"muster_schema_history\" (\"installed_rank\", \"version\", \"description\","
              + " \"type\", \"script\", \"checksum\", \"installed_by\", \"execution_time\","
              + " \"success\") VALUES (9, '99', 'later', 'SQL', 'V99.sql', 1, 'x', 1, TRUE)");
    }
    RegistryException refused = assertThrows(RegistryException.class, () -> Registry.open(state()));
    assertThat(refused.getMessage(), allOf(containsString("newer Muster"), containsString("99")));
  }

  @Test
  void aDatabaseThatHoldsOtherTablesIsShared() throws Exception {
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE somebody_elses (id INTEGER PRIMARY KEY)");
    }
    try (Registry registry = Registry.open(state())) {
      assertThat(registry.lists().all(), empty());
    }
    try (Registry registry = Registry.open(state())) {
      assertThat(registry.lists().all(), empty());
    }
  }

  /** As an older Muster has left it. */
  void migrateTo(String version) throws SQLException {
    try (ConnectionSource source = source()) {
      source.migrate(
          database ->
              Flyway.configure()
                  .configuration(Schema.flyway(database).getConfiguration())
                  .target(version)
                  .load()
                  .migrate());
    }
  }

  /** What Flyway has to say of the tables. */
  private void askFlyway(Consumer<MigrationInfoService> question) throws SQLException {
    try (ConnectionSource source = source()) {
      source.migrate(database -> question.accept(Schema.flyway(database).info()));
    }
  }

  @Test
  void whatTheFirstSchemaHeldIsKept() throws Exception {
    migrateTo("1");
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO muster_list VALUES ('linkedin', 'tier-1', '5f3a', 'Tier 1', 'tier 1', '7',"
              + " TIMESTAMP WITH TIME ZONE '2026-11-20 10:00:00.123456+00',"
              + " TIMESTAMP WITH TIME ZONE '2026-11-20 10:01:00.123456+00', 'run-1')");
      statement.execute(
          "INSERT INTO muster_lease VALUES ('linkedin', 'run-1', 'host-a', 'machine-a', 4711,"
              + " TIMESTAMP WITH TIME ZONE '2026-11-20 10:00:00+00',"
              + " TIMESTAMP WITH TIME ZONE '2026-11-20 10:00:00+00',"
              + " TIMESTAMP WITH TIME ZONE '2026-11-20 10:00:30+00')");
    }
    try (Registry registry = Registry.open(state())) {
      assertThat(registry.lists().all(), contains(registration(TIER_1, "Tier 1", "7").holding(0)));
      BudgetBook.Writer writer = new BudgetBook.Writer("linkedin", "run-1");
      assertThat(
          registry
              .budgets()
              .draw(writer, "linkedin", new CallLimit("companies", 5, 9), 9, THEN)
              .calls(),
          is(5));
    }
  }

  @Test
  void aSnapshotShowsTheListsOfAnEarlierSchemaAndLeavesItSo() throws Exception {
    migrateTo("4");
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO muster_list VALUES ('linkedin', 'tier-1', '5f3a', 'Tier 1', 'tier 1', '7',"
              + " TIMESTAMP WITH TIME ZONE '2026-11-20 10:00:00.123456+00',"
              + " TIMESTAMP WITH TIME ZONE '2026-11-20 10:01:00.123456+00', 'run-1', 0)");
    }

    assertThat(
        RegistrySnapshot.of(state()).orElseThrow().lists(),
        contains(registration(TIER_1, "Tier 1", "7").holding(0)));

    askFlyway(info -> assertThat(info.current().getVersion().getVersion(), is("4")));
  }

  @Test
  void aConnectionThatHasListsIsKnownByItsAccount() {
    try (Registry registry = Registry.open(state())) {
      ConnectionAccounts accounts = registry.accounts();
      assertThat(accounts.claim(List.of(connection("linkedin", "1"))), is(empty()));
      assertThat(
          "it has no list", accounts.claim(List.of(connection("linkedin", "2"))), is(empty()));

      lists(registry).put(registration(TIER_1, "Tier 1", "7"));

      assertThat(accounts.claim(List.of(connection("linkedin", "2"))), is(empty()));
      assertThat(
          accounts.claim(List.of(connection("crm", "9"), connection("linkedin", "1"))),
          contains(
              allOf(
                  containsString("connection linkedin"),
                  containsString("linkedin-companies account 2"),
                  containsString("account 1 now"))));
      assertThat("all or none", accounts.claim(List.of(connection("crm", "8"))), is(empty()));
    }
    RegistrySnapshot snapshot = RegistrySnapshot.of(state()).orElseThrow();
    assertThat(snapshot.elsewhere(List.of(connection("linkedin", "2"))), is(empty()));
    assertThat(snapshot.elsewhere(List.of(connection("linkedin", "1"))), hasSize(1));
  }

  @Test
  void aListIsFoundUnderItsNameAtAnotherConnectionToTheSameAccount() {
    try (Registry registry = Registry.open(state())) {
      registry
          .accounts()
          .claim(
              List.of(connection("linkedin", "1"), connection("emea", "1"), connection("us", "2")));
      Registration known = registration(TIER_1, "Tier 1", "7");
      ListRegistry lists = lists(registry);
      lists.put(known);

      assertThat(lists.holderElsewhere("emea", "7", " TIER 1"), is(Optional.of(known)));
      assertThat(lists.holderElsewhere("emea", "8", "Tier 1"), is(Optional.empty()));
      assertThat(lists.holderElsewhere("emea", "7", "Tier 2"), is(Optional.empty()));
      assertThat("another account", lists.holderElsewhere("us", "7", "Tier 1").isEmpty(), is(true));
      assertThat("nobody knows", lists.holderElsewhere("new", "7", "Tier 1").isEmpty(), is(true));
      assertThat(
          "its own is none elsewhere",
          lists.holderElsewhere("linkedin", "7", "Tier 1").isEmpty(),
          is(true));
    }
  }

  @Test
  void anEarlierMustersListsAreAtTheAccountThatTheNextRunNames() throws Exception {
    migrateTo("5");
    try (Registry registry = Registry.open(state())) {
      lists(registry).put(registration(TIER_1, "Tier 1", "7"));
      assertThat(registry.accounts().claim(List.of(connection("linkedin", "1"))), is(empty()));
      assertThat(registry.accounts().claim(List.of(connection("linkedin", "2"))), hasSize(1));
    }
  }

  private static io.muster.workspace.Connection connection(String name, String account) {
    return new io.muster.workspace.Connection(
        name,
        "linkedin-companies",
        "",
        account,
        new Auth.StaticToken(new ConfigValue.FromEnvironment("TOKEN")),
        "https://vendor.test",
        "https://vendor.test/token",
        name,
        Map.of(),
        new Limits(5000, 300, Limits.UNLIMITED),
        new DeliverySettings(
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            100));
  }

  @Test
  void theNewestMigrationIsTheOneThatAnOpeningLooksFor() throws Exception {
    Registry.open(state()).close();
    askFlyway(
        info -> {
          assertThat(info.current().getVersion().getVersion(), is(Integer.toString(Schema.NEWEST)));
          assertThat(info.pending().length, is(0));
        });
  }

  private ConnectionSource source() {
    return RegistryLocation.of(state()) instanceof RegistryServer server
        ? PostgresSource.of(server, name -> Optional.empty())
        : H2Source.in(Path.of(state().registry()));
  }

  private static List<String> askBoth(OtherProcess one, OtherProcess two, String command)
      throws IOException {
    one.tell(command);
    two.tell(command);
    return List.of(one.answer(), two.answer());
  }

  private static ListRegistry lists(DeliveryRegistry registry) {
    return registry.lists(Clock.systemUTC());
  }

  private static Optional<Registration> find(
      DeliveryRegistry registry, String connection, ListRef list) {
    return lists(registry).look(connection, list, "no list's name").registered();
  }

  private static Optional<Registration> ownerOf(
      DeliveryRegistry registry, String connection, String name) {
    return lists(registry).look(connection, new ListRef("no", "audience"), name).owner();
  }
}
