package io.muster.pipelines.report;

import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A report as a table for a terminal. */
public final class TextReport {

  private static final String OWED = "held back or still owed, in none of these counts";
  private static final String LEFT_OUT = "left out, while the change went on without it";

  private TextReport() {}

  /** The whole report, ending with a line feed. */
  public static String render(RunReport report) {
    Totals totals = Totals.of(report);
    StringBuilder text = new StringBuilder();
    text.append("run ").append(TextTable.printable(report.run())).append(": ");
    text.append(TextTable.printable(report.status()));
    text.append(", from ").append(seconds(report.startedAt()));
    if (report.endedAt() != null) {
      text.append(" to ").append(seconds(report.endedAt()));
    }
    text.append("\n\n").append(table(report, totals));
    text.append(codes(report, totals)).append(WarningsText.owed(report.dataflows(), OWED));
    text.append(WarningsText.leftOut(report.dataflows(), LEFT_OUT));
    if (report.malformed() > 0) {
      text.append("\nmalformed: ")
          .append(report.malformed())
          .append(report.malformed() == 1 ? " record was" : " records were")
          .append(" no profile change (in the dead letters)\n");
    }
    if (!totals.addUp()) {
      text.append("\nThe numbers do not add up: received is not the sum of the others.\n");
    }
    return text.toString();
  }

  /** An ISO time without its fraction. */
  private static String seconds(String time) {
    return TextTable.printable(time).replaceFirst("[.][0-9]+Z$", "Z");
  }

  private static String table(RunReport report, Totals totals) {
    boolean pending = totals.pending() != 0;
    List<VendorColumn> said = VendorColumn.saidIn(report);
    List<String> header =
        new ArrayList<>(
            List.of(
                "dataflow",
                "audience",
                "list",
                "received",
                "activated",
                "added",
                "removed",
                "excluded",
                "failed",
                "unchanged",
                "superseded"));
    header.addAll(pending ? List.of("pending", "calls") : List.of("calls"));
    if (!said.isEmpty()) {
      header.add("accepted");
    }
    said.forEach(column -> header.add(column.key()));
    TextTable table = new TextTable(3, header);
    for (AudienceLine line : report.dataflows()) {
      String list = line.list() == null ? "-" : line.list();
      List<String> cells =
          cells(line.dataflow(), line.audienceName(), list, Totals.of(line), pending);
      if (!said.isEmpty()) {
        cells.add(Long.toString(line.accepted()));
      }
      said.forEach(column -> cells.add(column.of(line, Long::toString).orElse("-")));
      table.row(cells);
    }
    if (report.dataflows().size() > 1) {
      List<String> cells = cells("total", "", "", totals, pending);
      if (!said.isEmpty()) {
        cells.add(Long.toString(totals.accepted()));
      }
      // What several vendors say of several lists has no sum.
      said.forEach(column -> cells.add(""));
      table.row(cells);
    }
    return table.render() + meanings(said);
  }

  private static String meanings(List<VendorColumn> said) {
    if (said.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\naccepted: ").append(VendorColumn.ACCEPTED);
    said.forEach(
        column -> text.append("\n").append(column.key()).append(": ").append(column.meaning()));
    return text.append("\n-: the vendor does not say, or was not asked\n").toString();
  }

  private static List<String> cells(
      String dataflow, String audience, String list, Totals counts, boolean pending) {
    List<String> cells = new ArrayList<>(List.of(dataflow, audience, list));
    List<Long> numbers =
        new ArrayList<>(
            List.of(
                counts.received(),
                counts.activated(),
                counts.added(),
                counts.removed(),
                counts.excluded(),
                counts.failed(),
                counts.unchanged(),
                counts.superseded()));
    if (pending) {
      numbers.add(counts.pending());
    }
    numbers.add(counts.calls());
    numbers.forEach(number -> cells.add(Long.toString(number)));
    return cells;
  }

  private static String codes(RunReport report, Totals totals) {
    StringBuilder text = new StringBuilder();
    totals
        .byCode()
        .forEach(
            (code, count) -> {
              CodeWords words = CodeWords.of(code);
              text.append(text.isEmpty() ? "\nnot activated:\n" : "")
                  .append(code(code, count, words.meaning() + "; " + words.mend()))
                  .append(where(report, line -> line.byCode().get(code)));
            });
    return text.toString();
  }

  private static String code(String code, long count, String words) {
    return "  %d %s: %s\n".formatted(count, TextTable.printable(code), words);
  }

  /** The audiences where it happened, each with its count. */
  private static String where(RunReport report, Function<AudienceLine, Long> count) {
    StringBuilder text = new StringBuilder();
    for (AudienceLine line : report.dataflows()) {
      Long here = count.apply(line);
      if (here != null) {
        text.append(
            "    %d in %s, %s\n"
                .formatted(
                    here,
                    TextTable.printable(line.dataflow()),
                    TextTable.printable(line.audienceName())));
      }
    }
    return text.toString();
  }
}
