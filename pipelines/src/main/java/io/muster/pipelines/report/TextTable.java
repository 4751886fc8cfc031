package io.muster.pipelines.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns of text, each as wide as its widest cell. */
public final class TextTable {

  private static final String GAP = "  ";

  private final Set<Integer> rightAligned;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param leftAligned how many of the first columns hold texts; the others hold numbers
   */
  public TextTable(int leftAligned, List<String> header) {
    this.rightAligned =
        IntStream.range(leftAligned, header.size()).boxed().collect(Collectors.toSet());
    row(header);
  }

  /** Adds a row of as many cells as the header has. */
  public void row(List<String> cells) {
    rows.add(cells.stream().map(TextTable::printable).toList());
  }

  /** The lines, each ending with a line feed. */
  public String render() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        String blanks = " ".repeat(width(column) - length(cell));
        line.append(column == 0 ? "" : GAP)
            .append(rightAligned.contains(column) ? blanks + cell : cell + blanks);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** A text of one line, without what would steer a terminal. */
  public static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
