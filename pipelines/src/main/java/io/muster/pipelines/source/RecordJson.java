package io.muster.pipelines.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;

/**
 * A record with a schema as the line of JSON that it would be: the same paths, so that all behind
 * it is the same. A field that is null is left out, as if it were absent; times become ISO 8601 in
 * UTC, decimals numbers, and other bytes Base64. Not thread-safe.
 */
final class RecordJson {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  /** Of a time as Spark has long written it: nanoseconds of a day, and the day. */
  private static final String INT96 = "INT96";

  private static final int INT96_BYTES = 12;
  private static final long JULIAN_DAY_OF_1970 = 2_440_588;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The line's bytes. */
  byte[] write(GenericRecord row) throws IOException {
    bytes.reset();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      writeRecord(row.getSchema(), row, json);
    }
    return bytes.toByteArray();
  }

  private static void writeRecord(Schema schema, GenericRecord row, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    for (Schema.Field field : schema.getFields()) {
      Object value = row.get(field.pos());
      if (value != null) {
        json.writeFieldName(field.name());
        write(field.schema(), value, json);
      }
    }
    json.writeEndObject();
  }

  private static void write(Schema schema, Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
      return;
    }
    switch (schema.getType()) {
      case UNION -> write(branch(schema, value), value, json);
      case RECORD -> writeRecord(schema, (GenericRecord) value, json);
      case MAP -> writeMap(schema, (Map<?, ?>) value, json);
      case ARRAY -> {
        json.writeStartArray();
        for (Object each : (Collection<?>) value) {
          write(schema.getElementType(), each, json);
        }
        json.writeEndArray();
      }
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case INT, LONG -> writeWhole(schema.getLogicalType(), ((Number) value).longValue(), json);
      case FLOAT -> writeNumber(((Float) value).doubleValue(), value.toString(), json);
      case DOUBLE -> writeNumber((Double) value, value.toString(), json);
      case BYTES -> writeBytes(schema, unwrap((ByteBuffer) value), json);
      case FIXED -> writeBytes(schema, ((GenericFixed) value).bytes(), json);
      case NULL -> json.writeNull();
      // Text, and the names of an enumeration.
      default -> json.writeString(value.toString());
    }
  }

  private static Schema branch(Schema union, Object value) {
    return union.getTypes().get(GenericData.get().resolveUnion(union, value));
  }

  private static void writeMap(Schema schema, Map<?, ?> map, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.writeFieldName(entry.getKey().toString());
      write(schema.getValueType(), entry.getValue(), json);
    }
    json.writeEndObject();
  }

  /** The text of a float has its own digits, and not those of the double beside it. */
  private static void writeNumber(double number, String text, JsonGenerator json)
      throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(new BigDecimal(text));
    } else {
      json.writeString(text);
    }
  }

  private static void writeWhole(LogicalType type, long number, JsonGenerator json)
      throws IOException {
    String name = type == null ? "" : type.getName();
    switch (name) {
      case "timestamp-millis", "local-timestamp-millis" ->
          json.writeString(Instant.ofEpochMilli(number).toString());
      case "timestamp-micros", "local-timestamp-micros" ->
          json.writeString(Instant.EPOCH.plus(number, ChronoUnit.MICROS).toString());
      case "timestamp-nanos", "local-timestamp-nanos" ->
          json.writeString(
              Instant.ofEpochSecond(
                      Math.floorDiv(number, NANOS_PER_SECOND),
                      Math.floorMod(number, NANOS_PER_SECOND))
                  .toString());
      case "date" -> json.writeString(LocalDate.ofEpochDay(number).toString());
      case "time-millis" ->
          json.writeString(LocalTime.ofNanoOfDay(number * NANOS_PER_MILLI).toString());
      case "time-micros" ->
          json.writeString(LocalTime.ofNanoOfDay(number * NANOS_PER_MICRO).toString());
      default -> json.writeNumber(number);
    }
  }

  private static byte[] unwrap(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static void writeBytes(Schema schema, byte[] bytes, JsonGenerator json)
      throws IOException {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      json.writeNumber(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
    } else if (schema.getType() == Schema.Type.FIXED
        && schema.getName().equals(INT96)
        && bytes.length == INT96_BYTES) {
      json.writeString(int96(bytes).toString());
    } else {
      json.writeString(Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static Instant int96(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = buffer.getLong();
    long day = buffer.getInt() - JULIAN_DAY_OF_1970;
    return Instant.EPOCH.plus(day, ChronoUnit.DAYS).plusNanos(nanos);
  }
}
