package io.muster.destination;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When two names are one. */
final class NormalisedNameTest {

  @ParameterizedTest
  @CsvSource({
    "Tier 1, TIER 1",
    "' Tier 1\t', tier 1",
    "Straße, strasse",
    "Straße, STRAßE",
    "İzmir, izmir",
    "ΣΑΣ, σας",
    "µ, μ",
    "ſale, Sale",
    "Tier 1, Tier  1",
    "𐐀x, 𐐨X"
  })
  void namesAreEqualExactlyWhenTheyAreStrippedAndWithoutCase(String one, String other) {
    assertThat(NormalisedName.same(one, other), is(one.strip().equalsIgnoreCase(other.strip())));
  }
}
