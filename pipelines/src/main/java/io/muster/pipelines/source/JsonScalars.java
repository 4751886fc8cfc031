package io.muster.pipelines.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
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

/**
 * Values that schemas have and JSON has not: times become ISO 8601 in UTC, decimals numbers, and
 * other bytes Base64.
 */
final class JsonScalars {

  static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private static final long JULIAN_DAY_OF_1970 = 2_440_588;

  private JsonScalars() {}

  static void writeFloat(float number, JsonGenerator json) throws IOException {
    // Its own digits, and not those of the double beside it.
    writeNumber(number, Float.toString(number), json);
  }

  static void writeDouble(double number, JsonGenerator json) throws IOException {
    writeNumber(number, Double.toString(number), json);
  }

  private static void writeNumber(double number, String text, JsonGenerator json)
      throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(new BigDecimal(text));
    } else {
      json.writeString(text);
    }
  }

  /** A decimal of which the digits are given as a number's big-endian bytes. */
  static void writeDecimal(byte[] unscaled, int scale, JsonGenerator json) throws IOException {
    json.writeNumber(new BigDecimal(new BigInteger(unscaled), scale));
  }

  static void writeBase64(byte[] bytes, JsonGenerator json) throws IOException {
    json.writeString(Base64.getEncoder().encodeToString(bytes));
  }

  /** A moment as so many units since 1970. */
  static void writeMoment(long number, ChronoUnit unit, JsonGenerator json) throws IOException {
    json.writeString(Instant.EPOCH.plus(number, unit).toString());
  }

  /** A day as so many since 1970. */
  static void writeDay(long number, JsonGenerator json) throws IOException {
    json.writeString(LocalDate.ofEpochDay(number).toString());
  }

  /** A time of day as so many units since midnight. */
  static void writeTimeOfDay(long number, ChronoUnit unit, JsonGenerator json) throws IOException {
    json.writeString(LocalTime.MIDNIGHT.plus(number, unit).toString());
  }

  /** A moment as Spark has long written it: nanoseconds of a day, and the day. */
  static void writeInt96(byte[] bytes, JsonGenerator json) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = buffer.getLong();
    long day = buffer.getInt() - JULIAN_DAY_OF_1970;
    json.writeString(Instant.EPOCH.plus(day, ChronoUnit.DAYS).plusNanos(nanos).toString());
  }
}
