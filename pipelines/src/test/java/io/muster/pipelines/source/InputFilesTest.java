package io.muster.pipelines.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {

  @TempDir private Path temporary;

  /** Real, since a temporary folder may be behind a link. */
  private Path root;

  @BeforeAll
  static void fileSystems() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @BeforeEach
  void folder() throws IOException {
    root = temporary.toRealPath();
  }

  private void file(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{}\n");
  }

  private List<String> found(String... inputs) throws MissingInputException {
    return InputFiles.resolve(Arrays.asList(inputs)).stream()
        .map(file -> root.relativize(Path.of(file.path())).toString())
        .toList();
  }

  /** A path below the folder. */
  private String at(String name) {
    return root + "/" + name;
  }

  @Test
  void aFileIsItself() throws Exception {
    file("day.jsonl");
    List<InputFile> files = InputFiles.resolve(List.of(at("day.jsonl")));
    assertThat(files, contains(new InputFile(at("day.jsonl"), 3, true)));
  }

  private String whyNot(String input) {
    return assertThrows(MissingInputException.class, () -> found(input)).getMessage();
  }

  @Test
  void aPipeIsNoFile() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", at("pipe")).start().waitFor(), is(0));

    assertThat(whyNot(at("pipe")), containsString("it is a pipe"));
    assertThat(InputFiles.resolve(List.of("/dev/null")), hasSize(1));
  }

  @Test
  void aLinkThatLeadsNowhereIsNotPassedOver() throws Exception {
    file("in/a.jsonl");
    Files.createSymbolicLink(root.resolve("in/b.jsonl"), root.resolve("away/b.jsonl"));
    Files.createSymbolicLink(root.resolve("in/.#lock"), root.resolve("away/lock"));

    assertThat(whyNot(at("in")), containsString("in/b.jsonl is a link to something that is not"));
    assertThat(whyNot(at("in/*.jsonl")), containsString("in/b.jsonl is a link"));
    assertThat(found(at("in/a*")), contains("in/a.jsonl"));
    Files.delete(root.resolve("in/b.jsonl"));
    assertThat(found(at("in")), contains("in/a.jsonl"));
  }

  @Test
  void aFolderStandsForAllFilesBelowItButHiddenOnes() throws Exception {
    file("in/b.jsonl");
    file("in/a.jsonl.gz");
    file("in/deep/down/c");
    file("in/.hidden.jsonl");
    file("in/_SUCCESS");
    file("in/.git/d.jsonl");
    file("in/_temporary/e.jsonl");
    file("other/f.jsonl");

    assertThat(found(at("in")), contains("in/a.jsonl.gz", "in/b.jsonl", "in/deep/down/c"));
    assertThat(found(at("in/")), contains("in/a.jsonl.gz", "in/b.jsonl", "in/deep/down/c"));
  }

  @Test
  void onlyNamesBelowTheFolderHideAFile() throws Exception {
    file(".state/_runs/in/a.jsonl");
    assertThat(found(at(".state/_runs/in")), contains(".state/_runs/in/a.jsonl"));
    assertThat(found(at(".state/_runs/../_runs/./in")), contains(".state/_runs/in/a.jsonl"));
    assertThat(found("file://" + at(".state/_runs/in")), contains(".state/_runs/in/a.jsonl"));
  }

  @Test
  void aRelativeFolderIsFoundWhereverOneIs() throws Exception {
    file(".state/in/a.jsonl");
    Path here = Path.of("").toAbsolutePath();
    String relative = here.relativize(root.resolve(".state/in")).toString();
    assertThat(found(relative), contains(".state/in/a.jsonl"));
    assertThat(found("./" + relative), contains(".state/in/a.jsonl"));
  }

  @Test
  void aGlobMatchesFilesAndLeavesFoldersAlone() throws Exception {
    file("in/day-1.jsonl");
    file("in/day-2.jsonl");
    file("in/night.jsonl");
    file("in/day-3/deep.jsonl");
    assertThat(found(at("in/day-*")), contains("in/day-1.jsonl", "in/day-2.jsonl"));
    assertThat(found(at("in/*")), contains("in/day-1.jsonl", "in/day-2.jsonl", "in/night.jsonl"));
  }

  @Test
  void aGlobLeavesOutWhatIsHiddenUnlessItAsksForIt() throws Exception {
    file("in/a.jsonl");
    file("in/.b.jsonl");
    file("in/_c.jsonl");
    file("in/.git/d.jsonl");
    file("in/_temporary/e.jsonl");
    Files.createSymbolicLink(root.resolve("in/.#lock.jsonl"), root.resolve("away/lock"));

    for (String all : List.of("in/*.jsonl", "in/*", "i?/*.jsonl", "in/**.jsonl", "{in,out}/*l")) {
      assertThat(all, found(at(all)), contains("in/a.jsonl"));
    }
    assertThat(found(at("in/.b*")), contains("in/.b.jsonl"));
    assertThat(found(at("in/{a,_c}.jsonl")), contains("in/_c.jsonl", "in/a.jsonl"));
    assertThat(found(at("in/_temp*/*")), contains("in/_temporary/e.jsonl"));
    String store = "store:" + root;
    assertThat(paths(store + "/in/*.jsonl"), contains(store + "/in/a.jsonl"));
    assertThat(paths(store + "/in/_c*"), contains(store + "/in/_c.jsonl"));
  }

  @Test
  void aFileThatIsNamedTwiceIsReadOnce() throws Exception {
    file("in/a.jsonl");
    file("in/b.jsonl");
    assertThat(
        found(at("in"), at("in/a.jsonl"), at("in/./a.jsonl"), at("in/*")),
        contains("in/a.jsonl", "in/b.jsonl"));
  }

  @Test
  void namesWithCharactersOfGlobsAndBlanksAreFound() throws Exception {
    file("in put/day [1].jsonl");
    assertThat(found(at("in put")), contains("in put/day [1].jsonl"));
    assertThat(found(at("in put/day [1].jsonl")), contains("in put/day [1].jsonl"));
  }

  @Test
  void aFolderIsMeantByItsNameThoughThatIsAGlobToo() throws Exception {
    for (String folder : List.of("in [1]", "a*", "{a,b}", "{open", "[open", "who?")) {
      file(folder + "/deep/day.jsonl");
      assertThat(found(at(folder)), contains(folder + "/deep/day.jsonl"));
    }
    assertThat(found(at("a*")), contains("a*/deep/day.jsonl"));
  }

  @Test
  void theFoldersThatAGlobIsInAreMeantByTheirNames() throws Exception {
    file("in [1]/a.jsonl");
    file("in [1]/a.csv");
    file("in [1]/day-1/b.jsonl");
    file("in 1/c.jsonl");
    assertThat(found(at("in [1]/*.jsonl")), contains("in [1]/a.jsonl"));
    assertThat(found(at("in [1]/**.jsonl")), contains("in [1]/a.jsonl", "in [1]/day-1/b.jsonl"));
    assertThat(found(at("in [1]/day-*")), contains("in [1]/day-1/b.jsonl"));
  }

  @Test
  void aGlobOfWhatIsNotThereByNameIsAGlob() throws Exception {
    file("in 1/c.jsonl");
    file("in 2/c.jsonl");
    file("in 2/.hidden/c.jsonl");
    file("in 3/c.csv");
    assertThat(found(at("in [12]")), contains("in 1/c.jsonl", "in 2/c.jsonl"));
    assertThat(found(at("in ?/*.{csv,jsonl}")).size(), is(3));
    assertThat(found("file://" + at("in [1]/*")), contains("in 1/c.jsonl"));
  }

  @Test
  void namesAreLiteralOnOtherFilesystemsToo() throws Exception {
    file("in [1]/a [2].jsonl");
    file("in [1]/deep/b.jsonl");
    file("in [1]/_temporary/c.jsonl");
    file("in 1/d.jsonl");
    String store = "store:" + root;
    assertThat(
        paths(store + "/in [1]"),
        contains(store + "/in [1]/a [2].jsonl", store + "/in [1]/deep/b.jsonl"));
    assertThat(paths(store + "/in [1]/a [2].jsonl"), contains(store + "/in [1]/a [2].jsonl"));
    assertThat(paths(store + "/in*/d.jsonl"), contains(store + "/in 1/d.jsonl"));
    assertThat(paths(store + "/in [0-9]"), contains(store + "/in 1/d.jsonl"));
    assertThrows(MissingInputException.class, () -> paths(store + "/in [2]"));
  }

  private static List<String> paths(String input) throws MissingInputException {
    return InputFiles.resolve(List.of(input)).stream().map(InputFile::path).toList();
  }

  @Test
  void onlyPlainFilesCanBeReadInRanges() throws Exception {
    file("a.jsonl");
    file("a.jsonl.gz");
    List<InputFile> files = InputFiles.resolve(List.of(root.toString()));
    assertThat(files.stream().map(InputFile::canBeSplit).toList(), contains(true, false));
  }

  @Test
  void anInputThatNamesNoFileIsRefusedByItsName() throws Exception {
    file("in/a.jsonl");
    for (String missing : List.of("none.jsonl", "in/*.csv", "none/", "{none")) {
      MissingInputException refusal =
          assertThrows(
              MissingInputException.class,
              () -> InputFiles.resolve(List.of(at("in"), at(missing))));
      assertThat(
          refusal.getMessage(),
          allOf(containsString(at(missing)), containsString("check the path")));
    }
  }

  @Test
  void aFolderThatIsEmptyIsAnEmptyInput() throws Exception {
    Files.createDirectories(root.resolve("empty"));
    for (String name : List.of(at("empty"), at("empty") + "/", "file:" + at("empty"))) {
      assertThat(name, InputFiles.resolve(List.of(name)).isEmpty(), is(true));
    }
    assertThat(InputFiles.resolve(List.of("file://" + at("empty"))).isEmpty(), is(true));
  }

  @Test
  void anInputOfAnUnknownFilesystemIsRefusedByItsName() {
    MissingInputException refusal =
        assertThrows(
            MissingInputException.class, () -> InputFiles.resolve(List.of("nofs://bucket/a")));
    assertThat(refusal.getMessage(), containsString("nofs://bucket/a"));
    assertThat(refusal.getCause() == null, is(false));
  }
}
