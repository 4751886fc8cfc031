package io.muster.pipelines.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.coders.SourceRecordCoder;
import io.muster.model.SourceRecord;
import io.muster.parse.RecordParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPipelineExtension.class)
class ReadJsonLinesTest {

  @TempDir private Path folder;

  @BeforeEach
  void fileSystems(TestPipeline pipeline) {
    FileSystems.setDefaultPipelineOptions(pipeline.getOptions());
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Path file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private ReadJsonLines read(Path... files) throws Exception {
    return ReadJsonLines.of(InputFiles.resolve(Arrays.stream(files).map(Path::toString).toList()));
  }

  /** Runs, and compares {@code file:line text} of all records. */
  private static void expect(Pipeline pipeline, ReadJsonLines read, List<String> expected) {
    expect("records", pipeline, read, expected);
  }

  private static void expect(
      String where, Pipeline pipeline, ReadJsonLines read, List<String> expected) {
    List<String> sorted = new ArrayList<>(expected);
    Collections.sort(sorted);
    PAssert.that(pipeline.apply(read))
        .satisfies(
            records -> {
              List<String> found = new ArrayList<>();
              for (SourceRecord record : records) {
                Path path = Path.of(record.position().source());
                found.add(
                    "%s:%d %s"
                        .formatted(
                            path.getFileName(),
                            record.position().offset(),
                            new String(record.value(), StandardCharsets.UTF_8)));
              }
              Collections.sort(found);
              assertThat(where, found, is(sorted));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void recordsKnowTheirFileAndLine(TestPipeline pipeline) throws Exception {
    Path one = file("one.jsonl", "{\"a\":1}\r\n\n{\"ä\":\"漢\"}\n");
    Path two = file("two.jsonl", "{}");
    expect(
        pipeline,
        read(one, two),
        List.of(
            "one.jsonl:1 {\"a\":1}",
            "one.jsonl:2 ",
            "one.jsonl:3 {\"ä\":\"漢\"}",
            "two.jsonl:1 {}"));
  }

  @Test
  void byteOrderMarkIsLeftToTheParser(TestPipeline pipeline) throws Exception {
    expect(pipeline, read(file("bom.jsonl", "\uFEFF{}\n")), List.of("bom.jsonl:1 \uFEFF{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty.jsonl", "empty.jsonl.gz"})
  void emptyFileHasNoRecords(String name, TestPipeline pipeline) throws Exception {
    expect(pipeline, read(file(name, "")), List.of());
  }

  @Test
  void largePlainFileIsReadInRangesWithTheSameLines(TestPipeline pipeline) throws Exception {
    long seed = RandomGenerator.getDefault().nextLong();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int line = 1; line <= 600; line++) {
      // Now and then longer than a range, or nothing at all.
      int length = random.nextInt(50) == 0 ? random.nextInt(2_000) : random.nextInt(30);
      String value = line + "x".repeat(length);
      text.append(value);
      expected.add("large.jsonl:%d %s".formatted(line, value));
      boolean last = line == 600;
      text.append(last && random.nextBoolean() ? "" : random.nextBoolean() ? "\n" : "\r\n");
    }
    ReadJsonLines read = read(file("large.jsonl", text.toString()));
    expect("seed " + seed, pipeline, read.inRangesOf(50 + random.nextInt(500)), expected);
  }

  @Test
  void compressedFileIsReadInOneGoWhateverItsSize(TestPipeline pipeline) throws Exception {
    ReadJsonLines read = read(file("day.jsonl.gz", gzip("1\n2\n3\n4\n")));
    expect(
        pipeline,
        read.inRangesOf(1),
        List.of("day.jsonl.gz:1 1", "day.jsonl.gz:2 2", "day.jsonl.gz:3 3", "day.jsonl.gz:4 4"));
  }

  @Test
  void gzipOfSeveralMembersIsReadToItsEnd(TestPipeline pipeline) throws Exception {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(gzip("1\n2\nhal"));
    members.write(gzip(""));
    members.write(gzip("f\n4\n"));
    expect(
        pipeline,
        read(file("day.jsonl.gz", members.toByteArray())),
        List.of("day.jsonl.gz:1 1", "day.jsonl.gz:2 2", "day.jsonl.gz:3 half", "day.jsonl.gz:4 4"));
  }

  /** Cut in its header, its data and its trailer. */
  @ParameterizedTest
  @ValueSource(ints = {3, 9, 30, -9, -5, -1})
  void gzipThatBreaksOffEndsTheRunByName(int length, TestPipeline pipeline) throws Exception {
    byte[] whole = gzip("{\"a\":1}\n{\"b\":2}\n".repeat(50));
    byte[] part = Arrays.copyOf(whole, length > 0 ? length : whole.length + length);
    Path file = file("day.jsonl.gz", part);
    pipeline.apply(read(file));

    UnreadableInputException failure = unreadable(pipeline);
    assertThat(
        failure.getMessage(),
        allOf(
            containsString(file.getFileName().toString()),
            containsString("cut off or damaged"),
            containsString("write the file again")));
  }

  @Test
  void damagedGzipEndsTheRunByName(TestPipeline pipeline) throws Exception {
    byte[] bytes = gzip("{\"a\":1}\n".repeat(50));
    bytes[bytes.length - 6]++;
    pipeline.apply(read(file("day.jsonl.gz", bytes)));
    assertThat(
        unreadable(pipeline).getMessage(),
        allOf(containsString("day.jsonl.gz"), containsString("damaged")));
  }

  @Test
  @EnabledOnOs(OS.LINUX) // which can say what a process has open
  void gzipThatBreaksOffInItsHeaderIsNotLeftOpen() throws Exception {
    Path file = file("day.jsonl.gz", Arrays.copyOf(gzip("{}\n"), 5));
    assertThrows(IOException.class, () -> ReadJsonLines.open(file.toString(), 0));
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(open.noneMatch(each -> isLinkTo(file, each)), is(true));
    }
  }

  private static boolean isLinkTo(Path file, Path link) {
    try {
      return Files.readSymbolicLink(link).equals(file.toRealPath());
    } catch (IOException e) {
      return false; // it was closed meanwhile
    }
  }

  @Test
  void secondMemberThatBreaksOffEndsTheRunByName(TestPipeline pipeline) throws Exception {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(gzip("1\n2\n"));
    members.write(Arrays.copyOf(gzip("3\n4\n"), 5));
    pipeline.apply(read(file("day.jsonl.gz", members.toByteArray())));
    assertThat(unreadable(pipeline).getMessage(), containsString("day.jsonl.gz"));
  }

  private static byte[] zip(String... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry.length() + ".jsonl"));
        out.write(entry.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void zipIsReadEntryByEntry(TestPipeline pipeline) throws Exception {
    Path day = file("day.zip", zip("1\n2\n", "3\n"));
    Path nothing = file("nothing.zip", zip());
    expect(pipeline, read(day, nothing), List.of("day.zip:1 1", "day.zip:2 2", "day.zip:3 3"));
  }

  @Test
  void lastLineOfAZipsEntryNeedsNoLineEnd() throws Exception {
    Path day = file("day.zip", zip("1\n2", "", "3", "4\n"));
    assertThat(new String(contentOf(day), StandardCharsets.UTF_8), is("1\n2\n3\n4\n"));
  }

  @Test
  void entriesThatMacOsAddsToAZipAreNoLines() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String name : List.of("./in/day.jsonl", "__MACOSX/in/._day.jsonl", "in/.DS_Store")) {
        out.putNextEntry(new ZipEntry(name));
        out.write((name + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Path day = file("day.zip", bytes.toByteArray());
    assertThat(new String(contentOf(day), StandardCharsets.UTF_8), is("./in/day.jsonl\n"));
  }

  /** Between two entries, and at the head of the second, Java's own stream says nothing. */
  @Test
  void zipThatBreaksOffAnywhereIsNotTakenForWhole() throws Exception {
    byte[] whole = zip("1\n2\n", "3\n");
    for (int length = 1; length < whole.length - 18; length++) {
      Path day = file("day.zip", Arrays.copyOf(whole, length));
      assertThrows(IOException.class, () -> contentOf(day), "the first " + length + " bytes");
    }
  }

  private static byte[] contentOf(Path file) throws IOException {
    try (InputStream in = ReadJsonLines.open(file.toString(), 0)) {
      return in.readAllBytes();
    }
  }

  @Test
  void fileThatIsGoneEndsTheRunByName(TestPipeline pipeline) throws Exception {
    Path file = file("day.jsonl", "1\n");
    ReadJsonLines read = read(file);
    Files.delete(file);
    pipeline.apply(read);
    assertThat(unreadable(pipeline).getMessage(), containsString("day.jsonl"));
  }

  @Test
  void fileThatBecomesShorterWhileItIsReadIsNotTakenForWhole(TestPipeline pipeline)
      throws Exception {
    Path file = file("day.jsonl", "{}\n{}\n");
    long counted = Files.size(file) + 3;
    FileRange range = new FileRange(file.toString(), 3, counted, 2);
    pipeline
        .apply(Create.of(range).withCoder(new FileRangeCoder()))
        .apply(ParDo.of(new ReadJsonLines.ReadLinesFn(RecordParser.MAX_BYTES)))
        .setCoder(SourceRecordCoder.of());
    assertThat(
        unreadable(pipeline).getMessage(),
        allOf(containsString("day.jsonl"), containsString("shorter"), containsString("line 2")));
  }

  @Test
  void theEndOfALargeFileIsKnownAlsoWhereItIsOneRange(TestPipeline pipeline) throws Exception {
    Path path = file("day.jsonl", "{}\n".repeat(2 << 20));
    long size = Files.size(path);
    PAssert.that(
            pipeline
                .apply(Create.of(new InputFile(path.toString(), size, true)))
                .apply(ParDo.of(new ReadJsonLines.SplitFn(2 * size)))
                .setCoder(new FileRangeCoder()))
        .containsInAnyOrder(new FileRange(path.toString(), 0, size, 1));
    pipeline.run().waitUntilFinish();
  }

  private static UnreadableInputException unreadable(TestPipeline pipeline) {
    Throwable failure =
        assertThrows(RuntimeException.class, () -> pipeline.run().waitUntilFinish());
    while (!(failure instanceof UnreadableInputException)) {
      failure = failure.getCause();
      if (failure == null) {
        throw new AssertionError("the run failed, but not as an unreadable input");
      }
    }
    return (UnreadableInputException) failure;
  }

  @Test
  void lineThatIsTooLargeIsHandedOnByItsBeginning(TestPipeline pipeline) throws Exception {
    byte[] large = new byte[5 << 20];
    Arrays.fill(large, (byte) 'x');
    large[large.length - 3] = '\n';
    byte[] exact = new byte[RecordParser.MAX_BYTES];
    Arrays.fill(exact, (byte) 'y');
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(exact);
    bytes.write('\n');
    bytes.write(large);
    ReadJsonLines read = read(file("large.jsonl", bytes.toByteArray())).inRangesOf(1 << 20);

    PAssert.that(pipeline.apply(read))
        .satisfies(
            records -> {
              List<String> found = new ArrayList<>();
              for (SourceRecord record : records) {
                int length = record.value().length;
                assertThat(length, is(lessThanOrEqualTo(RecordParser.MAX_BYTES + 2)));
                boolean tooLarge = length > RecordParser.MAX_BYTES;
                found.add(record.position().offset() + (tooLarge ? " too large" : " fits"));
              }
              Collections.sort(found);
              assertThat(found, is(List.of("1 fits", "2 too large", "3 fits")));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }
}
