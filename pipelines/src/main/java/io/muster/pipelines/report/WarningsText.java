package io.muster.pipelines.report;

import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What was warned of, code by code, for a terminal; empty where nothing was. */
public final class WarningsText {

  private WarningsText() {}

  /**
   * What could not be done though no change waits for it, with what to do.
   *
   * @param title a line for what it is, without its colon
   */
  public static String owed(List<AudienceLine> lines, String title) {
    return text(
        lines,
        title,
        AudienceLine::owed,
        (code, audiences) -> {
          CodeWords words = CodeWords.ofOwed(code, audiences);
          return words.meaning() + "; " + words.mend();
        });
  }

  /**
   * Values that were left out.
   *
   * @param title a line for what it is, without its colon
   */
  public static String leftOut(List<AudienceLine> lines, String title) {
    return text(
        lines, title, AudienceLine::leftOut, (code, audiences) -> CodeWords.of(code).meaning());
  }

  private static String text(
      List<AudienceLine> lines,
      String title,
      Function<AudienceLine, Map<String, Long>> counts,
      BiFunction<String, List<String>, String> words) {
    TreeSet<String> codes = new TreeSet<>();
    lines.forEach(line -> codes.addAll(counts.apply(line).keySet()));
    StringBuilder text = new StringBuilder(codes.isEmpty() ? "" : "\n" + title + ":\n");
    for (String code : codes) {
      List<AudienceLine> here =
          lines.stream().filter(line -> counts.apply(line).containsKey(code)).toList();
      List<String> audiences = here.stream().map(AudienceLine::audienceName).toList();
      long all = here.stream().mapToLong(line -> counts.apply(line).get(code)).sum();
      text.append("  %d %s: ".formatted(all, TextTable.printable(code)))
          .append(TextTable.printable(words.apply(code, audiences)))
          .append('\n');
      for (AudienceLine line : here) {
        text.append("    %d in ".formatted(counts.apply(line).get(code)))
            .append(TextTable.printable(line.dataflow() + ", " + line.audienceName()))
            .append('\n');
      }
    }
    return text.toString();
  }
}
