package io.muster.pipelines.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTest {

  @TempDir private Path root;

  @BeforeAll
  static void fileSystems() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "b [x]", "a*", "who?", "{a,b}", "{open", "[open", "back\\slash"})
  void holdsWhatWasWrittenWhateverItsNameIs(String name) throws Exception {
    Folder folder = Folder.at(root.resolve(name).toString()).below("deep");
    folder.make();
    folder.write("one [1].jsonl", "1\n");
    folder.write("two.jsonl", "22\n");
    Files.createDirectory(root.resolve(name).resolve("deep").resolve("no-file"));

    assertThat(folder.files(), containsInAnyOrder("one [1].jsonl", "two.jsonl"));
    assertThat(folder.size("two.jsonl"), is(3L));
    assertThat(folder.size("one [1].jsonl"), is(2L));
    assertThat(folder.size("none [1].jsonl"), is(0L));
  }

  @Test
  void aNameIsNoGlobForOthers() throws Exception {
    file("b x/1.jsonl");
    Files.createDirectory(root.resolve("b [x]"));
    assertThat(Folder.at(root + "/b [x]").files(), is(empty()));
  }

  @Test
  void nothingIsLeftOfAFileThatCannotBePutInItsPlace() throws Exception {
    file("report.json/in its place");
    assertThrows(IOException.class, () -> Folder.at(root.toString()).write("report.json", "{}"));
    assertThat(Folder.at(root.toString()).files(), is(empty()));
  }

  @Test
  void oneThatIsNotThereHoldsNothing() throws Exception {
    assertThat(Folder.at(root + "/none").files(), is(empty()));
  }

  @Test
  void namesAreLiteralOnOtherFilesystemsToo() throws Exception {
    file("b [x]/1.jsonl");
    file("b [x]/deep/2.jsonl");
    file("b x/3.jsonl");
    file("b (x)/4.jsonl");
    Folder folder = Folder.at("store:" + root + "/b [x]");
    assertThat(folder.files(), is(List.of("1.jsonl")));
    assertThat(folder.size("1.jsonl"), is(3L));
    assertThat(folder.size("4.jsonl"), is(0L));
    assertThat(
        new String(folder.open("1.jsonl").readAllBytes(), StandardCharsets.UTF_8), is("{}\n"));
  }

  private void file(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{}\n");
  }
}
