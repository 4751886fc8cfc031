package io.muster.pipelines.workspace;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workspaces of test-data, read with the destinations that ship. */
class TestDataWorkspacesTest {
  private static final Path FOLDER = Path.of("..", "test-data", "workspaces");

  private final WorkspaceReader reader =
      WorkspaceReader.of(
          Destinations.load().all().stream().map(Destination::spec).toList(),
          Clock.fixed(GoodWorkspace.NOW, ZoneOffset.UTC));

  @ParameterizedTest
  @ValueSource(strings = {"demo.yaml", "production-like.yaml"})
  void rightWorkspacesHaveNoProblem(String name) {
    WorkspaceReading reading = reader.read(FOLDER.resolve(name));

    assertThat(reading.problems(), is(empty()));
    assertThat(reading.workspace().isPresent(), is(true));
  }

  @Test
  void theWorkspaceForUglyInputIsRightButForAnEndedCampaign() {
    WorkspaceReading reading = reader.read(FOLDER.resolve("ugly.yaml"));

    assertThat(
        reading.problems().stream().map(Problem::key).toList(),
        is(List.of("dataflows.ugly-demandbase.audiences[1].end")));
    assertThat(reading.workspace().isPresent(), is(true));
  }

  @Test
  void theWrongWorkspaceIsReportedWhole() throws IOException {
    List<String> reported =
        reader.read(FOLDER.resolve("twenty-mistakes.yaml")).mistakes().stream()
            .map(mistake -> mistake.line() + " " + mistake.key())
            .toList();
    List<String> expected =
        Files.readAllLines(FOLDER.resolve("twenty-mistakes.expected.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split("\t", -1))
            .map(fields -> fields[1] + " " + fields[2])
            .toList();

    assertThat(reported, is(expected));
  }
}
