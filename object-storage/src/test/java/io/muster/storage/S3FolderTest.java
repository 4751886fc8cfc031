package io.muster.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.pipelines.files.FileTree;
import io.muster.pipelines.files.Folder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What state and run folders rely on, of Beam's filesystem for S3. */
class S3FolderTest {

  private static S3Server server;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = S3Server.start(folder);
    server.createBucket("bucket");
    FileSystems.setDefaultPipelineOptions(
        PipelineOptionsFactory.fromArgs("--endpoint=" + server.endpoint()).create());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void aTextIsReplacedInOneStepAndReadAgain() throws Exception {
    Folder folder = Folder.at("s3://bucket/texts");
    folder.make();
    folder.write("current", "one");
    folder.write("current", "two");

    assertThat(folder.read("current"), is(Optional.of("two")));
    assertThat(folder.files(), containsInAnyOrder("current"));
  }

  @Test
  void whatIsNotThereIsEmptyAndNoFault() throws Exception {
    Folder folder = Folder.at("s3://bucket/nothing");

    assertThat(folder.read("current"), is(Optional.empty()));
    assertThat(folder.size("current"), is(0L));
    assertThat(folder.files(), is(empty()));
    assertThrows(FileNotFoundException.class, () -> folder.open("current"));
    folder.delete(List.of("current"));
  }

  @Test
  void bytesComeBackAsTheyWereWritten() throws Exception {
    Folder folder = Folder.at("s3://bucket/bytes [1]");
    byte[] bytes = "é€😀\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = folder.create("generation-000001.notes")) {
      out.write(bytes);
    }

    assertThat(folder.size("generation-000001.notes"), is((long) bytes.length));
    try (InputStream in = folder.open("generation-000001.notes")) {
      assertThat(in.readAllBytes(), is(bytes));
    }
  }

  @Test
  void whatIsDeletedIsGoneAndTheRestStays() throws Exception {
    Folder folder = Folder.at("s3://bucket/segments");
    for (String name : List.of("1.notes", "2.notes", "3.notes")) {
      folder.write(name, name);
    }
    folder.delete(List.of("1.notes", "3.notes"));

    assertThat(folder.files(), containsInAnyOrder("2.notes"));
  }

  @Test
  void aFileThatGoesWhileItIsReadIsAFaultThatCanBeCaught() throws Exception {
    Folder folder = Folder.at("s3://bucket/going");
    folder.write("current", "one");
    try (InputStream in = folder.open("current")) {
      folder.delete(List.of("current"));

      assertThat(
          assertThrows(IOException.class, in::readAllBytes).getMessage(),
          containsString("Status Code: 404"));
    }
  }

  @Test
  void aFileThatGoesMeanwhileTakesNoOthersFromTheListing() throws Exception {
    Folder folder = Folder.at("s3://bucket/busy");
    folder.write("stays", "one");
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> busy =
        CompletableFuture.runAsync(
            () -> {
              while (!done.get()) {
                write(folder, "goes");
                delete(folder, "goes");
              }
            });
    try {
      for (int look = 0; look < 200; look++) {
        assertThat(folder.files(), hasItem("stays"));
      }
    } finally {
      done.set(true);
      busy.get();
    }
  }

  private static void write(Folder folder, String name) {
    try {
      folder.write(name, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Folder folder, String name) {
    try {
      folder.delete(List.of(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aBucketThatIsNotThereIsAFaultThatCanBeCaught() {
    Folder folder = Folder.at("s3://elsewhere/texts");

    assertThat(
        assertThrows(IOException.class, () -> folder.write("current", "one")).getMessage(),
        containsString("Status Code: 404"));
  }

  @Test
  void hiddenNamesAndThoseOfOtherFoldersAreLeftOut() throws Exception {
    for (String name : List.of("in/1.jsonl", "in/deep/2.jsonl", "in/_SUCCESS", "in2/3.jsonl")) {
      server.put("bucket/trees/" + name, "{}");
    }

    assertThat(
        FileTree.of("s3://bucket").below("s3://bucket/trees/in").stream()
            .map(file -> file.path())
            .toList(),
        containsInAnyOrder("s3://bucket/trees/in/1.jsonl", "s3://bucket/trees/in/deep/2.jsonl"));
  }
}
