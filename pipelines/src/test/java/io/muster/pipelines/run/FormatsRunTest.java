package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.pipelines.source.SchemaFiles;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over Avro and Parquet files. */
class FormatsRunTest {

  private static final long MORNING = 1_763_632_800_000L;

  @TempDir private Path folder;
  private RunBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new RunBench(folder);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private Path input() throws IOException {
    return Files.createDirectories(folder.resolve("input"));
  }

  @Test
  void aFolderOfAllFormatsReachesTheListsAndALetterNamesItsFileAndRecord() throws Exception {
    GenericRecord nameless = SchemaFiles.account("hooli", "a1", MORNING);
    nameless.put("accountName", null);
    SchemaFiles.avro(
        input().resolve("one.avro"),
        64_000,
        List.of(SchemaFiles.account("acme", "a1", MORNING), nameless));
    SchemaFiles.parquet(
        input().resolve("two.parquet"),
        CompressionCodecName.SNAPPY,
        1 << 20,
        List.of(SchemaFiles.account("globex", "a1", MORNING)));
    Files.writeString(
        input().resolve("three.jsonl"),
        "{\"accountKey\":{\"sourceKey\":\"acme\"},\"accountOrganization\":{\"domain\":\"acme.com\"},"
            + "\"segmentMembership\":{\"ups\":{\"a1\":{\"status\":\"exited\","
            + "\"lastQualificationTime\":\"2025-11-20T10:00:01Z\"}}}}");

    RunOutcome outcome = bench.run("run", bench.workspace(), input());

    assertThat(outcome.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(
        bench.members(Vendor.BOMBORA, "First"), containsInAnyOrder("globex.com", "hooli.com"));
    assertThat(bench.members(Vendor.DEMANDBASE, "First"), containsInAnyOrder("globex"));
    JsonNode letter = bench.lines("dead-letters").get(0);
    assertThat(letter.path("code").asText(), is("MISSING_FIELD"));
    assertThat(letter.path("source").asText(), is(input().resolve("one.avro") + ":2"));
    assertThat(letter.at("/change/accountKey/sourceKey").asText(), is("hooli"));
  }

  @Test
  void ofTwoChangesOfOneTimeTheLaterRecordWins() throws Exception {
    GenericRecord later = SchemaFiles.account("acme", "a1", MORNING);
    ((GenericRecord) later.get("accountOrganization")).put("domain", "acme.org");
    SchemaFiles.parquet(
        input().resolve("day.parquet"),
        CompressionCodecName.GZIP,
        1 << 20,
        List.of(SchemaFiles.account("acme", "a1", MORNING), later));

    bench.run("run", bench.workspace(), input());

    assertThat(bench.members(Vendor.BOMBORA, "First"), containsInAnyOrder("acme.org"));
  }

  @Test
  void aBrokenFileFailsTheRunAndIsNamed() throws Exception {
    Path file =
        SchemaFiles.parquet(
            input().resolve("day.parquet"),
            CompressionCodecName.GZIP,
            1 << 20,
            List.of(SchemaFiles.account("acme", "a1", MORNING)));
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));

    RunException failure =
        assertThrows(RunException.class, () -> bench.run("run", bench.workspace(), input()));

    assertThat(failure.exitCode(), is(ExitCode.FAILED));
    assertThat(
        failure.getMessage(),
        allOf(containsString("day.parquet"), containsString("write the file again")));
    assertThat(bench.sandbox().calls(), is(empty()));
  }
}
