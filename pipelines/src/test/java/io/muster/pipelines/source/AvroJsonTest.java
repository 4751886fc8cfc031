package io.muster.pipelines.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

class AvroJsonTest {

  private static String json(Schema schema, Object value) throws IOException {
    Schema record =
        SchemaBuilder.record("R").fields().name("v").type(schema).noDefault().endRecord();
    GenericData.Record row = new GenericData.Record(record);
    row.put("v", value);
    String json = new String(new AvroJson().write(row), StandardCharsets.UTF_8);
    return json.equals("{}") ? "" : json.substring(5, json.length() - 1);
  }

  private static Schema logical(LogicalType type, Schema.Type of) {
    return type.addToSchema(Schema.create(of));
  }

  private static String number(Schema.Type type, Object value) throws IOException {
    return json(Schema.create(type), value);
  }

  @Test
  void plainValuesAreWhatTheyAreInJson() throws IOException {
    assertThat(json(Schema.create(Schema.Type.STRING), new Utf8("ä \"漢\"")), is("\"ä \\\"漢\\\"\""));
    assertThat(number(Schema.Type.BOOLEAN, true), is("true"));
    assertThat(number(Schema.Type.INT, -7), is("-7"));
    assertThat(number(Schema.Type.LONG, Long.MAX_VALUE), is("9223372036854775807"));
    assertThat(number(Schema.Type.DOUBLE, 1e21), is("1000000000000000000000"));
    assertThat("not 0.10000000149011612", number(Schema.Type.FLOAT, 0.1f), is("0.1"));
    assertThat(number(Schema.Type.DOUBLE, Double.NaN), is("\"NaN\""));
    assertThat(
        json(
            Schema.createEnum("E", null, null, List.of("realized")),
            new GenericData.EnumSymbol(
                Schema.createEnum("E", null, null, List.of("realized")), "realized")),
        is("\"realized\""));
  }

  @Test
  void timesAreIsoInUtcToTheirOwnPrecision() throws IOException {
    long millis = 1_763_632_800_123L;
    assertThat(
        json(logical(LogicalTypes.timestampMillis(), Schema.Type.LONG), millis),
        is("\"2025-11-20T10:00:00.123Z\""));
    assertThat(
        json(logical(LogicalTypes.timestampMicros(), Schema.Type.LONG), millis * 1_000 + 4),
        is("\"2025-11-20T10:00:00.123004Z\""));
    assertThat(
        json(logical(LogicalTypes.localTimestampMicros(), Schema.Type.LONG), -1L),
        is("\"1969-12-31T23:59:59.999999Z\""));
    assertThat(json(logical(LogicalTypes.date(), Schema.Type.INT), 20_412), is("\"2025-11-20\""));
    assertThat(
        json(logical(LogicalTypes.timeMillis(), Schema.Type.INT), 3_600_001),
        is("\"01:00:00.001\""));
  }

  /** Avro knows them from a later version on than the one that reads here. */
  @Test
  void nanosecondsAreTimesToo() throws IOException {
    Schema nanos = Schema.create(Schema.Type.LONG);
    nanos.addProp("logicalType", "timestamp-nanos");
    assertThat(json(nanos, 1_763_632_800_000_000_005L), is("\"2025-11-20T10:00:00.000000005Z\""));
    assertThat(
        json(logical(LogicalTypes.timeMicros(), Schema.Type.LONG), 3_600_000_001L),
        is("\"01:00:00.000001\""));
  }

  @Test
  void decimalsAreNumbersAndOtherBytesBase64() throws IOException {
    Schema decimal = logical(LogicalTypes.decimal(9, 2), Schema.Type.BYTES);
    assertThat(
        json(decimal, ByteBuffer.wrap(new BigDecimal("-12.30").unscaledValue().toByteArray())),
        is("-12.30"));
    ByteBuffer bytes = ByteBuffer.wrap("abc".getBytes(StandardCharsets.UTF_8));
    assertThat(json(Schema.create(Schema.Type.BYTES), bytes), is("\"YWJj\""));
    assertThat("it can be read again", bytes.remaining(), is(3));
  }

  @Test
  void recordsMapsAndArraysNestAndWhatIsNullIsAbsentButInAnArray() throws IOException {
    Schema text = Schema.create(Schema.Type.STRING);
    Schema optional = Schema.createUnion(Schema.create(Schema.Type.NULL), text);
    assertThat(json(optional, null), is(""));
    assertThat(json(optional, "x"), is("\"x\""));
    assertThat(json(Schema.createArray(optional), Arrays.asList("x", null)), is("[\"x\",null]"));
    assertThat(
        json(Schema.createMap(Schema.createArray(text)), Map.of(new Utf8("k"), List.of("v"))),
        is("{\"k\":[\"v\"]}"));
  }
}
