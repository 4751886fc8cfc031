package io.muster.runners.flink;

import java.util.List;
import java.util.Optional;

/**
 * What a failure on Flink's side comes down to, in one line. What its REST API sends are whole
 * stack traces, as text within the message of another exception.
 */
final class ServerWords {

  private static final String CAUSE = "Caused by: ";

  private ServerWords() {}

  static String of(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    List<String> lines =
        Optional.ofNullable(root.getMessage())
            .orElse(root.getClass().getSimpleName())
            .lines()
            .toList();
    List<String> causes = lines.stream().filter(line -> line.startsWith(CAUSE)).toList();
    if (!causes.isEmpty()) {
      return withoutClass(causes.get(causes.size() - 1).substring(CAUSE.length()));
    }
    return lines.stream()
        .filter(line -> !line.isBlank() && !line.contains("Exception on server side"))
        .findFirst()
        .map(ServerWords::withoutClass)
        .orElse(root.getClass().getSimpleName());
  }

  /** {@code java.io.IOException: no space} without the class, which tells an operator nothing. */
  private static String withoutClass(String line) {
    return line.strip().replaceFirst("^(?:[a-z][\\w$]*\\.)+[A-Z][\\w$]*: ", "");
  }
}
