package io.muster.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CountsDeltaTest {

  @Test
  void addsUpCountsAndKeepsTheLatestStandingOfEachAudience() {
    Tally tally = new Tally();
    tally.of("flow", "a1").received();
    tally.of("flow", "a1").standing(Standing.of("processing"));
    tally.of("flow", "a2").standing(landed(5));
    tally.malformed();
    CountsDelta first = tally.drain();
    tally.of("flow", "a1").received();
    tally.of("flow", "a1").standing(Standing.of("completed"));
    tally.of("other", "a1").standing(landed(7));
    tally.malformed();
    CountsDelta sum = first.plus(tally.drain());

    assertThat(sum.malformed(), is(2L));
    assertThat(sum.counts().size(), is(1));
    assertThat(sum.counts().get(0).received(), is(2L));
    assertThat(
        sum.standings(),
        is(
            List.of(
                new StandingOf("flow", "a1", Standing.of("completed")),
                new StandingOf("flow", "a2", landed(5)),
                new StandingOf("other", "a1", landed(7)))));
  }

  @Test
  void addedUpInPartsItIsTheSame() {
    Tally tally = new Tally();
    tally.of("flow", "a1").received();
    tally.of("flow", "a1").standing(Standing.of("processing"));
    tally.malformed();
    CountsDelta first = tally.drain();
    tally.of("flow", "a1").received();
    tally.of("flow", "a1").gaveUp(Reason.VENDOR_REJECTED);
    tally.of("flow", "a2").received();
    tally.of("flow", "a2").standing(landed(5));
    tally.malformed();
    CountsDelta second = tally.drain();

    Map<String, CountsDelta> totals = new LinkedHashMap<>();
    List.of(first, second)
        .forEach(
            delta ->
                delta.parts().forEach((name, part) -> totals.merge(name, part, CountsDelta::plus)));

    assertThat(first.parts().size(), is(2));
    assertThat(totals.size(), is(3));
    assertThat(CountsDelta.ofParts(totals.values()), is(first.plus(second)));
    assertThat(new CountsDelta(List.of(), 0).parts().isEmpty(), is(true));
  }

  @Test
  void aStandingAloneIsNews() {
    CountsDelta delta =
        new CountsDelta(List.of(), List.of(new StandingOf("flow", "a1", landed(0))), 0);
    assertThat(delta.isEmpty(), is(false));
    assertThat(new CountsDelta(List.of(), 0).isEmpty(), is(true));
  }

  @Test
  void aVendorsWordForAStateIsOneShortLine() {
    assertThat(Standing.of(" READY\r\n\u001b[31m ").state(), is("READY [31m"));
    assertThat(Standing.of("x".repeat(5_000)).state().length(), is(100));
    assertThat(Standing.of("x" + "😀".repeat(100)).state(), is("x" + "😀".repeat(49)));
  }

  private static Standing landed(long members) {
    return new Standing("", OptionalLong.of(members), OptionalLong.empty(), OptionalLong.empty());
  }
}
