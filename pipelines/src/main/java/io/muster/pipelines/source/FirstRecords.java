package io.muster.pipelines.source;

import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.parse.RecordParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

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
      if (file.format() == FileFormat.JSON_LINES) {
        addLines(file, most, RecordParser.MAX_BYTES, line -> true, first);
      } else {
        addRecords(file, most, first);
      }
    }
    return first;
  }

  /**
   * The same of files that hold lines, whatever they are called.
   *
   * @param longest how many bytes of a line matter
   * @param wanted which lines count
   */
  public static List<SourceRecord> ofLines(
      List<InputFile> files, int most, int longest, Predicate<SourceRecord> wanted) {
    List<SourceRecord> first = new ArrayList<>();
    for (InputFile file : files) {
      if (first.size() < most) {
        addLines(file, most, longest, wanted, first);
      }
    }
    return first;
  }

  private static void addLines(
      InputFile file,
      int most,
      int longest,
      Predicate<SourceRecord> wanted,
      List<SourceRecord> first) {
    long line = 0;
    try (InputStream in = ReadJsonLines.open(file.path(), 0)) {
      LineReader lines = new LineReader(in, longest);
      for (byte[] bytes = lines.next();
          bytes != null && first.size() < most;
          bytes = lines.next()) {
        line++;
        SourceRecord record = SourceRecord.ofFile(new SourcePosition(file.path(), line), bytes);
        if (!isBlank(bytes) && wanted.test(record)) {
          first.add(record);
        }
      }
    } catch (IOException e) {
      throw ReadJsonLines.unreadable(file.path(), line, e);
    }
  }

  private static void addRecords(InputFile file, int most, List<SourceRecord> first) {
    FileRange all = new FileRange(file.path(), 0, Long.MAX_VALUE, 1);
    try (ReadRecords.Records records = ReadRecords.Records.open(all)) {
      SourceRecord record = records.next();
      while (record != null && first.size() < most) {
        first.add(record);
        record = records.next();
      }
    } catch (IOException e) {
      throw ReadRecords.unreadable(file.path(), first.size(), e);
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
