package io.muster.pipelines.handover;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.muster.parse.ByteOrderMark;
import io.muster.parse.RecordParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Takes out of a well-formed record what it says of other audiences than those that are asked for.
 * All else stays byte by byte: a number that is written anew may be another value to a mapping.
 */
final class NarrowRecord {

  private final JsonFactory json = RecordParser.jsonFactory();
  private final Set<String> audiences;

  /**
   * @param audiences the ids of those that it may speak for
   */
  NarrowRecord(Set<String> audiences) {
    this.audiences = Set.copyOf(audiences);
  }

  /** The record's text without the others. */
  String narrow(byte[] record) {
    byte[] text = ByteOrderMark.strip(record);
    ByteArrayOutputStream narrowed = new ByteArrayOutputStream(text.length);
    try (JsonParser parser = json.createParser(text)) {
      int copied = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT && isMembership(parser.getParsingContext())) {
          narrowed.write(text, copied, end(parser) - copied);
          copyAskedFor(parser, text, narrowed);
          copied = start(parser);
        }
      }
      narrowed.write(text, copied, text.length - copied);
    } catch (IOException e) {
      throw new UncheckedIOException("a record that was parsed before", e);
    }
    return narrowed.toString(StandardCharsets.UTF_8).strip();
  }

  private static boolean isMembership(JsonStreamContext object) {
    JsonStreamContext map = object.getParent();
    JsonStreamContext record = map.getParent();
    return record != null
        && record.inObject()
        && record.getParent().inRoot()
        && RecordParser.SEGMENT_MEMBERSHIP.equals(record.getCurrentName())
        && RecordParser.UPS.equals(map.getCurrentName());
  }

  /** Leaves the parser at the object's end. */
  private void copyAskedFor(JsonParser parser, byte[] text, ByteArrayOutputStream narrowed)
      throws IOException {
    String separator = "";
    for (String audience = parser.nextFieldName();
        audience != null;
        audience = parser.nextFieldName()) {
      int start = start(parser);
      parser.nextToken();
      parser.skipChildren();
      if (audiences.contains(audience)) {
        parser.finishToken();
        narrowed.writeBytes(separator.getBytes(StandardCharsets.UTF_8));
        narrowed.write(text, start, end(parser) - start);
        separator = ",";
      }
    }
  }

  /** Where the parser's token begins. */
  private static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /** Where it ends. */
  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getByteOffset();
  }
}
