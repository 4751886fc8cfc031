package io.muster.pipelines.source;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * A row of a Parquet file as the line of JSON that it would be: the same paths, so that all behind
 * it is the same. A field that is null is left out, as if it were absent. By the file's own schema,
 * and not by way of Avro's: that allows fewer names than a column or a field of a struct may have,
 * such as an audience's id, and has neither decimals in whole numbers nor nanoseconds. Not
 * thread-safe.
 */
final class ParquetJson {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The line's bytes. */
  byte[] write(Group row) throws IOException {
    bytes.reset();
    try (JsonGenerator json = JsonScalars.FACTORY.createGenerator(bytes)) {
      writeFields(row, json);
    }
    return bytes.toByteArray();
  }

  private static void writeFields(Group group, JsonGenerator json) throws IOException {
    GroupType type = group.getType();
    json.writeStartObject();
    for (int field = 0; field < type.getFieldCount(); field++) {
      boolean repeated = type.getType(field).isRepetition(Type.Repetition.REPEATED);
      if (repeated || group.getFieldRepetitionCount(field) > 0) {
        json.writeFieldName(type.getFieldName(field));
        if (repeated) {
          writeRepeated(group, field, json);
        } else {
          write(group, field, 0, json);
        }
      }
    }
    json.writeEndObject();
  }

  /** A list without a list's frame. */
  private static void writeRepeated(Group group, int field, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
      write(group, field, i, json);
    }
    json.writeEndArray();
  }

  private static void write(Group parent, int field, int index, JsonGenerator json)
      throws IOException {
    Type type = parent.getType().getType(field);
    if (type.isPrimitive()) {
      writeScalar(type.asPrimitiveType(), parent, field, index, json);
      return;
    }
    Group group = parent.getGroup(field, index);
    LogicalTypeAnnotation kind = type.getLogicalTypeAnnotation();
    if (kind instanceof ListLogicalTypeAnnotation) {
      writeList(group, json);
    } else if (kind instanceof MapLogicalTypeAnnotation
        || kind instanceof MapKeyValueTypeAnnotation) {
      writeMap(group, json);
    } else {
      writeFields(group, json);
    }
  }

  private static void writeList(Group list, JsonGenerator json) throws IOException {
    if (isElement(list.getType().getType(0), list.getType().getName())) {
      writeRepeated(list, 0, json);
      return;
    }
    json.writeStartArray();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      writeOrNull(list.getGroup(0, i), 0, json);
    }
    json.writeEndArray();
  }

  /** Whether what is repeated is the element itself, as older writers have it, or its frame. */
  private static boolean isElement(Type repeated, String list) {
    if (repeated.isPrimitive() || repeated.asGroupType().getFieldCount() != 1) {
      return true;
    }
    return repeated.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED)
        || repeated.getName().equals("array")
        || repeated.getName().equals(list + "_tuple");
  }

  private static void writeMap(Group map, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      Group entry = map.getGroup(0, i);
      json.writeFieldName(entry.getValueToString(0, 0));
      writeOrNull(entry, 1, json);
    }
    json.writeEndObject();
  }

  private static void writeOrNull(Group group, int field, JsonGenerator json) throws IOException {
    if (field < group.getType().getFieldCount() && group.getFieldRepetitionCount(field) > 0) {
      write(group, field, 0, json);
    } else {
      json.writeNull();
    }
  }

  private static void writeScalar(
      PrimitiveType type, Group group, int field, int index, JsonGenerator json)
      throws IOException {
    switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> json.writeBoolean(group.getBoolean(field, index));
      case INT32 -> writeWhole(type, group.getInteger(field, index), json);
      case INT64 -> writeWhole(type, group.getLong(field, index), json);
      case FLOAT -> JsonScalars.writeFloat(group.getFloat(field, index), json);
      case DOUBLE -> JsonScalars.writeDouble(group.getDouble(field, index), json);
      case INT96 -> JsonScalars.writeInt96(group.getInt96(field, index).getBytes(), json);
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          writeBytes(
              type.getLogicalTypeAnnotation(), group.getBinary(field, index).getBytes(), json);
    }
  }

  private static void writeWhole(PrimitiveType type, long number, JsonGenerator json)
      throws IOException {
    LogicalTypeAnnotation kind = type.getLogicalTypeAnnotation();
    if (kind instanceof DateLogicalTypeAnnotation) {
      JsonScalars.writeDay(number, json);
    } else if (kind instanceof TimestampLogicalTypeAnnotation moment) {
      JsonScalars.writeMoment(number, unit(moment.getUnit()), json);
    } else if (kind instanceof TimeLogicalTypeAnnotation time) {
      JsonScalars.writeTimeOfDay(number, unit(time.getUnit()), json);
    } else if (kind instanceof DecimalLogicalTypeAnnotation decimal) {
      json.writeNumber(BigDecimal.valueOf(number, decimal.getScale()));
    } else if (kind instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()) {
      boolean small = type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT32;
      json.writeNumber(
          new BigDecimal(
              Long.toUnsignedString(small ? Integer.toUnsignedLong((int) number) : number)));
    } else {
      json.writeNumber(number);
    }
  }

  private static ChronoUnit unit(LogicalTypeAnnotation.TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  private static void writeBytes(LogicalTypeAnnotation kind, byte[] bytes, JsonGenerator json)
      throws IOException {
    if (kind instanceof StringLogicalTypeAnnotation
        || kind instanceof EnumLogicalTypeAnnotation
        || kind instanceof JsonLogicalTypeAnnotation) {
      json.writeString(new String(bytes, StandardCharsets.UTF_8));
    } else if (kind instanceof DecimalLogicalTypeAnnotation decimal) {
      JsonScalars.writeDecimal(bytes, decimal.getScale(), json);
    } else if (kind instanceof UUIDLogicalTypeAnnotation) {
      ByteBuffer halves = ByteBuffer.wrap(bytes);
      json.writeString(new UUID(halves.getLong(), halves.getLong()).toString());
    } else {
      JsonScalars.writeBase64(bytes, json);
    }
  }
}
