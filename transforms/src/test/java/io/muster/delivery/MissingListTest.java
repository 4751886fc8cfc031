package io.muster.delivery;

import static io.muster.destination.VendorFixture.accepted;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.destination.Connections;
import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.destination.VendorLists;
import io.muster.destination.VendorLists.ListName;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.vendor.Vendor;
import io.muster.vendor.CallBudget;
import io.muster.vendor.HttpTimeouts;
import io.muster.vendor.VendorHttpClient;
import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Secrets;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When a list counts as missing, over HTTP at Bombora's simulator. That vendor shows nobody who has
 * made a list, so one that was renamed by hand is found by its id alone: looked for by its name it
 * would be made a second time.
 */
class MissingListTest {

  private static final String AUDIENCE = "a1";
  private static final String NAME = "List one";
  private static final String BY_HAND = "Renamed by hand";

  private static final Auth CLIENT =
      new Auth.ClientCredentials(
          new ConfigValue.Literal("sandbox-client"), new ConfigValue.Literal("sandbox-secret"));

  private Sandbox sandbox;
  private VendorHttpClient client;
  private VendorLists lists;
  private DeliveryRig rig;

  @BeforeEach
  void start() throws IOException {
    MutableClock clock = new MutableClock();
    sandbox = Sandbox.start(SandboxConfig.defaults().withoutRates(), clock);
    client =
        new VendorHttpClient(
            new HttpTimeouts(
                Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(40)),
            Secrets.ofProcess(),
            clock);
    Destination bombora = Destinations.load().require("bombora");
    lists =
        bombora.open(
            Connections.to(
                bombora,
                CLIENT,
                sandbox.endpoint(Vendor.BOMBORA).toString(),
                sandbox.tokenEndpoint(Vendor.BOMBORA).toString()),
            client.within(CallBudget.unlimited()));
    rig = new DeliveryRig(lists, new SplittableRandom(1), 10, false, clock);
    rig.usePlan(10, false, List.of(DeliveryRig.audience(AUDIENCE, NAME)));
    rig.remember(new MapMembershipLog());
  }

  @AfterEach
  void stop() {
    client.close();
    sandbox.close();
  }

  private static MembershipChange joins(String profile, int second, String domain) {
    Member member = Member.of(domain, "companyWebsiteDomain", domain);
    return DeliveryRig.member(AUDIENCE, profile, second, member);
  }

  private void deliver(MembershipChange... changes) {
    rig.accept(List.of(changes));
    do {
      rig.drain();
    } while (!rig.closesOut());
  }

  private void renameByHand() {
    assertThat(accepted(lists.rename(listId(NAME), new ListName(BY_HAND, ""))).name(), is(BY_HAND));
  }

  private String listId(String name) {
    return sandbox.list(Vendor.BOMBORA, name).orElseThrow().id();
  }

  private Set<String> membersOf(String name) {
    return sandbox.list(Vendor.BOMBORA, name).orElseThrow().identifiers();
  }

  @Test
  void aListThatOnlyAsksToWaitAtTheRunsEndIsNotMissing() {
    MembershipChange change = joins("p", 1, "acme.example.com");
    deliver(change);
    renameByHand();
    sandbox.faults().order(Fault.status(409).on(Vendor.BOMBORA).method("GET").path("/[^/]{30,}$"));
    rig.restart();
    deliver(change);

    assertThat(rig.counts(AUDIENCE).unchanged(), is(1L));
    assertThat(sandbox.list(Vendor.BOMBORA, NAME), is(Optional.empty()));
    assertThat(membersOf(BY_HAND), is(Set.of("acme.example.com")));
  }

  @Test
  void oneThatTheVendorDoesNotKnowIsAndIsMadeAnew() {
    MembershipChange change = joins("p", 1, "acme.example.com");
    deliver(change);
    lists.delete(listId(NAME));
    rig.restart();
    deliver(change);

    assertThat(membersOf(NAME), is(Set.of("acme.example.com")));
  }

  @Test
  void oneThatAnotherRunHasMadeAnewIsKnownByItsNewId() {
    deliver(joins("p", 1, "acme.example.com"));
    rig.checkpoint();
    lists.delete(listId(NAME));
    rig.restart();
    deliver(joins("p", 2, "acme.example.com"), joins("q", 2, "globex.example.com"));
    renameByHand();
    rig.resume();
    deliver(joins("r", 3, "initech.example.com"));

    assertThat(sandbox.list(Vendor.BOMBORA, NAME), is(Optional.empty()));
    assertThat(
        membersOf(BY_HAND),
        is(Set.of("acme.example.com", "globex.example.com", "initech.example.com")));
  }
}
