package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user runs it: a sandbox in its own process, and DirectRunner. */
final class DemoCommandTest {

  private static final List<String> OUTCOMES =
      List.of("activated", "excluded", "failed", "unchanged", "superseded", "pending");

  @TempDir private Path folder;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void fillsTheListsOfFourVendorsAccountsForEveryChangeAndLeavesARunFolder() throws IOException {
    CommandRun run = CommandRun.of("demo", "--json", "--out", folder.toString());

    // Some of the data does not qualify, on purpose.
    assertThat(run.err(), run.code(), is(3));
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.path("status").asText(), is("completed"));
    for (JsonNode line : json.path("dataflows")) {
      long sum = OUTCOMES.stream().mapToLong(outcome -> line.path(outcome).asLong()).sum();
      assertThat(line.toString(), line.path("received").asLong(), is(sum));
      assertThat(line.toString(), line.path("failed").asLong(), is(0L));
    }
    assertThat(
        json.path("lists")
            .valueStream()
            .map(list -> list.path("vendor").asText())
            .distinct()
            .toList(),
        hasSize(4));
    assertThat(
        json.path("lists").valueStream().map(list -> list.path("size").asInt()).toList(),
        everyItem(greaterThan(100)));
    assertThat(json.path("lists").size(), is(8));
    assertThat(CommandRun.of("report", folder.toString()).code(), is(0));
    assertThat(Files.exists(folder.resolve("report.html")), is(true));
    assertThat(hasFiles(folder.resolve("ledger")), is(true));
    assertThat(hasFiles(folder.resolve("dead-letters")), is(true));
  }

  private static boolean hasFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }
}
