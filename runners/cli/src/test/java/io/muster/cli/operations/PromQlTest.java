package io.muster.cli.operations;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.cli.operations.PromQl.Binary;
import io.muster.cli.operations.PromQl.LabelMatcher;
import io.muster.cli.operations.PromQl.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the check of expressions sees what is wrong with them. */
class PromQlTest {

  private static final Exposition EXPOSED =
      Exposition.parse(
          """
          # HELP open what is open
          # TYPE open gauge
          open{operator="Deliver_to_a_b",job="one",} 3.0
          open{operator="Deliver_to_c",job="one",} 0.0
          seen{operator="Deliver_to_a_b",job="one",} 1.5E9
          up{job="one",} 1.0
          size 7
          """);

  private static Set<Map<String, String>> labels(String expression) {
    return LabelSets.of(expression, EXPOSED);
  }

  private static String mistake(String expression) {
    return assertThrows(IllegalArgumentException.class, () -> labels(expression)).getMessage();
  }

  @Test
  void readsTheFormatOfAnExposition() {
    assertThat(EXPOSED.of("seen").get(0).value(), is(1.5e9));
    assertThat(EXPOSED.of("seen").get(0).label("operator"), is("Deliver_to_a_b"));
    assertThat(EXPOSED.sum("open", series -> true), is(3.0));
    assertThat(EXPOSED.names(), is(Set.of("open", "seen", "size", "up")));
    assertThrows(IllegalArgumentException.class, () -> Exposition.parse("open{job=\"one\" 3"));
    assertThrows(IllegalArgumentException.class, () -> Exposition.parse("open{job=one} 3"));
  }

  @Test
  void readsSelectorsOperatorsAndWhatMatchesThem() {
    Binary and =
        (Binary)
            PromQl.parse(
                "sum by (job) (rate(open{job=~\"o.*\", x!='y'}[5m])) > 1 and on (job) up offset 5m");
    assertThat(and.operator(), is("and"));
    assertThat(and.on(), is(Optional.of(List.of("job"))));
    assertThat(
        ((Selector) and.right()).matchers(), contains(new LabelMatcher("__name__", "=", "up")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sum(",
        "open{job=\"one\"",
        "open{job=one}",
        "open{job<\"one\"}",
        "rate(open[5m)",
        "quantile(0.9, open)",
        "open > ",
        "open open",
        "sum by job (open)",
        "open ? 1",
        "sum(open, up)"
      })
  void refusesWhatIsNoExpression(String expression) {
    assertThrows(IllegalArgumentException.class, () -> PromQl.parse(expression));
  }

  @Test
  void saysWhichLabelsCanCome() {
    assertThat(labels("sum(open)"), is(Set.of(Map.of())));
    assertThat(labels("sum by (job) (open) / 2"), is(Set.of(Map.of("job", "one"))));
    assertThat(
        labels("label_replace(open, \"to\", \"$1\", \"operator\", \"Deliver.to.(.+)\")").stream()
            .map(set -> set.get("to"))
            .toList(),
        contains("a_b", "c"));
    assertThat(
        labels("open > 0 and seen < time()"),
        is(Set.of(Map.of("operator", "Deliver_to_a_b", "job", "one"))));
    assertThat(labels("open and on (job) group by (job) (up)").size(), is(2));
    assertThat(labels("open unless seen").size(), is(2));
    assertThat(labels("open{operator=\"Deliver_to_c\"} or seen").size(), is(2));
    assertThat(labels("{__name__=~\"se.*\", job=\"one\"}").size(), is(1));
  }

  @Test
  void seesAMetricThatIsNotExposed() {
    assertThat(mistake("sum(opened)"), containsString("nothing is exposed"));
    assertThat(mistake("open > 0 and opened"), containsString("opened"));
    assertThat(mistake("open{job=\"two\"}"), containsString("nothing is exposed"));
    assertThat(mistake("open{jobs=~\".+\"}"), containsString("nothing is exposed"));
  }

  @Test
  void seesALabelThatIsNotThere() {
    assertThat(mistake("sum by (jobs) (open)"), containsString("[jobs]"));
    assertThat(mistake("open and on (operator) up"), containsString("[operator]"));
    assertThat(
        mistake("label_replace(open, \"to\", \"$1\", \"operator\", \"Receive.(.+)\")"),
        containsString("does not match"));
  }

  @Test
  void seesSidesThatNeverMatch() {
    assertThat(mistake("open / up"), containsString("both sides"));
    assertThat(mistake("open and sum(up)"), containsString("both sides"));
    assertThat(mistake("1 + 2"), containsString("a number"));
  }
}
