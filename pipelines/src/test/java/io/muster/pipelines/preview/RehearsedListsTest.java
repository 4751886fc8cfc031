package io.muster.pipelines.preview;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.destination.RehearsedReply;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorLists;
import io.muster.destination.VendorLists.ListName;
import io.muster.vendor.Rehearsal;
import io.muster.vendor.RehearsalHttp;
import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsedListsTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-28T10:00:00Z"), ZoneOffset.UTC);
  private static final Destination BOMBORA = Destinations.load().require("bombora");
  private static final Connection CONNECTION =
      new Connection(
          "intent",
          "bombora",
          "",
          "",
          new Auth.ClientCredentials(
              new ConfigValue.Literal("k1"), new ConfigValue.Literal("s3cret")),
          "http://vendor.test",
          "http://vendor.test/token",
          "intent",
          BOMBORA.spec().options(),
          BOMBORA.spec().limits(),
          BOMBORA.spec().delivery());
  private static final ListName NAME = new ListName("Intent", "key");

  private static VendorLists lists(Rehearsal rehearsal) {
    RehearsalHttp http = new RehearsalHttp(rehearsal, CLOCK, Optional.empty());
    return new MaskedLists(BOMBORA.open(CONNECTION, http), member -> member);
  }

  @Test
  void handsOnWhatTheRehearsalSays() {
    assertThat(
        lists(BOMBORA.rehearsal(CONNECTION)).find(NAME),
        is(instanceOf(VendorAnswer.Accepted.class)));
  }

  /** Repeating it would end with {@code retryFor}, a day later. */
  @Test
  void endsAtOnceWhereADestinationDoesNotUnderstandItsOwnRehearsal() {
    VendorLists lists = lists(request -> RehearsedReply.of(200, "{\"id\":1,"));

    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> lists.create(NAME));
    assertThat(
        failure.getMessage(),
        containsString("its own rehearsal: HTTP 200 to CREATE_LIST with a body"));
  }
}
