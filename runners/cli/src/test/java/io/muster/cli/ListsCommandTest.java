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
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListsCommandTest {

  @TempDir private Path folder;
  private ListsBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new ListsBench(folder);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private CommandRun lists(String... more) {
    return more.length == 0
        ? CommandRun.of("lists", "-w", bench.file().toString())
        : CommandRun.of("lists", "-w", bench.file().toString(), more[0]);
  }

  @Test
  void aStateThatKnowsNothingIsSaidToBeEmpty() {
    CommandRun run = lists();

    assertThat(run.code(), is(0));
    assertThat(run.out(), containsString("No list is known yet"));
  }

  @Test
  void everythingThatTheStateKnowsIsShownWithoutACallToAVendor() {
    bench.register("linkedin", "abm", "a1", "Kept", "77");
    bench.register("bombora", "intent", "a9", "Spring\u001b[31m", "");

    CommandRun run = lists();

    assertThat(run.code(), is(0));
    assertThat(run.err(), is(emptyString()));
    assertThat(
        run.out().lines().filter(line -> line.startsWith("linkedin")).findFirst().orElseThrow(),
        allOf(
            containsString("abm       a1        Kept"),
            containsString("77"),
            containsString("active"),
            containsString("2026-11-20T10:00:00Z"),
            containsString(ListsBench.LAST_RUN),
            containsString("2026-11-20T10:01:00Z"),
            containsString("4000")));
    assertThat(
        run.out().lines().filter(line -> line.startsWith("bombora")).findFirst().orElseThrow(),
        allOf(
            containsString("Spring [31m"),
            containsString("(not confirmed)"),
            containsString("not in the workspace")));
    assertThat(run.out(), containsString("'muster lists prune'"));
    assertThat(bench.sandbox.calls(), is(empty()));
  }

  @Test
  void theSameComesAsJson() throws IOException {
    bench.register("linkedin", "abm", "a1", "Kept", "77");
    bench.register("bombora", "intent", "a9", "Spring", "");

    JsonNode lists = new ObjectMapper().readTree(lists("--json").out()).path("lists");

    assertThat(
        lists.get(1).toString(),
        is(
            "{\"connection\":\"linkedin\",\"dataflow\":\"abm\",\"audience\":\"a1\","
                + "\"name\":\"Kept\",\"list\":\"77\",\"members\":4000,"
                + "\"createdAt\":\"2026-11-20T10:00:00Z\",\"lastRun\":\""
                + ListsBench.LAST_RUN
                + "\",\"lastRunAt\":\"2026-11-20T10:01:00Z\",\"state\":\"active\"}"));
    assertThat(lists.get(0).path("list").isNull(), is(true));
    assertThat(lists.get(0).path("state").asText(), is("not in the workspace"));
  }

  @Test
  void anAudienceThatGoesThroughAnotherConnectionNowIsNotTheListsAnyMore() throws IOException {
    bench.register("linkedin", "intent", "a1", "Kept", "77");

    JsonNode lists = new ObjectMapper().readTree(lists("--json").out()).path("lists");

    assertThat(lists.get(0).path("state").asText(), is("not in the workspace"));
  }

  @Test
  void aWrongWorkspaceIsWrongUsage() {
    CommandRun run = CommandRun.of("lists", "-w", Workspaces.TWENTY_MISTAKES.toString());

    assertThat(run.code(), is(2));
    assertThat(run.out(), is(emptyString()));
    assertThat(run.err(), not(containsString("\tat ")));
  }
}
