package io.muster.pipelines.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.model.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows as other programs' libraries write them, whose schemas Avro would not allow or not know. */
class ParquetFileTest {

  @TempDir private Path folder;

  @BeforeEach
  void fileSystems() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  /** The line of JSON of a row. */
  private String line(String schema, Consumer<Group> fill) throws Exception {
    MessageType type = MessageTypeParser.parseMessageType("message row {" + schema + "}");
    Path file = folder.resolve("one.parquet");
    Group row = new SimpleGroup(type);
    fill.accept(row);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withType(type)
            .build()) {
      writer.write(row);
    }
    List<SourceRecord> records = FirstRecords.of(InputFiles.resolve(List.of(file.toString())), 2);
    assertThat(records.size(), is(1));
    return new String(records.get(0).value(), StandardCharsets.UTF_8);
  }

  /** As pandas writes them. */
  @Test
  void nanosecondsAreTimesToo() throws Exception {
    assertThat(
        line(
            "required int64 at (TIMESTAMP(NANOS,true)); required int64 before"
                + " (TIMESTAMP(NANOS,false)); required int64 noon (TIME(NANOS,true));",
            row ->
                row.append("at", 1_763_632_800_000_000_005L)
                    .append("before", -1L)
                    .append("noon", 43_200_000_000_001L)),
        is(
            "{\"at\":\"2025-11-20T10:00:00.000000005Z\","
                + "\"before\":\"1969-12-31T23:59:59.999999999Z\",\"noon\":\"12:00:00.000000001\"}"));
  }

  /** As Spark and DuckDB write the smaller ones. */
  @Test
  void aDecimalInAWholeNumberHasItsPoint() throws Exception {
    assertThat(
        line(
            "required int32 small (DECIMAL(9,2)); required int64 large (DECIMAL(18,4));"
                + " required binary bytes (DECIMAL(20,2));",
            row ->
                row.append("small", -1250)
                    .append("large", 12_345_678L)
                    .append("bytes", Binary.fromConstantByteArray(new byte[] {4, -46}))),
        is("{\"small\":-12.50,\"large\":1234.5678,\"bytes\":12.34}"));
  }

  /** As they become where JSON was turned into structs: its keys are names. */
  @Test
  void aFieldMayHaveAnyName() throws Exception {
    assertThat(
        line(
            "required group segmentMembership { required group ups {"
                + " optional group 5f3a-1 { optional binary status (STRING); }"
                + " optional group 5f3a-2 { optional binary status (STRING); } } }",
            row ->
                row.addGroup("segmentMembership")
                    .addGroup("ups")
                    .addGroup("5f3a-1")
                    .append("status", "realized")),
        is("{\"segmentMembership\":{\"ups\":{\"5f3a-1\":{\"status\":\"realized\"}}}}"));
  }

  @Test
  void valuesOfEachTypeAreWhatTheyAreInJson() throws Exception {
    ByteBuffer int96 = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    int96.putLong(36_000_000_000_005L).putInt(2_440_588 + 20_412);
    assertThat(
        line(
            "required boolean yes; required int32 i; required int64 l; required float f;"
                + " required double d; required int32 u (INTEGER(32,false));"
                + " required int64 v (INTEGER(64,false)); required int32 day (DATE);"
                + " required int64 ms (TIMESTAMP(MILLIS,true)); required int64 us"
                + " (TIMESTAMP(MICROS,true)); required int32 t (TIME(MILLIS,true));"
                + " required int96 old; required binary text (STRING); required binary bytes;"
                + " required fixed_len_byte_array(16) id (UUID); optional binary none (STRING);",
            row ->
                row.append("yes", true)
                    .append("i", -7)
                    .append("l", Long.MAX_VALUE)
                    .append("f", 0.1f)
                    .append("d", 1e21)
                    .append("u", -1)
                    .append("v", -1L)
                    .append("day", 20_412)
                    .append("ms", 1_763_632_800_123L)
                    .append("us", -1L)
                    .append("t", 3_600_001)
                    .append("old", Binary.fromConstantByteArray(int96.array()))
                    .append("text", "ä \"漢\"")
                    .append("bytes", Binary.fromString("abc"))
                    .append("id", Binary.fromConstantByteArray(new byte[16]))),
        is(
            "{\"yes\":true,\"i\":-7,\"l\":9223372036854775807,\"f\":0.1,"
                + "\"d\":1000000000000000000000,\"u\":4294967295,\"v\":18446744073709551615,"
                + "\"day\":\"2025-11-20\",\"ms\":\"2025-11-20T10:00:00.123Z\","
                + "\"us\":\"1969-12-31T23:59:59.999999Z\",\"t\":\"01:00:00.001\","
                + "\"old\":\"2025-11-20T10:00:00.000000005Z\",\"text\":\"ä \\\"漢\\\"\","
                + "\"bytes\":\"YWJj\",\"id\":\"00000000-0000-0000-0000-000000000000\"}"));
  }

  /** As the format has them now, and as older writers had them. */
  @Test
  void listsAndMapsAreWhatTheyHoldWhoeverWroteThem() throws Exception {
    assertThat(
        line(
            "required group now (LIST) { repeated group list { optional binary element (STRING); } }"
                + " required group two (LIST) { repeated group array { required int32 n; } }"
                + " required group plain (LIST) { repeated int32 array; }"
                + " repeated int32 bare; repeated int32 empty;"
                + " required group map (MAP) { repeated group key_value { required binary key"
                + " (STRING); optional int32 value; } }",
            row -> {
              Group now = row.addGroup("now");
              now.addGroup("list").append("element", "x");
              now.addGroup("list");
              row.addGroup("two").addGroup("array").append("n", 1);
              row.addGroup("plain").append("array", 2);
              row.append("bare", 3).append("bare", 4);
              Group map = row.addGroup("map");
              map.addGroup("key_value").append("key", "k.1").append("value", 5);
              map.addGroup("key_value").append("key", "none");
            }),
        is(
            "{\"now\":[\"x\",null],\"two\":[{\"n\":1}],\"plain\":[2],\"bare\":[3,4],"
                + "\"empty\":[],\"map\":{\"k.1\":5,\"none\":null}}"));
  }
}
