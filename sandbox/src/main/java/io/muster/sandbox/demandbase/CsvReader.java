package io.muster.sandbox.demandbase;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads RFC 4180: commas, double quotes, CRLF or LF; strict about quotes. */
final class CsvReader {

  /** The file is not RFC 4180. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  private final PushbackReader in;
  private int record;

  CsvReader(Reader in) {
    this.in = new PushbackReader(new BufferedReader(in, 1 << 16));
  }

  /** The next record, or nothing at the end. An empty line is a record of one empty field. */
  Optional<List<String>> next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    in.unread(first);
    record++;
    List<String> fields = new ArrayList<>();
    boolean more = true;
    while (more) {
      StringBuilder field = new StringBuilder();
      int ended = readField(field);
      fields.add(field.toString());
      more = ended == ',';
    }
    return Optional.of(fields);
  }

  /** Reads one field and what ends it; returns that: a comma, a line feed, or -1. */
  private int readField(StringBuilder field) throws IOException {
    int c = in.read();
    if (c == '"') {
      return readQuoted(field);
    }
    while (c >= 0 && c != ',' && c != '\n' && c != '\r') {
      if (c == '"') {
        throw new Malformed("record " + record + ": a quote inside an unquoted field");
      }
      field.append((char) c);
      c = in.read();
    }
    return endOf(c);
  }

  private int readQuoted(StringBuilder field) throws IOException {
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new Malformed("record " + record + ": a quoted field does not end");
      }
      if (c != '"') {
        field.append((char) c);
        continue;
      }
      c = in.read();
      if (c != '"') {
        return endOf(c);
      }
      field.append('"');
    }
  }

  private int endOf(int c) throws IOException {
    if (c == '\r' && in.read() != '\n') {
      throw new Malformed("record " + record + ": a carriage return without a line feed");
    }
    if (c >= 0 && c != ',' && c != '\n' && c != '\r') {
      throw new Malformed("record " + record + ": text after a closing quote");
    }
    return c == '\r' ? '\n' : c;
  }
}
