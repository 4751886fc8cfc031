package io.muster.pipelines.source;

import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.parse.RecordParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The first records of some files, read in this process. */
public final class FirstRecords {

  private FirstRecords() {}

  /**
   * At most so many, in the order of the files; blank lines are no records.
   *
   * @throws UnreadableInputException when a file breaks off before
   */
  public static List<SourceRecord> of(List<InputFile> files, int most) {
    List<SourceRecord> first = new ArrayList<>();
    for (InputFile file : files) {
      if (first.size() >= most) {
        break;
      }
      addLines(file, most, first);
    }
    return first;
  }

  private static void addLines(InputFile file, int most, List<SourceRecord> first) {
    long line = 0;
    try (InputStream in = ReadJsonLines.open(file.path(), 0)) {
      LineReader lines = new LineReader(in, RecordParser.MAX_BYTES);
      for (byte[] bytes = lines.next();
          bytes != null && first.size() < most;
          bytes = lines.next()) {
        line++;
        if (!isBlank(bytes)) {
          first.add(SourceRecord.ofFile(new SourcePosition(file.path(), line), bytes));
        }
      }
    } catch (IOException e) {
      throw ReadJsonLines.unreadable(file.path(), line, e);
    }
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte each : bytes) {
      if (each > ' ' || each < 0) {
        return false;
      }
    }
    return true;
  }
}
