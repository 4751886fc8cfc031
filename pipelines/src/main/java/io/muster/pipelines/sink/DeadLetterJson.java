package io.muster.pipelines.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.muster.model.DeadLetter;
import io.muster.model.Reason;
import io.muster.parse.RecordParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A dead letter as the run folder has it: one line, with the record as it came. A record that was
 * no profile change is there as text; of one that was too large only the beginning. A profile that
 * a mirror's snapshot lacks has no record; it is named by the key.
 */
final class DeadLetterJson {

  private static final int BEGINNING = 4_096;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final JsonFactory factory = new JsonFactory();

  String line(DeadLetter letter) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = factory.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField(LetterKeys.CODE, letter.reason().name());
      json.writeStringField(LetterKeys.FIELD, letter.field());
      json.writeStringField(LetterKeys.REASON, letter.words());
      json.writeStringField(
          LetterKeys.FAULT, letter.reason().fault().name().toLowerCase(Locale.ROOT));
      json.writeStringField(LetterKeys.AT, letter.at().toString());
      json.writeStringField(LetterKeys.FIRST_FAILED_AT, letter.firstFailedAt().toString());
      json.writeNumberField(LetterKeys.ATTEMPTS, letter.attempts());
      json.writeStringField(
          LetterKeys.SOURCE, letter.origin().isNone() ? "" : letter.origin().position().toString());
      json.writeStringField(LetterKeys.KEY, letter.origin().key());
      if (letter.reason().kind() == Reason.Kind.MALFORMED) {
        json.writeNullField(LetterKeys.DATAFLOW);
        json.writeNullField(LetterKeys.AUDIENCE);
        json.writeStringField(LetterKeys.CHANGE, malformed(letter));
      } else {
        json.writeStringField(LetterKeys.DATAFLOW, letter.dataflow());
        json.writeStringField(LetterKeys.AUDIENCE, letter.audience());
        if (!letter.origin().isNone()) {
          json.writeFieldName(LetterKeys.CHANGE);
          json.writeRawValue(wellFormed(letter));
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String malformed(DeadLetter letter) {
    byte[] value = letter.origin().value();
    int length = value.length > RecordParser.MAX_BYTES ? BEGINNING : value.length;
    return new String(value, 0, length, StandardCharsets.UTF_8);
  }

  /** Line ends can only stand between tokens here: within a string they are escaped. */
  private static String wellFormed(DeadLetter letter) {
    String text = new String(letter.origin().value(), StandardCharsets.UTF_8);
    String bare = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    return bare.replace('\n', ' ').replace('\r', ' ').strip();
  }
}
