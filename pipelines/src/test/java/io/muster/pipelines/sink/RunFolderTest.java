package io.muster.pipelines.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir private Path temporary;
  private Path path;
  private RunFolder folder;

  @BeforeAll
  static void fileSystems() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @BeforeEach
  void folder() {
    path = temporary.resolve("runs/run 1");
    folder = new RunFolder(path.toString());
  }

  private String mode(String name) throws IOException {
    Assumptions.assumeTrue(Files.getFileStore(temporary).supportsFileAttributeView("posix"));
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve(name)));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void isMadeReadyWithTheFoldersForPersonalDataForItsOwnerOnly() throws IOException {
    folder.prepare(List.of(RunFolder.LEDGER, RunFolder.DEAD_LETTERS));
    folder.prepare(List.of(RunFolder.LEDGER, RunFolder.DEAD_LETTERS));
    assertThat(names(path), contains("dead-letters", "ledger"));
    assertThat(mode("dead-letters"), is("rwx------"));
    assertThat(mode("ledger"), is("rwx------"));
  }

  @Test
  void filesAreTheirOwnersOnly() throws IOException {
    folder.write("dead-letters/1.jsonl", "{}\n");
    folder.write(RunFolder.REPORT_JSON, "{}\n");
    assertThat(mode("dead-letters/1.jsonl"), is("rw-------"));
    assertThat(mode(RunFolder.REPORT_JSON), is("rw-------"));
  }

  @Test
  void filesAppearWholeAndReplaceWhatWasThere() throws IOException {
    folder.write(RunFolder.REPORT_JSON, "a long text of an earlier run");
    folder.write(RunFolder.REPORT_JSON, "äöü 漢字");
    assertThat(folder.read(RunFolder.REPORT_JSON), is(Optional.of("äöü 漢字")));
    assertThat(names(path), contains(RunFolder.REPORT_JSON));
  }

  @Test
  void fileThatIsNotThereIsReadAsNone() throws IOException {
    assertThat(folder.read(RunFolder.REPORT_JSON), is(Optional.empty()));
    folder.prepare(List.of(RunFolder.LEDGER, RunFolder.DEAD_LETTERS));
    assertThat(folder.read(RunFolder.REPORT_JSON), is(Optional.empty()));
  }

  @Test
  void namesWithASlashAtTheEndAndRelativeOnesAreTheSameFolder() throws IOException {
    folder.write(RunFolder.REPORT_JSON, "text");
    String relative = Path.of("").toAbsolutePath().relativize(path.toAbsolutePath()).toString();
    for (String name :
        List.of(path + "/", relative, "./" + relative, "file://" + path, "file:" + path)) {
      RunFolder same = new RunFolder(name);
      same.prepare(List.of(RunFolder.LEDGER));
      assertThat(name, same.read(RunFolder.REPORT_JSON), is(Optional.of("text")));
    }
  }

  @Test
  void folderThatCannotBeMadeIsAFault() throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "a file");
    assertThrows(IOException.class, () -> folder.prepare(List.of(RunFolder.LEDGER)));
  }
}
