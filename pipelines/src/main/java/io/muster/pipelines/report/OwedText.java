package io.muster.pipelines.report;

import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.List;
import java.util.TreeSet;

/** What could not be done though no change waits for it, for a terminal. */
public final class OwedText {

  private OwedText() {}

  /**
   * Code by code, with what to do; empty where nothing is.
   *
   * @param title a line for what it is, without its colon
   */
  public static String of(List<AudienceLine> lines, String title) {
    TreeSet<String> codes = new TreeSet<>();
    lines.forEach(line -> codes.addAll(line.owed().keySet()));
    StringBuilder text = new StringBuilder(codes.isEmpty() ? "" : "\n" + title + ":\n");
    for (String code : codes) {
      append(code, lines.stream().filter(line -> line.owed().containsKey(code)).toList(), text);
    }
    return text.toString();
  }

  private static void append(String code, List<AudienceLine> lines, StringBuilder text) {
    CodeWords words =
        CodeWords.ofOwed(code, lines.stream().map(AudienceLine::audienceName).toList());
    long all = lines.stream().mapToLong(line -> line.owed().get(code)).sum();
    text.append("  %d %s: ".formatted(all, TextTable.printable(code)))
        .append(TextTable.printable(words.meaning() + "; " + words.mend()))
        .append('\n');
    for (AudienceLine line : lines) {
      text.append("    %d in ".formatted(line.owed().get(code)))
          .append(TextTable.printable(line.dataflow() + ", " + line.audienceName()))
          .append('\n');
    }
  }
}
