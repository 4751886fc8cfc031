package io.muster.destination;

import static io.muster.destination.VendorFixture.accepted;
import static io.muster.destination.VendorFixture.batch;
import static io.muster.destination.VendorFixture.kind;
import static io.muster.destination.VendorFixture.member;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.muster.destination.VendorLists.JobState;
import io.muster.destination.VendorLists.ListName;
import io.muster.destination.VendorLists.VendorList;
import io.muster.model.Member;
import io.muster.model.Standing;
import io.muster.sandbox.ManualClock;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.vendor.Vendor;
import io.muster.vendor.CallBudget;
import io.muster.vendor.HttpTimeouts;
import io.muster.vendor.VendorHttpClient;
import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Secrets;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each destination against its simulator, which knows the truth about the lists. */
class SandboxRoundTripTest {

  private static final ListName NAME = new ListName("Tier 1 accounts", "muster-tier-1");
  private static final ListName OTHER_NAME = new ListName("Tier 2 accounts", "muster-tier-1");

  private static final ConfigValue CLIENT_ID = new ConfigValue.Literal("sandbox-client");
  private static final ConfigValue CLIENT_SECRET = new ConfigValue.Literal("sandbox-secret");
  private static final Auth CLIENT = new Auth.ClientCredentials(CLIENT_ID, CLIENT_SECRET);
  private static final Auth REFRESH =
      new Auth.RefreshToken(
          CLIENT_ID, CLIENT_SECRET, new ConfigValue.Literal("sandbox-refresh-token"));

  /** A destination, where its simulator is, and how its members are named. */
  @SuppressWarnings("ImmutableEnumChecker") // destinations are stateless
  private enum Side {
    DEMANDBASE("demandbase", Vendor.DEMANDBASE, CLIENT, "identity:primaryId", "id-%s"),
    DEMANDBASE_PEOPLE(
        "demandbase-people", Vendor.DEMANDBASE_PEOPLE, CLIENT, "externalPersonId", "id-%s"),
    LINKEDIN(
        "linkedin-companies", Vendor.LINKEDIN, REFRESH, "companyWebsiteDomain", "%s.example.com"),
    BOMBORA("bombora", Vendor.BOMBORA, CLIENT, "companyWebsiteDomain", "%s.example.com");

    private final Destination destination;
    private final Vendor vendor;
    private final Auth auth;
    private final String key;
    private final String pattern;

    Side(String name, Vendor vendor, Auth auth, String key, String pattern) {
      this.destination = Destinations.load().require(name);
      this.vendor = vendor;
      this.auth = auth;
      this.key = key;
      this.pattern = pattern;
    }

    String value(String name) {
      return pattern.formatted(name);
    }

    Member named(String name) {
      return switch (this) {
        case DEMANDBASE ->
            member(key, value(name), "accountName", name, "accountEmailDomain", name + ".com");
        case DEMANDBASE_PEOPLE ->
            member(
                key,
                value(name),
                "identity:email",
                name + "@example.com",
                "firstName",
                name,
                "lastName",
                "Test");
        case LINKEDIN -> member(key, value(name), "companyName", name);
        case BOMBORA -> member(key, value(name));
      };
    }
  }

  private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T10:00:00Z"));
  private Sandbox sandbox;
  private VendorHttpClient client;
  private VendorHttpClient impatient;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.defaults(), clock);
    client = client(Duration.ofSeconds(20));
    // Gives up before the faults' delay is over; what it gives up is repeated.
    impatient = client(Duration.ofMillis(500));
  }

  @AfterEach
  void stop() {
    client.close();
    impatient.close();
    sandbox.close();
  }

  private VendorHttpClient client(Duration response) {
    return new VendorHttpClient(
        new HttpTimeouts(Duration.ofSeconds(20), response, Duration.ofSeconds(40)),
        Secrets.ofProcess(),
        clock);
  }

  @ParameterizedTest
  @EnumSource
  void makesFindsFillsAndEndsAListWithoutBreakingARule(Side side) {
    VendorLists lists = open(side);
    accepted(lists.checkCredential());

    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
    VendorList list = accepted(lists.create(NAME));
    assertThat(accepted(lists.find(NAME)).map(VendorList::id), is(Optional.of(list.id())));

    deliver(lists, batch(list.id(), Action.ADD, named(side, "acme", "globex", "initech")));
    deliver(lists, batch(list.id(), Action.REMOVE, named(side, "globex")));
    assertThat(members(side, NAME), is(values(side, "acme", "initech")));

    if (side.destination.spec().lifecycle().renames()) {
      accepted(lists.rename(list.id(), OTHER_NAME));
      assertThat(members(side, OTHER_NAME), is(values(side, "acme", "initech")));
      accepted(lists.delete(list.id()));
      assertThat(sandbox.list(side.vendor, OTHER_NAME.name()), is(Optional.empty()));
      assertThat(kind(lists.delete(list.id())), is("ListGone"));
    }
    assertThat(sandbox.breaches(), is(empty()));
  }

  @ParameterizedTest
  @EnumSource
  void readsBackWhatTheVendorMadeOfAList(Side side) {
    VendorLists lists = open(side);
    String id = accepted(lists.create(NAME)).id();
    deliver(lists, batch(id, Action.ADD, named(side, "acme", "globex", "initech")));
    deliver(lists, batch(id, Action.REMOVE, named(side, "globex")));

    OptionalLong none = OptionalLong.empty();
    assertThat(
        accepted(lists.standing(id)),
        is(
            switch (side) {
              case DEMANDBASE, DEMANDBASE_PEOPLE -> Standing.of("completed");
              // The simulator matches each company, and each brings 20 people.
              case LINKEDIN -> new Standing("READY", none, OptionalLong.of(2), OptionalLong.of(40));
              case BOMBORA -> new Standing("", OptionalLong.of(2), none, none);
            }));
    assertThat(sandbox.breaches(), is(empty()));
  }

  @Test
  void saysThatBomboraHasNotDoneAllYet() {
    sandbox.configure(now -> now.bombora(o -> o.withPendingUpdateTime(Duration.ofMinutes(5))));
    VendorLists lists = open(Side.BOMBORA);
    String id = accepted(lists.create(NAME)).id();
    accepted(lists.send(batch(id, Action.ADD, named(Side.BOMBORA, "acme", "globex"))));

    OptionalLong none = OptionalLong.empty();
    assertThat(accepted(lists.standing(id)), is(Standing.of("pendingUpdate")));
    clock.advance(Duration.ofMinutes(5));
    assertThat(accepted(lists.standing(id)), is(new Standing("", OptionalLong.of(2), none, none)));
  }

  @ParameterizedTest
  @EnumSource
  void findsAListThatSomebodyMadeAMomentBefore(Side side) {
    VendorLists lists = open(side);
    assertThat(accepted(lists.find(NAME)), is(Optional.empty()));
    sandbox.faults().order(Fault.of(FaultKind.CREATE_RACE).times(1));

    assertThat(kind(lists.create(NAME)), is(side == Side.LINKEDIN ? "LIST_PENDING" : "Refused"));

    VendorList found = accepted(lists.find(NAME)).orElseThrow();
    deliver(lists, batch(found.id(), Action.ADD, named(side, "acme")));
    assertThat(members(side, NAME), is(values(side, "acme")));
    assertThat(found.ours(), is(side == Side.LINKEDIN));
    assertThat(sandbox.breaches(), is(empty()));
  }

  static Stream<Arguments> faults() {
    List<Arguments> all = new ArrayList<>();
    for (Side side : Side.values()) {
      for (FaultKind kind : FaultKind.values()) {
        if (isOvercome(side, kind)) {
          all.add(Arguments.of(side, kind));
        }
      }
    }
    return all.stream();
  }

  /** Whether repeating mends it; the others end in a refusal, as they should. */
  private static boolean isOvercome(Side side, FaultKind kind) {
    return switch (kind) {
      case REJECT_ELEMENTS, REJECT_BATCH, REVOKE -> false;
      case NOT_FOUND, SHORT_RESULTS -> side == Side.LINKEDIN;
      case JOB_FAILS -> side == Side.DEMANDBASE || side == Side.DEMANDBASE_PEOPLE;
      default -> true;
    };
  }

  @ParameterizedTest
  @MethodSource("faults")
  void endsWithTheRightMembersAfterAFault(Side side, FaultKind kind) {
    String id = accepted(open(side).create(NAME)).id();
    VendorLists lists = open(side, impatient);
    Fault fault =
        Fault.of(kind)
            .path("/(companies|data|accounts|delete-accounts)$")
            .delay(Duration.ofMillis(700))
            .times(1);

    int calls = sandbox.calls().size();
    sandbox.faults().order(fault);
    deliver(lists, batch(id, Action.ADD, named(side, "acme", "globex", "initech")));
    sandbox.faults().order(fault);
    deliver(lists, batch(id, Action.REMOVE, named(side, "globex")));

    assertThat(members(side, NAME), is(values(side, "acme", "initech")));
    assertThat(sandbox.calls().size(), is(greaterThan(calls + 1)));
  }

  /** Repeats a batch as a caller would, until nothing of it is left. */
  private void deliver(VendorLists lists, MemberBatch batch) {
    List<MemberBatch.Operation> left = batch.operations();
    for (int attempt = 1; !left.isEmpty(); attempt++) {
      assertThat("attempts", attempt <= 10, is(true));
      left = left(lists, new MemberBatch(batch.listId(), left));
      clock.advance(Duration.ofSeconds(1));
    }
  }

  private List<MemberBatch.Operation> left(VendorLists lists, MemberBatch batch) {
    VendorAnswer<Receipt> answer = lists.send(batch);
    if (answer instanceof VendorAnswer.Retry) {
      return batch.operations();
    }
    Receipt receipt = accepted(answer);
    if (receipt instanceof Receipt.Queued queued) {
      JobState end = end(lists, batch.listId(), queued.job());
      return end == JobState.COMPLETED ? List.of() : batch.operations();
    }
    List<Receipt.ElementResult> results = ((Receipt.Decided) receipt).results();
    List<MemberBatch.Operation> again = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).verdict() != Receipt.Verdict.ACCEPTED) {
        again.add(batch.operations().get(i));
      }
    }
    return again;
  }

  private JobState end(VendorLists lists, String listId, String job) {
    JobState state = JobState.RUNNING;
    for (int look = 1; state == JobState.RUNNING; look++) {
      assertThat("looks", look <= 10, is(true));
      clock.advance(Duration.ofSeconds(1));
      VendorAnswer<JobState> answer = lists.poll(listId, job);
      state = answer instanceof VendorAnswer.Retry ? state : accepted(answer);
    }
    return state;
  }

  private VendorLists open(Side side) {
    return open(side, client);
  }

  private VendorLists open(Side side, VendorHttpClient client) {
    return side.destination.open(
        Connections.to(
            side.destination,
            side.auth,
            sandbox.endpoint(side.vendor).toString(),
            sandbox.tokenEndpoint(side.vendor).toString()),
        client.within(CallBudget.unlimited()));
  }

  private Set<String> members(Side side, ListName name) {
    return sandbox.list(side.vendor, name.name()).orElseThrow().identifiers();
  }

  private static Member[] named(Side side, String... names) {
    return Stream.of(names).map(side::named).toArray(Member[]::new);
  }

  private static Set<String> values(Side side, String... names) {
    return new TreeSet<>(Stream.of(names).map(side::value).toList());
  }
}
