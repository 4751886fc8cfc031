package io.muster.pipelines.replay;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.pipelines.source.InputFile;
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
    List<String> inputs = Arrays.stream(below).map(name -> folder + "/" + name).toList();
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
  void whateverElseIsInARunFolderIsNoLetter() throws Exception {
    file("demo/report.json");
    file("demo/dead-letters/1.jsonl");
    file("demo/dead-letters/mended/2.jsonl.gz");
    file("demo/workspace/credentials/TOKEN");
    file("demo/workspace/profiles.jsonl");
    file("demo/notes.jsonl");

    List<String> letters =
        List.of("demo/dead-letters/1.jsonl", "demo/dead-letters/mended/2.jsonl.gz");
    assertThat(found("demo"), is(letters));
    assertThat(found("."), is(letters));
    assertThat(found("d?mo"), is(letters));
    assertThat(found("demo/**"), is(letters));
    assertThat(found("demo/../demo/"), is(letters));
    assertThat(found("demo/notes.jsonl"), contains("demo/notes.jsonl"));
    assertThat(found("demo/workspace"), hasSize(2));
  }

  @Test
  void runFolderWithoutLettersHasNone() throws Exception {
    Files.createDirectories(folder.resolve("run/dead-letters"));
    file("run/workspace/TOKEN");
    assertThat(found("run"), is(empty()));

    file("topic/report.json");
    file("topic/workspace/TOKEN");
    assertThat(found("topic"), is(empty()));
  }

  @Test
  void folderThatIsNoRunsIsAllLetters() throws Exception {
    file("mine/1.jsonl");
    file("mine/deep/2.jsonl");
    file("mine/run/report.html");
    file("mine/run/dead-letters/3.jsonl");
    file("mine/run/4.jsonl");
    assertThat(
        found("mine"),
        contains("mine/1.jsonl", "mine/deep/2.jsonl", "mine/run/dead-letters/3.jsonl"));
  }

  @Test
  void runFoldersOfOtherFilesystemsStandForTheirLettersToo() throws Exception {
    file("run/report.json");
    file("run/dead-letters/1.jsonl");
    file("run/workspace/TOKEN");
    List<InputFile> files = LetterFiles.resolve(List.of("store:" + folder + "/run"));
    assertThat(
        files.stream().map(InputFile::path).toList(),
        contains("store:" + folder + "/run/dead-letters/1.jsonl"));
  }

  @Test
  void globThatMatchesNoLettersIsSaid() throws Exception {
    file("run/report.json");
    file("run/ledger/1.jsonl");
    MissingInputException refusal =
        assertThrows(MissingInputException.class, () -> found("run/*.json"));
    assertThat(refusal.getMessage(), containsString("no files of dead letters"));
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
