package io.muster.pipelines.workspace;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> KNOWN =
      List.of("demandbase", "demandbase-people", "linkedin-companies", "bombora");

  @ParameterizedTest
  @CsvSource({
    "demandbse, demandbase",
    "demandbaes, demandbase",
    "Bombora, bombora",
    "demandbase-person, demandbase-people",
    "linkedin-company, linkedin-companies",
    "linkedin, linkedin-companies",
    "companies, linkedin-companies",
  })
  void theNearestKnownWordIsFound(String word, String nearest) {
    assertThat(Suggestion.nearest(word, KNOWN), is(Optional.of(nearest)));
  }

  @ParameterizedTest
  @CsvSource({"salesforce", "x", "''"})
  void aWordThatIsFarFromAllHasNoNearest(String word) {
    assertThat(Suggestion.nearest(word, KNOWN), is(Optional.empty()));
    assertThat(
        Suggestion.mend(word, KNOWN),
        is("there is demandbase, demandbase-people, linkedin-companies or bombora"));
  }

  @Test
  void onlyASlipOfTheKeysIsTakenForTheWord() {
    assertThat(Suggestion.slipOf("bombra", KNOWN), is(Optional.of("bombora")));
    assertThat(Suggestion.slipOf("linkedin", KNOWN), is(Optional.empty()));
    assertThat(Suggestion.slipOf("ab", List.of("a")), is(Optional.empty()));
  }
}
