package io.muster.sandbox.demandbase;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A submitted file, read whole. UTF-8, comma, RFC 4180 and header text as printed are assumed ([A]:
 * the vendor does not say).
 *
 * @param rows by identifier; of rows with one identifier the last
 * @param rowCount rows in the file
 * @param problem why the file is refused, empty when it is good
 */
record CsvFile(Map<String, Map<String, String>> rows, int rowCount, String problem) {

  boolean hasDuplicates() {
    return rows.size() < rowCount;
  }

  static CsvFile read(InputStream in, EntityType type, long maxBytes) throws IOException {
    BoundedInput bounded = new BoundedInput(in, maxBytes);
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    int count = 0;
    try {
      CsvReader csv =
          new CsvReader(
              new InputStreamReader(
                  bounded,
                  StandardCharsets.UTF_8
                      .newDecoder()
                      .onMalformedInput(CodingErrorAction.REPORT)
                      .onUnmappableCharacter(CodingErrorAction.REPORT)));
      List<String> header = csv.next().orElse(List.of());
      Optional<String> wrongHeader = problemOf(header, type);
      if (wrongHeader.isPresent()) {
        return refused(in, wrongHeader.get());
      }
      for (Optional<List<String>> row = csv.next(); row.isPresent(); row = csv.next()) {
        count++;
        if (row.get().size() != header.size()) {
          return refused(
              in, "row " + count + " has " + row.get().size() + " fields, not " + header.size());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
          String value = row.get().get(i);
          if (!value.isEmpty()) {
            fields.put(header.get(i), value);
          }
        }
        Optional<String> identifier = type.identifier(fields);
        if (identifier.isEmpty()) {
          return refused(in, "row " + count + " has nothing to match it by");
        }
        rows.put(identifier.get(), fields);
      }
    } catch (CsvReader.Malformed malformed) {
      return refused(in, malformed.getMessage());
    } catch (CharacterCodingException notUtf8) {
      return refused(in, "the file is not UTF-8");
    }
    return bounded.isOver()
        ? refused(in, "the file is larger than " + maxBytes + " bytes")
        : new CsvFile(rows, count, "");
  }

  private static Optional<String> problemOf(List<String> header, EntityType type) {
    List<String> missing =
        type.requiredColumns().stream().filter(column -> !header.contains(column)).toList();
    if (!missing.isEmpty()) {
      return Optional.of("required columns are missing: " + String.join(", ", missing));
    }
    return new HashSet<>(header).size() < header.size()
        ? Optional.of("a column is there twice")
        : Optional.empty();
  }

  private static CsvFile refused(InputStream in, String problem) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
    return new CsvFile(Map.of(), 0, problem);
  }

  /** Ends early once more than the maximum was read, so that a file never outgrows it. */
  private static final class BoundedInput extends FilterInputStream {
    private long left;
    private boolean over;

    BoundedInput(InputStream in, long max) {
      super(in);
      this.left = max;
    }

    boolean isOver() {
      return over;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      if (n > 0) {
        left -= n;
        if (left < 0) {
          over = true;
          return -1;
        }
      }
      return n;
    }
  }
}
