package io.muster.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {

  private final Tally tally = new Tally();

  @Test
  void countsEachAudienceSinceTheLastTime() {
    Tally.Part first = tally.of("flow", "a1");
    first.received();
    first.received();
    first.activated();
    first.gaveUp(Reason.MISSING_FIELD);
    tally.of("flow", "a1").warning(Reason.INVALID_FORMAT);
    tally.of("flow", "a2").received();
    tally.malformed();

    CountsDelta delta = tally.drain();
    assertThat(delta.malformed(), is(1L));
    assertThat(delta.counts().stream().map(Counts::audience).toList(), is(List.of("a1", "a2")));
    Counts counts = delta.counts().get(0);
    assertThat(counts.received(), is(2L));
    assertThat(counts.activated(), is(1L));
    assertThat(counts.excluded(), is(1L));
    assertThat(counts.failed(), is(0L));
    assertThat(counts.pending(), is(0L));
    assertThat(counts.byCode(), is(Map.of("MISSING_FIELD", 1L)));
    assertThat(counts.warnings(), is(Map.of("INVALID_FORMAT", 1L)));
    assertThat(tally.drain().isEmpty(), is(true));
  }

  @Test
  void saysNothingOfAnAudienceWithoutNews() {
    assertThat(tally.of("flow", "a1") == null, is(false));
    assertThat(tally.drain().isEmpty(), is(true));
  }

  @Test
  void aPartThatIsKeptGoesOnCounting() {
    Tally.Part part = tally.of("flow", "a1");
    part.received();
    part.warning(Reason.INVALID_FORMAT);
    tally.drain();

    part.received();
    part.activated();

    Counts counts = tally.drain().counts().get(0);
    assertThat(counts.received(), is(1L));
    assertThat(counts.activated(), is(1L));
    assertThat(counts.warnings(), is(Map.of()));
  }

  @Test
  void idOfAListIsNews() {
    tally.of("flow", "a1").list("l1");
    assertThat(tally.drain().counts().get(0).list(), is("l1"));
  }

  @Test
  void whatTheVendorSaysOfAListIsNewsAndItsLastWordCounts() {
    tally.of("flow", "a1").standing(Standing.of("new"));
    tally.of("flow", "a1").standing(Standing.of("completed"));
    tally.of("flow", "a2").received();

    CountsDelta delta = tally.drain();
    assertThat(
        delta.standings(), is(List.of(new StandingOf("flow", "a1", Standing.of("completed")))));
    assertThat(delta.counts().stream().map(Counts::audience).toList(), is(List.of("a2")));
    assertThat(tally.drain().isEmpty(), is(true));
  }

  @Test
  void failedAndExcludedAreToldApartByTheReason() {
    for (Reason reason : Reason.values()) {
      if (reason.kind() == Reason.Kind.MALFORMED) {
        continue;
      }
      tally.of("flow", "a1").gaveUp(reason);
      Counts counts = tally.drain().counts().get(0);
      assertThat(counts.excluded(), is(reason.kind() == Reason.Kind.EXCLUDED ? 1L : 0L));
      assertThat(counts.failed(), is(reason.kind() == Reason.Kind.FAILED ? 1L : 0L));
    }
  }

  @Test
  void eachCountIsItsOwnAndBeginsAnew() {
    Tally.Part part = tally.of("flow", "a1");
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 9; i++) {
        part.received();
      }
      part.activated();
      part.added();
      part.added();
      for (int i = 0; i < 3; i++) {
        part.removed();
        part.unchanged();
      }
      part.unchanged();
      part.superseded();
      part.superseded();
      part.calls(5);
      part.calls(2);
      part.gaveUp(Reason.TOO_LONG);
      part.gaveUp(Reason.VENDOR_REJECTED);
      part.list("l1");

      assertThat(
          tally.drain().counts(),
          is(
              List.of(
                  new Counts(
                      "flow",
                      "a1",
                      "l1",
                      9,
                      1,
                      2,
                      3,
                      1,
                      1,
                      4,
                      2,
                      7,
                      Map.of("TOO_LONG", 1L, "VENDOR_REJECTED", 1L),
                      Map.of()))));
    }
    assertThat(tally.drain().isEmpty(), is(true));
  }
}
