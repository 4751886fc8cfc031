package io.muster.vendor;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.muster.destination.Connections;
import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.destination.VendorLists;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.vendor.Vendor;
import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import io.muster.workspace.Secrets;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** LinkedIn's refresh token, over real HTTP. */
class CredentialWatchTest {

  private static final String NO_SEGMENTS = "{\"elements\":[],\"paging\":{\"total\":0}}";

  private final ScriptedVendor vendor = ScriptedVendor.start();
  private final MovableClock clock = new MovableClock();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>(List.of("r3fresh"));
  private final VendorHttpClient client =
      new VendorHttpClient(
          new HttpTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10)),
          this::secret,
          clock,
          warnings::add);

  @AfterEach
  void close() {
    client.close();
    vendor.close();
  }

  private String secret(ConfigValue reference) {
    return reference.equals(Connections.REFRESH_TOKEN)
        ? tokens.get(0)
        : Secrets.ofProcess().resolve(reference);
  }

  @Test
  void saysHowLongARefreshTokenNearItsEndLastsAndWhatToDo() {
    vendor.answers(minted(Duration.ofDays(12).plusHours(3), "r3fresh")).answers(200, NO_SEGMENTS);

    call();

    assertThat(
        warnings,
        contains(
            "connection test: the refresh token has 12 days left, until 2026-12-04, and nothing can"
                + " be delivered after it: sign in at the vendor again and replace"
                + " connections.test.auth.refreshToken"));
  }

  @Test
  void saysNothingOfARefreshTokenWithAMonthLeft() {
    vendor.answers(minted(Duration.ofDays(30), "r3fresh")).answers(200, NO_SEGMENTS);

    call();

    assertThat(warnings, is(empty()));
  }

  @Test
  void saysNothingWhereTheAnswerDoesNotSay() {
    vendor
        .answers(200, "{\"access_token\":\"a\",\"refresh_token_expires_in\":\"soon\"}")
        .answers(200, NO_SEGMENTS);

    call();

    assertThat(warnings, is(empty()));
  }

  @Test
  void warnsOnceADay() {
    vendor.answers(minted(Duration.ofDays(10), "r3fresh"));
    vendor.answers(200, NO_SEGMENTS).answers(200, NO_SEGMENTS);
    vendor.answers(minted(Duration.ofDays(9), "r3fresh"));
    vendor.answers(200, NO_SEGMENTS).answers(200, NO_SEGMENTS);
    VendorLists lists = lists();

    for (int day = 0; day < 2; day++) {
      lists.checkCredential();
      clock.move(Duration.ofHours(1));
      lists.checkCredential();
      clock.move(Duration.ofHours(23));
    }

    assertThat(warnings, hasSize(2));
    assertThat(warnings.get(1), containsString("9 days left"));
  }

  @Test
  void beginsToWarnOnTheDayWhenTheEndComesNearThoughTheTokenInUseIsGood() {
    vendor.answers(minted(Duration.ofDays(32), "r3fresh")).answers(200, NO_SEGMENTS);
    vendor.answers(minted(Duration.ofDays(29), "r3fresh")).answers(200, NO_SEGMENTS);
    VendorLists lists = lists();

    lists.checkCredential();
    assertThat(warnings, is(empty()));
    clock.move(Duration.ofDays(3));
    lists.checkCredential();

    assertThat(warnings, hasSize(1));
    assertThat(warnings.get(0), containsString("29 days left"));
  }

  @Test
  void takesUpAReplacedRefreshTokenAndIsSilentAgain() {
    vendor.answers(minted(Duration.ofDays(10), "r3fresh")).answers(200, NO_SEGMENTS);
    vendor.answers(minted(Duration.ofDays(365), "replaced")).answers(200, NO_SEGMENTS);
    vendor.answers(200, NO_SEGMENTS);
    VendorLists lists = lists();

    lists.checkCredential();
    tokens.set(0, "replaced");
    clock.move(Duration.ofDays(1));
    lists.checkCredential();
    clock.move(Duration.ofDays(1));
    lists.checkCredential();

    assertThat(warnings, hasSize(1));
    assertThat(vendor.requests().get(2).body(), containsString("refresh_token=replaced"));
    assertThat(vendor.requests(), hasSize(5));
  }

  @Test
  void warnsTheSameDayThoughTheTokenEndpointWasDownBefore() {
    vendor.answers(503, "");
    vendor.answers(minted(Duration.ofDays(10), "r3fresh")).answers(200, NO_SEGMENTS);
    VendorLists lists = lists();

    lists.checkCredential();
    lists.checkCredential();

    assertThat(warnings, hasSize(1));
  }

  @Test
  void goesOnWithTheTokenInUseWhenADaysLookFails() {
    vendor.answers(minted(Duration.ofDays(10), "r3fresh")).answers(200, NO_SEGMENTS);
    vendor.answers(503, "").answers(200, NO_SEGMENTS).answers(200, NO_SEGMENTS);
    VendorLists lists = lists();

    lists.checkCredential();
    clock.move(Duration.ofDays(1));
    lists.checkCredential();
    lists.checkCredential();

    // One look, however it went: the token endpoint is not asked before every call.
    assertThat(vendor.requests(), hasSize(5));
  }

  @Test
  void saysThatARefreshTokenWasRotatedAndNeverItsValue() {
    vendor.answers(minted(Duration.ofDays(300), "r0tated-value")).answers(200, NO_SEGMENTS);

    call();

    assertThat(warnings, hasSize(1));
    assertThat(
        warnings.get(0),
        containsString("connection test: the vendor has issued another refresh token"));
    assertThat(warnings.get(0), containsString("replace connections.test.auth.refreshToken"));
    assertThat(warnings.get(0), not(containsString("r0tated-value")));
  }

  @Test
  void warnsOfWhatTheSimulatorSaysToo() throws IOException {
    SandboxConfig config =
        SandboxConfig.defaults()
            .linkedin(
                o -> o.withRefreshTokenLifetime(Duration.ofDays(7)).withRotateRefreshToken(true));
    Destination linkedin = Destinations.load().require("linkedin-companies");
    Auth auth =
        new Auth.RefreshToken(
            new ConfigValue.Literal("sandbox-client"),
            new ConfigValue.Literal("sandbox-secret"),
            new ConfigValue.Literal("sandbox-refresh-token"));
    try (Sandbox sandbox = Sandbox.start(config, clock)) {
      VendorLists lists =
          linkedin.open(
              Connections.to(
                  linkedin,
                  auth,
                  sandbox.endpoint(Vendor.LINKEDIN).toString(),
                  sandbox.tokenEndpoint(Vendor.LINKEDIN).toString()),
              client.within(CallBudget.unlimited()));

      lists.checkCredential();

      assertThat(sandbox.breaches(), is(empty()));
    }
    assertThat(
        warnings,
        contains(containsString("has 7 days left"), containsString("another refresh token")));
  }

  @Test
  void tellsWhenTheTokenAndItsCredentialEnd() {
    vendor.answers(minted(Duration.ofDays(90), "r3fresh")).answers(200, NO_SEGMENTS);
    Instant now = clock.instant();
    assertThat(client.lifeOf(connection()), is(CredentialLife.UNKNOWN));

    call();

    CredentialLife life = client.lifeOf(connection());
    assertThat(life.token(), is(Optional.of(now.plus(Duration.ofDays(60)))));
    assertThat(life.credential(), is(Optional.of(now.plus(Duration.ofDays(90)))));
  }

  private void call() {
    lists().checkCredential();
  }

  private VendorLists lists() {
    return Destinations.load()
        .require("linkedin-companies")
        .open(connection(), client.within(CallBudget.unlimited()));
  }

  private Connection connection() {
    return Connections.to(
        Destinations.load().require("linkedin-companies"),
        Connections.REFRESH,
        vendor.url() + "/rest",
        vendor.url() + "/token");
  }

  private static ScriptedVendor.Answer minted(Duration left, String refreshToken) {
    return ScriptedVendor.Answer.of(
        200,
        "{\"access_token\":\"a\",\"expires_in\":5184000,\"refresh_token\":\""
            + refreshToken
            + "\",\"refresh_token_expires_in\":"
            + left.toSeconds()
            + "}");
  }
}
