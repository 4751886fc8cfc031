package io.muster.pipelines.replay;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.pipelines.source.InputFiles.MissingInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterFilesTest {

  @TempDir private Path folder;

  @BeforeAll
  static void fileSystems() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  private void file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{}");
  }

  private List<String> found(String... below) throws MissingInputException {
    List<String> inputs =
        Arrays.stream(below).map(name -> folder.resolve(name).toString()).toList();
    return LetterFiles.resolve(inputs).stream()
        .map(file -> folder.relativize(Path.of(file.path())).toString())
        .toList();
  }

  @Test
  void runFolderStandsForItsLettersThatAreWhole() throws Exception {
    file("run/report.json");
    file("run/report.html");
    file("run/ledger/1.jsonl");
    file("run/left-alone.json");
    file("run/_replayed/1.jsonl");
    assertThat(found("run"), is(empty()));

    file("run/dead-letters/1.jsonl");
    file("run/dead-letters/2.jsonl.part");
    assertThat(found("run"), contains("run/dead-letters/1.jsonl"));
    assertThat(found("run/dead-letters"), contains("run/dead-letters/1.jsonl"));
    assertThat(found("run/**.jsonl"), contains("run/dead-letters/1.jsonl"));
  }

  @Test
  void fileThatIsNamedIsReadWhateverItsName() throws Exception {
    file("ledger/odd.jsonl");
    assertThat(found("ledger/odd.jsonl"), contains("ledger/odd.jsonl"));
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThrows(MissingInputException.class, () -> found("nope"));
  }
}
