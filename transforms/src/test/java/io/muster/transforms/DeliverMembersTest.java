package io.muster.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.muster.delivery.ConnectionPlan;
import io.muster.model.Counts;
import io.muster.model.LedgerLine;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.sandbox.vendor.Vendor;
import io.muster.workspace.DeliverySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When batches go out, and that lists end as the newest changes say. */
class DeliverMembersTest extends DeliveryTestBase {

  private ConnectionPlan bombora() {
    return plan(Vendor.BOMBORA, 1_000, PATIENT);
  }

  private List<String> sent() {
    return delivered.ledger().stream().map(line -> line.action() + " " + line.members()).toList();
  }

  private List<Instant> moments() {
    return delivered.ledger().stream().map(LedgerLine::at).toList();
  }

  private String counts() {
    Counts counts = delivered.counts("a1");
    return "activated %d, added %d, removed %d, failed %d, unchanged %d, superseded %d, calls %d"
        .formatted(
            counts.activated(),
            counts.added(),
            counts.removed(),
            counts.failed(),
            counts.unchanged(),
            counts.superseded(),
            counts.calls());
  }

  @Test
  void batchGoesOutWhenItsAgeIsReached() {
    run(
        script()
            .bundle(join("p1", "acme.com", 1))
            .pause(BATCH_AGE.minusMillis(1))
            .bundle(join("p2", "globex.com", 1))
            .pause(Duration.ofMillis(1))
            .bundle(join("p3", "initech.com", 1)),
        bombora());

    assertThat(sent(), contains("add 2", "add 1"));
    assertThat(moments(), contains(START.plus(BATCH_AGE), START.plus(BATCH_AGE)));
    assertThat(members(Vendor.BOMBORA), contains("acme.com", "globex.com", "initech.com"));
  }

  @Test
  void fullBatchGoesOutAtOnceWhenHalfOfWhatMayWaitIsThere() {
    DeliverySettings forgetful =
        new DeliverySettings(
            PATIENT.maxBatchAge(),
            PATIENT.retryFor(),
            PATIENT.firstRetry(),
            PATIENT.pollEvery(),
            4);
    run(
        script()
            .bundle(
                join("p1", "acme.com", 1),
                join("p2", "globex.com", 1),
                join("p3", "initech.com", 1))
            .pause(Duration.ofSeconds(10)),
        plan(Vendor.BOMBORA, 2, forgetful));

    assertThat(sent(), contains("add 2", "add 1"));
    assertThat(moments(), contains(START, START.plusSeconds(10)));
  }

  @Test
  void aWorkerSaysThatItsRunLivesAsSoonAsItIsThere() {
    run(script().bundle(join("p1", "acme.com", 1)), bombora());
    assertThat(registry.get().beats(), is(greaterThan(0)));
  }

  @Test
  void whatWaitsGoesOutAtTheEndOfTheInput() {
    run(
        script()
            .bundle(join("p1", "acme.com", 1), join("p2", "globex.com", 1))
            .bundle(leave("p3", "initech.com", 1)),
        bombora());

    assertThat(sent(), containsInAnyOrder("add 2", "remove 1"));
    assertThat(members(Vendor.BOMBORA), contains("acme.com", "globex.com"));
    assertThat(delivered.letters(), is(empty()));
    assertThat(sandbox.breaches(), is(empty()));
  }

  @Test
  void noInputMakesNoCall() {
    run(script().pause(BATCH_AGE), bombora());
    assertThat(sandbox.calls(), is(empty()));
    assertThat(delivered.ledger(), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"012", "021", "102", "120", "201", "210"})
  void addRemoveAddInOneBundleEndsAsTheNewestSaysInAnyOrder(String order) {
    List<MembershipChange> changes =
        List.of(join("p1", "acme.com", 1), leave("p1", "acme.com", 2), join("p1", "acme.com", 3));
    run(
        script().bundle(order.chars().mapToObj(digit -> changes.get(digit - '0')).toList()),
        bombora());

    assertThat(members(Vendor.BOMBORA), contains("acme.com"));
    assertThat(
        counts(),
        is("activated 1, added 1, removed 0, failed 0, unchanged 0, superseded 2, calls 1"));
  }

  @Test
  void addRemoveAddAcrossBundlesEndsAsTheNewestSays() {
    run(
        script()
            .bundle(join("p1", "acme.com", 1))
            .pause(BATCH_AGE)
            .bundle(leave("p1", "acme.com", 2))
            .pause(BATCH_AGE)
            .bundle(join("p1", "acme.com", 3)),
        bombora());

    assertThat(members(Vendor.BOMBORA), contains("acme.com"));
    assertThat(sent(), contains("add 1", "remove 1", "add 1"));
    assertThat(
        counts(),
        is("activated 3, added 2, removed 1, failed 0, unchanged 0, superseded 0, calls 3"));
  }

  @Test
  void addRemoveAddAcrossBundlesOutOfOrderEndsAsTheNewestSays() {
    run(
        script()
            .bundle(leave("p1", "acme.com", 2))
            .pause(BATCH_AGE)
            .bundle(join("p1", "acme.com", 3))
            .pause(BATCH_AGE)
            .bundle(join("p1", "acme.com", 1)),
        bombora());

    assertThat(members(Vendor.BOMBORA), contains("acme.com"));
    assertThat(sent(), contains("remove 1", "add 1"));
    assertThat(
        counts(),
        is("activated 2, added 1, removed 1, failed 0, unchanged 0, superseded 1, calls 2"));
  }

  @Test
  void removeAndAddThatMeetBeforeTheyAreSentStayOwed() {
    run(
        script()
            .bundle(join("p1", "acme.com", 1))
            .pause(BATCH_AGE)
            .bundle(leave("p1", "acme.com", 2))
            .bundle(join("p1", "acme.com", 3)),
        bombora());

    assertThat(members(Vendor.BOMBORA), contains("acme.com"));
    assertThat(
        counts(),
        is("activated 2, added 2, removed 0, failed 0, unchanged 0, superseded 1, calls 2"));
  }

  @Test
  void sharedDomainStaysUntilTheLastAccountLeaves() {
    run(
        script()
            .bundle(join("p1", "acme.com", 1), join("p2", "acme.com", 2))
            .pause(BATCH_AGE)
            .bundle(leave("p2", "acme.com", 3), join("p3", "globex.com", 3))
            .pause(BATCH_AGE),
        bombora());

    assertThat(members(Vendor.BOMBORA), contains("acme.com", "globex.com"));
  }

  @Test
  void sharedDomainGoesWithTheLastAccount() {
    run(
        script()
            .bundle(join("p1", "acme.com", 1), join("p2", "acme.com", 2))
            .pause(BATCH_AGE)
            .bundle(leave("p2", "acme.com", 3))
            .pause(BATCH_AGE)
            .bundle(leave("p1", "acme.com", 4)),
        bombora());

    assertThat(members(Vendor.BOMBORA), is(empty()));
    assertThat(sent(), contains("add 1", "remove 1"));
    assertThat(
        counts(),
        is("activated 3, added 1, removed 1, failed 0, unchanged 1, superseded 0, calls 2"));
  }

  @Test
  void changedDomainTakesTheOldMembersPlace() {
    run(
        script()
            .bundle(join("p1", "acme.com", 1))
            .pause(BATCH_AGE)
            .bundle(join("p1", "acme-group.com", 2)),
        bombora());

    assertThat(members(Vendor.BOMBORA), contains("acme-group.com"));
    assertThat(
        counts(),
        is("activated 2, added 2, removed 1, failed 0, unchanged 0, superseded 0, calls 3"));
  }

  @Test
  void exactRepeatMakesNoCall() {
    MembershipChange change = join("p1", "acme.com", 1);
    run(script().bundle(change).pause(BATCH_AGE).bundle(change).pause(BATCH_AGE), bombora());

    assertThat(sent(), contains("add 1"));
    assertThat(
        counts(),
        is("activated 1, added 1, removed 0, failed 0, unchanged 1, superseded 0, calls 1"));
  }

  @Test
  void exactRepeatRidesAlongWithTheFirst() {
    MembershipChange change = join("p1", "acme.com", 1);
    run(script().bundle(change).bundle(change), bombora());

    assertThat(
        counts(),
        is("activated 2, added 1, removed 0, failed 0, unchanged 0, superseded 0, calls 1"));
  }

  @Test
  void exitThatNamesNothingOfAProfileNeverSeenIsExcluded() {
    run(script().bundle(changeOf("p1", null, 1, true)), bombora());

    assertThat(delivered.ledger(), is(empty()));
    assertThat(delivered.letters().get(0).reason(), is(Reason.NO_MEMBER_KEY));
    assertThat(delivered.counts("a1").excluded(), is(1L));
    assertThat(delivered.counts("a1").byCode(), is(Map.of("NO_MEMBER_KEY", 1L)));
  }

  /** The newest change of each profile decides, whatever the order, the bundles and the pauses. */
  @Test
  void listEndsAsTheNewestChangesSayHoweverTheyCome() {
    long seed = RandomGenerator.getDefault().nextLong();
    Random random = new Random(seed);
    List<MembershipChange> changes = new ArrayList<>();
    Map<String, MembershipChange> newest = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      String profile = "p" + random.nextInt(30);
      String domain = "company-%d.com".formatted(random.nextInt(20));
      MembershipChange change =
          change(profile, domain, random.nextInt(500), random.nextInt(3) == 0);
      changes.add(change);
      newest.merge(
          profile,
          change,
          (one, other) -> one.version().compareTo(other.version()) > 0 ? one : other);
    }
    Set<String> expected = new TreeSet<>();
    for (MembershipChange change : newest.values()) {
      if (!change.version().exit()) {
        expected.add(change.member().field("companyWebsiteDomain"));
      }
    }
    Collections.shuffle(changes, random);
    DeliveryScript<MembershipChange> script = script();
    for (int from = 0; from < changes.size(); ) {
      int to = Math.min(changes.size(), from + 1 + random.nextInt(80));
      script = script.bundle(changes.subList(from, to));
      script = random.nextBoolean() ? script.pause(BATCH_AGE) : script;
      from = to;
    }
    run(script, plan(Vendor.BOMBORA, 7, PATIENT));

    String where = "seed " + seed;
    assertThat(where, members(Vendor.BOMBORA), is(expected));
    Counts counts = delivered.counts("a1");
    assertThat(where, counts.activated() + counts.unchanged() + counts.superseded(), is(400L));
    assertThat(where, delivered.letters(), is(empty()));
    assertThat(where, sandbox.breaches(), is(empty()));
  }
}
