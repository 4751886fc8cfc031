package io.muster.pipelines.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.base.Utf8;
import io.muster.model.Reason;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.parse.ByteOrderMark;
import io.muster.parse.RecordParser;
import io.muster.pipelines.replay.Letter.Reading;
import io.muster.pipelines.sink.LetterKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads dead letters as {@code dead-letters/*.jsonl} and a dead-letter topic have them. The change
 * is taken as it stands there, byte by byte, so that it is parsed as it was the first time.
 */
final class LetterReader {

  /** The longest letter that is read, in bytes: a record whose every byte is escaped, and more. */
  static final int MAX_BYTES = 7 * RecordParser.MAX_BYTES;

  private static final char REPLACEMENT = '\uFFFD';

  private final JsonFactory json = RecordParser.jsonFactory();

  /** What a line is. Never throws for what is in it. */
  Reading read(SourceRecord line) {
    byte[] bytes = ByteOrderMark.strip(line.value());
    if (bytes.length > MAX_BYTES) {
      return new Reading.NoLetter(
          Reason.TOO_LARGE, "a line of more than " + MAX_BYTES + " bytes is no dead letter");
    }
    if (!Utf8.isWellFormed(bytes)) {
      return new Reading.NoLetter(Reason.NOT_JSON, "the line is no dead letter: it is not UTF-8");
    }
    if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
      return new Reading.Blank();
    }
    try (JsonParser parser = json.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new Reading.NoLetter(
            Reason.NOT_AN_OBJECT, "the line is no dead letter: it is not a JSON object");
      }
      return read(parser, bytes, line);
    } catch (JsonProcessingException e) {
      return new Reading.NoLetter(
          Reason.NOT_JSON,
          "the line is no dead letter: it is not JSON, at column " + e.getLocation().getColumnNr());
    } catch (IOException e) {
      throw new UncheckedIOException("reading an array of bytes", e);
    }
  }

  private static Reading read(JsonParser parser, byte[] bytes, SourceRecord line)
      throws IOException {
    Map<String, String> texts = new HashMap<>();
    Optional<Change> change = Optional.empty();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (name.equals(LetterKeys.CHANGE)) {
        change = change(parser, bytes);
      } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
        texts.put(name, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      return new Reading.NoLetter(
          Reason.NOT_JSON, "the line is no dead letter: there is text after the JSON object");
    }
    if (!texts.containsKey(LetterKeys.CODE) || (change.isEmpty() && !namesAudience(texts))) {
      return new Reading.NoLetter(
          Reason.INVALID_RECORD,
          "the line is no dead letter: it has no "
              + (change.isEmpty() ? LetterKeys.CHANGE : LetterKeys.CODE));
    }
    return new Reading.Read(letter(texts, change, line));
  }

  /** What a mirror holds back has an audience and no record. */
  private static boolean namesAudience(Map<String, String> texts) {
    return texts.containsKey(LetterKeys.DATAFLOW) && texts.containsKey(LetterKeys.AUDIENCE);
  }

  /**
   * A letter's change.
   *
   * @param text whether it stood there as a string
   */
  @SuppressWarnings("ArrayRecordComponent") // none are compared
  private record Change(byte[] bytes, boolean text) {}

  private static Optional<Change> change(JsonParser parser, byte[] bytes) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return Optional.of(new Change(parser.getText().getBytes(StandardCharsets.UTF_8), true));
    }
    int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    parser.skipChildren();
    int end = Math.toIntExact(parser.currentLocation().getByteOffset());
    return Optional.of(new Change(Arrays.copyOfRange(bytes, start, end), false));
  }

  private static Letter letter(
      Map<String, String> texts, Optional<Change> change, SourceRecord line) {
    Optional<Reason> reason =
        Arrays.stream(Reason.values())
            .filter(known -> known.name().equals(texts.get(LetterKeys.CODE)))
            .findFirst();
    return new Letter(
        reason,
        texts.getOrDefault(LetterKeys.FIELD, ""),
        texts.getOrDefault(LetterKeys.REASON, ""),
        at(texts),
        failures(texts),
        texts.getOrDefault(LetterKeys.DATAFLOW, ""),
        texts.getOrDefault(LetterKeys.AUDIENCE, ""),
        change.map(
            record ->
                new SourceRecord(
                    position(texts.get(LetterKeys.SOURCE), line),
                    record.bytes(),
                    texts.get(LetterKeys.KEY),
                    Instant.MIN)),
        change.map(record -> isWhole(reason, record)).orElse(false));
  }

  private static boolean isWhole(Optional<Reason> reason, Change change) {
    boolean cut = reason.equals(Optional.of(Reason.TOO_LARGE));
    String text = change.text() ? new String(change.bytes(), StandardCharsets.UTF_8) : "";
    return !cut && text.indexOf(REPLACEMENT) < 0;
  }

  private static Optional<Instant> at(Map<String, String> texts) {
    try {
      return Optional.of(Instant.parse(texts.getOrDefault(LetterKeys.AT, "")));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Failures> failures(Map<String, String> texts) {
    try {
      return Optional.of(
          new Failures(
              Instant.parse(texts.getOrDefault(LetterKeys.FIRST_FAILED_AT, "")),
              Integer.parseInt(texts.getOrDefault(LetterKeys.ATTEMPTS, "0"))));
    } catch (DateTimeException | NumberFormatException e) {
      // Written by hand; it begins anew.
      return Optional.empty();
    }
  }

  /** Where the change was read first, which decides between changes of one time. */
  private static SourcePosition position(String source, SourceRecord line) {
    int colon = source == null ? -1 : source.lastIndexOf(':');
    if (colon < 0) {
      return line.position();
    }
    try {
      return new SourcePosition(
          source.substring(0, colon), Long.parseLong(source.substring(colon + 1)));
    } catch (NumberFormatException e) {
      return line.position();
    }
  }
}
