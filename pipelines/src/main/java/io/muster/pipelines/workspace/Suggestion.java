package io.muster.pipelines.workspace;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known word that a writer may have meant. */
public final class Suggestion {
  private static final int SURE = 2;

  private Suggestion() {}

  /** The nearest known word, if any is near enough to be worth a question. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(
            candidate ->
                distance(word, candidate)
                    <= Math.max(1, Math.max(word.length(), candidate.length()) / 3));
  }

  /**
   * The word of which this is a slip of the keys, so near that the checks behind it can go on with
   * it.
   */
  static Optional<String> slipOf(String word, Collection<String> known) {
    return word.length() <= SURE
        ? Optional.empty()
        : nearest(word, known).filter(candidate -> edits(word, candidate) <= SURE);
  }

  /** A mend: the question whether the nearest was meant, else all that there are. */
  public static String mend(String word, Collection<String> known) {
    return nearest(word, known)
        .map(candidate -> "did you mean " + candidate + "?")
        .orElseGet(() -> known.isEmpty() ? "take it out" : "there is " + listed(known));
  }

  /** {@code a, b or c}. */
  public static String listed(Collection<String> words) {
    List<String> all = List.copyOf(words);
    if (all.size() < 2) {
      return String.join("", all);
    }
    return String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.get(all.size() - 1);
  }

  private static int distance(String word, String candidate) {
    String a = word.toLowerCase(Locale.ROOT);
    String b = candidate.toLowerCase(Locale.ROOT);
    // Half a word, such as linkedin for linkedin-companies, is near whatever the rest's length.
    boolean part = a.length() > 3 && (b.startsWith(a) || b.endsWith(a));
    return part ? Math.min(1, edits(a, b)) : edits(a, b);
  }

  /** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
  private static int edits(String a, String b) {
    int[] beforePrevious = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
        }
      }
      beforePrevious = previous;
      previous = current;
    }
    return previous[b.length()];
  }
}
