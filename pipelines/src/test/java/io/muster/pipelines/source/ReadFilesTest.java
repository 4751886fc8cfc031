package io.muster.pipelines.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.model.SourceRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPipelineExtension.class)
class ReadFilesTest {

  private static final long MORNING = 1_763_632_800_000L;

  @TempDir private Path folder;

  @BeforeEach
  void fileSystems(TestPipeline pipeline) {
    FileSystems.setDefaultPipelineOptions(pipeline.getOptions());
  }

  private static List<GenericRecord> accounts(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> SchemaFiles.account("a" + number, "a1", MORNING))
        .toList();
  }

  private static String json(String id) {
    return ("{\"accountKey\":{\"sourceKey\":\"%1$s\"},\"accountName\":\"%1$s Inc\","
            + "\"accountOrganization\":{\"domain\":\"%1$s.com\"},\"identityMap\":{\"b2b_account\":"
            + "[{\"id\":\"%1$s\",\"primary\":true}]},\"segmentMembership\":{\"ups\":{\"a1\":"
            + "{\"status\":\"realized\",\"lastQualificationTime\":\"2025-11-20T10:00:00Z\"}}}}")
        .formatted(id);
  }

  private static List<InputFile> files(Path... paths) throws Exception {
    return InputFiles.resolve(Arrays.stream(paths).map(Path::toString).toList());
  }

  private static String show(SourceRecord record) {
    return "%s:%d %s"
        .formatted(
            Path.of(record.position().source()).getFileName(),
            record.position().offset(),
            new String(record.value(), StandardCharsets.UTF_8));
  }

  private static void expect(
      Pipeline pipeline,
      PTransform<PBegin, PCollection<SourceRecord>> read,
      List<String> expected) {
    List<String> sorted = new ArrayList<>(expected);
    Collections.sort(sorted);
    PAssert.that(pipeline.apply(read))
        .satisfies(
            records -> {
              List<String> found = new ArrayList<>();
              records.forEach(record -> found.add(show(record)));
              Collections.sort(found);
              assertThat(found, is(sorted));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static List<String> numbered(String file, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> file + ":" + (number + 1) + " " + json("a" + number))
        .toList();
  }

  @Test
  void aFolderOfMixedFormatsIsReadWholeAndEachRecordKnowsItsFileAndNumber(TestPipeline pipeline)
      throws Exception {
    Files.writeString(folder.resolve("one.jsonl"), "{}\n\n[]\n");
    SchemaFiles.avro(folder.resolve("two.avro"), 64_000, accounts(3));
    SchemaFiles.parquet(
        folder.resolve("three.PARQUET"), CompressionCodecName.SNAPPY, 1 << 20, accounts(2));
    List<String> expected =
        new ArrayList<>(List.of("one.jsonl:1 {}", "one.jsonl:2 ", "one.jsonl:3 []"));
    expected.addAll(numbered("two.avro", 3));
    expected.addAll(numbered("three.PARQUET", 2));

    expect(pipeline, ReadFiles.of(files(folder)), expected);
  }

  @Test
  void filesOfAnyFormatAreReadInRangesOfTheSizeThatIsAskedFor(TestPipeline pipeline)
      throws Exception {
    Files.writeString(folder.resolve("one.jsonl"), "{}\n".repeat(50));
    SchemaFiles.avro(folder.resolve("two.avro"), 2_000, accounts(300));
    List<String> expected = new ArrayList<>(numbered("two.avro", 300));
    IntStream.rangeClosed(1, 50).forEach(line -> expected.add("one.jsonl:" + line + " {}"));

    expect(pipeline, ReadFiles.of(files(folder)).inRangesOf(10), expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
  void aParquetFileIsReadInItsRowGroupsHoweverItIsCompressed(
      CompressionCodecName codec, TestPipeline pipeline) throws Exception {
    Path file = SchemaFiles.parquet(folder.resolve("day.parquet"), codec, 2_000, accounts(300));
    assertThat(
        FileFormat.PARQUET.open(file.toString()).split(file.toString(), 1).size(),
        is(greaterThan(2)));

    expect(pipeline, ReadRecords.of(files(file)).inRangesOf(1), numbered("day.parquet", 300));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3_000, 100_000})
  void anAvroFileIsReadInPartsThatBeginWithItsBlocks(long bytes, TestPipeline pipeline)
      throws Exception {
    Path file = SchemaFiles.avro(folder.resolve("day.avro"), 1_000, accounts(500));

    expect(pipeline, ReadRecords.of(files(file)).inRangesOf(bytes), numbered("day.avro", 500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty.avro", "empty.parquet"})
  void aFileWithoutRecordsHasNone(String name, TestPipeline pipeline) throws Exception {
    Path file = folder.resolve(name);
    if (name.endsWith(".avro")) {
      SchemaFiles.avro(file, 1_000, List.of());
    } else {
      SchemaFiles.parquet(file, CompressionCodecName.SNAPPY, 1_000, List.of());
    }

    expect(pipeline, ReadRecords.of(files(file)).inRangesOf(1), List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"broken.avro", "broken.parquet"})
  void aDamagedFileIsNamedWhereverItIsDamaged(String name, TestPipeline pipeline) throws Exception {
    Path file = folder.resolve(name);
    if (name.endsWith(".avro")) {
      SchemaFiles.avro(file, 1_000, accounts(100));
    } else {
      SchemaFiles.parquet(file, CompressionCodecName.GZIP, 1_000, accounts(100));
    }
    byte[] whole = Files.readAllBytes(file);
    Arrays.fill(whole, whole.length / 3, whole.length / 2, (byte) 0x5A);
    Files.write(file, whole);
    pipeline.apply(ReadFiles.of(files(file)));

    Throwable failure =
        assertThrows(RuntimeException.class, () -> pipeline.run().waitUntilFinish());

    while (!(failure instanceof UnreadableInputException) && failure.getCause() != null) {
      failure = failure.getCause();
    }
    assertThat(failure.getMessage(), allOf(containsString(name), containsString("after record")));
  }

  @Test
  void whatIsNoSuchFileAtAllIsNamedToo(TestPipeline pipeline) throws IOException {
    for (String name : List.of("text.avro", "text.parquet")) {
      Path file = Files.writeString(folder.resolve(name), "{\"a\":1}\n");

      UnreadableInputException failure =
          assertThrows(UnreadableInputException.class, () -> FirstRecords.of(files(file), 5));

      assertThat(failure.getMessage(), containsString(name));
    }
  }

  @Test
  void theFirstRecordsComeInTheOrderOfTheFilesWhateverTheirFormat() throws Exception {
    SchemaFiles.avro(folder.resolve("b.avro"), 64_000, accounts(3));
    SchemaFiles.parquet(
        folder.resolve("a.parquet"), CompressionCodecName.SNAPPY, 1 << 20, accounts(2));
    Files.writeString(folder.resolve("c.jsonl"), "\n{}\n");

    assertThat(
        FirstRecords.of(files(folder), 4).stream().map(ReadFilesTest::show).toList(),
        is(
            List.of(
                "a.parquet:1 " + json("a0"),
                "a.parquet:2 " + json("a1"),
                "b.avro:1 " + json("a0"),
                "b.avro:2 " + json("a1"))));
    assertThat(FirstRecords.of(files(folder), 100).size(), is(6));
    assertThat(show(FirstRecords.of(files(folder), 100).get(5)), is("c.jsonl:2 {}"));
  }
}
