package io.muster.pipelines.source;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;

/**
 * A record of an Avro file as the line of JSON that it would be: the same paths, so that all behind
 * it is the same. A field that is null is left out, as if it were absent. Not thread-safe.
 */
final class AvroJson {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The line's bytes. */
  byte[] write(GenericRecord row) throws IOException {
    bytes.reset();
    try (JsonGenerator json = JsonScalars.FACTORY.createGenerator(bytes)) {
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
      case INT, LONG -> writeWhole(schema, ((Number) value).longValue(), json);
      case FLOAT -> JsonScalars.writeFloat((Float) value, json);
      case DOUBLE -> JsonScalars.writeDouble((Double) value, json);
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

  private static void writeWhole(Schema schema, long number, JsonGenerator json)
      throws IOException {
    // As it is written there: this version of Avro does not know all that others write.
    switch (Objects.requireNonNullElse(schema.getProp(LogicalType.LOGICAL_TYPE_PROP), "")) {
      case "timestamp-millis", "local-timestamp-millis" ->
          JsonScalars.writeMoment(number, ChronoUnit.MILLIS, json);
      case "timestamp-micros", "local-timestamp-micros" ->
          JsonScalars.writeMoment(number, ChronoUnit.MICROS, json);
      case "timestamp-nanos", "local-timestamp-nanos" ->
          JsonScalars.writeMoment(number, ChronoUnit.NANOS, json);
      case "date" -> JsonScalars.writeDay(number, json);
      case "time-millis" -> JsonScalars.writeTimeOfDay(number, ChronoUnit.MILLIS, json);
      case "time-micros" -> JsonScalars.writeTimeOfDay(number, ChronoUnit.MICROS, json);
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
      JsonScalars.writeDecimal(bytes, decimal.getScale(), json);
    } else {
      JsonScalars.writeBase64(bytes, json);
    }
  }
}
