package io.muster.benchmarks;

import java.util.List;
import java.util.Locale;

/** The values of several runs, of which the middle is quoted with the least and the greatest. */
record Series(List<Double> sorted) {

  static Series of(List<Double> values) {
    return new Series(values.stream().sorted().toList());
  }

  double median() {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double least() {
    return sorted.get(0);
  }

  double greatest() {
    return sorted.get(sorted.size() - 1);
  }

  /** Such as {@code 4.21 (4.10 to 4.60)}. */
  String words(int digits) {
    String number = "%,." + digits + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + " to " + number + ")", median(), least(), greatest());
  }
}
