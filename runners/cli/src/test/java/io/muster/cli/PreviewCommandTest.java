package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PreviewCommandTest {

  @TempDir private Path folder;
  private ListsBench bench;
  private Path input;

  @BeforeEach
  void start() throws IOException {
    bench = new ListsBench(folder);
    input =
        Files.writeString(
            folder.resolve("day.jsonl"),
            """
            {"accountKey":{"sourceKey":"0015e@sfdc"},"accountName":"Acme","accountOrganization":{"domain":"acme.com"},"segmentMembership":{"ups":{"a1":{"status":"realized","lastQualificationTime":"2026-11-20T10:00:00Z"}}}}
            {"accountKey":{"sourceKey":"0016e@sfdc"},"accountName":"","accountOrganization":{"domain":"globex.com"},"segmentMembership":{"ups":{"a1":{"status":"realized","lastQualificationTime":"2026-11-20T10:00:00Z"}}}}
            []
            """);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private CommandRun preview(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("preview", "-w", bench.file().toString(), "--input", input.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "flink"})
  void peopleSeeCountsExamplesAndRequestsOnEveryRunner(String runner) {
    CommandRun run = preview("--runner", runner);

    assertThat(run.code(), is(0));
    assertThat(run.err(), is(emptyString()));
    assertThat(
        run.out(),
        allOf(
            containsString("nothing was sent"),
            containsString("unknown"),
            containsString("MISSING_FIELD"),
            containsString("day.jsonl:2: accountName is absent, null or blank"),
            containsString("day.jsonl:3"),
            containsString("identity:primaryId=0•••@sfdc"),
            containsString("POST " + bench.sandbox.baseUri().resolve("/bombora/oauth/token")),
            containsString("Authorization: Bearer ***")));
    assertThat(run.out(), not(containsString("0015e")));
    assertThat(bench.sandbox.calls(), is(empty()));
    assertThat(Files.exists(bench.database()), is(false));
  }

  @Test
  void programsGetTheSameAsJsonAndWhatIsUnknownIsNoNumber() throws IOException {
    CommandRun run = preview("--json", "--limit", "1", "--audience", "a1", "--dataflow", "tier");
    JsonNode json = new ObjectMapper().readTree(run.out());

    JsonNode list = json.path("dataflows").get(0);
    assertThat(json.path("dataflows").size(), is(1));
    assertThat(list.path("received").asInt(), is(2));
    assertThat(list.path("added").asInt(), is(1));
    assertThat(list.path("byCode").toString(), is("{\"MISSING_FIELD\":1}"));
    assertThat(list.path("list").isNull(), is(true));
    assertThat(
        list.path("diff").toString(),
        is(
            "{\"state\":\"unknown\",\"new\":null,\"changed\":null,\"again\":null,\"same\":null,"
                + "\"leaving\":null,\"absent\":null}"));
    assertThat(
        list.at("/examples/added/0/fields").toString(),
        is(
            "{\"accountEmailDomain\":\"acme.com\",\"accountName\":\"Acme\","
                + "\"identity:primaryId\":\"0•••@sfdc\"}"));
    assertThat(list.at("/examples/notActivated/0/code").asText(), is("MISSING_FIELD"));
    assertThat(json.path("malformed").asInt(), is(1));
    assertThat(json.at("/malformedExamples/0/code").asText(), is("NOT_AN_OBJECT"));
    assertThat(json.path("first").asInt(), is(1));
    JsonNode put = null;
    for (JsonNode request : json.path("requests")) {
      put = request.path("method").asText().equals("PUT") ? request : put;
    }
    assertThat(
        put.path("body").asText(),
        is("Account Name,Account Domain,External Account ID\r\nAcme,acme.com,0•••@sfdc\r\n"));
    assertThat(put.at("/headers/Authorization").asText(), is("Bearer ***"));
  }

  @Test
  void theDifferenceToAListOfWhichNothingIsKeptIsUnknown() {
    CommandRun run = preview("--diff", "--limit", "0");

    assertThat(
        run.out().lines().filter(line -> line.matches("tier +Kept +unknown.*")).toList().size(),
        is(1));
    assertThat(run.out(), not(containsString("requests, if")));
  }

  @Test
  void wrongUsageIsToldAndNothingIsShown() {
    for (CommandRun run :
        List.of(
            CommandRun.of("preview", "-w", bench.file().toString()),
            preview("--limit", "-1"),
            preview("--audience", "Kep"),
            preview("--no-such-option"),
            preview("--noSuchOption=1"),
            preview("--flinkMaster=localhost:8081", "--runner", "flink"),
            CommandRun.of("preview", "-w", bench.file().toString(), "--input", "nope.jsonl"))) {
      assertThat(run.err(), run.code(), is(2));
      assertThat(run.out(), is(emptyString()));
      assertThat(run.err(), not(containsString("\tat ")));
    }
  }
}
