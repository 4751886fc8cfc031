package io.muster.coders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bytes that released versions wrote: {@code test-data/coders/NAME.vN.txt}, a line a sample,
 * its name and its bytes in hexadecimal. With {@code -Dgolden.update} they are written.
 */
public final class GoldenBytes {

  private static final Path FOLDER = Path.of("..", "test-data", "coders");

  private final Path file;

  /**
   * The bytes of a format.
   *
   * @param name as a file's name has it
   * @param version of the format
   */
  public GoldenBytes(String name, int version) {
    this.file = FOLDER.resolve("%s.v%d.txt".formatted(name, version));
  }

  /** What to say when they are not the same. */
  public String mismatch(String sample) {
    return ("%s, sample %s: the format has changed. State and savepoints hold the old bytes, so a"
            + " change of format needs a new version number, a reader of the old one, and a golden"
            + " file of its own beside this one")
        .formatted(file, sample);
  }

  /** The samples' bytes by name, after writing these where an update was asked for. */
  public Map<String, byte[]> read(Map<String, byte[]> actual) {
    try {
      if (Boolean.getBoolean("golden.update")) {
        StringBuilder text = new StringBuilder();
        actual.forEach(
            (name, bytes) ->
                text.append(name).append(' ').append(HexFormat.of().formatHex(bytes)).append('\n'));
        Files.createDirectories(FOLDER);
        Files.writeString(file, text, StandardCharsets.UTF_8);
      }
      return written();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The samples' bytes by name, of a format that is not written any more. */
  public Map<String, byte[]> written() {
    try {
      Map<String, byte[]> golden = new LinkedHashMap<>();
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        int blank = line.indexOf(' ');
        golden.put(line.substring(0, blank), HexFormat.of().parseHex(line.substring(blank + 1)));
      }
      return golden;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
