package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class DestinationsCommandTest {

  @Test
  void showsAllFourWithFieldsAndSources() throws JsonProcessingException {
    CommandRun run = CommandRun.of("destinations", "--json");

    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(run.code(), is(0));
    assertThat(json.findValuesAsText("documentation").size(), equalTo(json.size()));
    assertThat(
        json.valueStream().map(one -> one.path("name").asText()).toList(),
        containsInAnyOrder("demandbase", "demandbase-people", "linkedin-companies", "bombora"));
  }

  @Test
  void showsOne() {
    CommandRun run = CommandRun.of("destinations", "bombora");

    assertThat(run.code(), is(0));
    assertThat(run.out(), containsString("known by companyWebsiteDomain"));
    assertThat(run.out(), containsString("docs/vendors.md#bombora"));
  }

  @Test
  void showsEveryDefaultOfDelivery() throws JsonProcessingException {
    assertThat(
        CommandRun.of("destinations", "bombora").out(),
        containsString(
            "maxBatchAge 30s, retryFor 24h, firstRetry 1s, pollEvery 30s, maxPending 1000000\n"));
    assertThat(
        new ObjectMapper()
            .readTree(CommandRun.of("destinations", "bombora", "--json").out())
            .path("delivery")
            .path("maxPending")
            .asInt(),
        is(1_000_000));
  }

  @Test
  void showsWhatACallCarriesToPeopleAndPrograms() throws JsonProcessingException {
    assertThat(
        CommandRun.of("destinations", "demandbase").out(),
        containsString("a call         adds or removes, at most 5000000000 bytes\n"));
    JsonNode demandbase = call("demandbase");
    assertThat(demandbase.path("mixed").isBoolean(), is(true));
    assertThat(demandbase.path("mixed").asBoolean(), is(false));
    assertThat(demandbase.path("maxBytes").asLong(), is(5_000_000_000L));
    assertThat(demandbase.path("maxRemovals").isNull(), is(true));
    JsonNode linkedin = call("linkedin-companies");
    assertThat(linkedin.path("mixed").asBoolean(), is(true));
    assertThat(linkedin.path("maxBytes").isNull(), is(true));
  }

  private static JsonNode call(String destination) throws JsonProcessingException {
    return new ObjectMapper()
        .readTree(CommandRun.of("destinations", destination, "--json").out())
        .path("call");
  }

  @Test
  void anUnknownOneGetsTheNearest() {
    CommandRun run = CommandRun.of("destinations", "linkedin");

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("did you mean linkedin-companies?"));
  }
}
