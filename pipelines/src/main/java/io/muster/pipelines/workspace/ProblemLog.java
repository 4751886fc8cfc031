package io.muster.pipelines.workspace;

import io.muster.pipelines.workspace.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers the problems of one file. */
final class ProblemLog {
  private static final Comparator<Problem> IN_ORDER_OF_FILE =
      Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  ProblemLog(String file) {
    this.file = file;
  }

  void add(Severity severity, int line, int column, KeyPath path, String reason, String mend) {
    problems.add(new Problem(severity, file, line, column, path.toString(), reason, mend));
  }

  /** A mistake about the file as a whole. */
  void addAboutFile(String reason, String mend) {
    add(Severity.MISTAKE, 0, 0, KeyPath.ROOT, reason, mend);
  }

  /** A mistake at a position, where no key is known. */
  void addAt(int line, int column, String reason, String mend) {
    add(Severity.MISTAKE, line, column, KeyPath.ROOT, reason, mend);
  }

  boolean hasMistakes() {
    return problems.stream().anyMatch(Problem::isMistake);
  }

  List<Problem> inOrder() {
    return problems.stream().sorted(IN_ORDER_OF_FILE).toList();
  }
}
