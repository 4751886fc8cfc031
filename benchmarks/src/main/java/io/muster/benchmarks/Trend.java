package io.muster.benchmarks;

import java.util.Arrays;

/**
 * Whether a measure grows: its slope over the last two thirds of the time, by Theil and Sen (the
 * median of the slopes of all pairs), which a few outliers do not move.
 *
 * @param level the median of what is looked at
 * @param growth by the slope, over what is looked at
 * @param bound how much it may be
 */
record Trend(String name, double level, double growth, double bound) {

  private static final double SHARE = 0.10;

  static Trend ofLastTwoThirds(String name, double[] at, double[] values, double slack) {
    int from = at.length / 3;
    double[] times = Arrays.copyOfRange(at, from, at.length);
    double[] looked = Arrays.copyOfRange(values, from, values.length);
    double[] slopes = new double[times.length * (times.length - 1) / 2];
    int pair = 0;
    for (int i = 0; i < times.length; i++) {
      for (int j = i + 1; j < times.length; j++) {
        slopes[pair++] = (looked[j] - looked[i]) / (times[j] - times[i]);
      }
    }
    double level = median(looked);
    double growth = slopes.length == 0 ? 0 : median(slopes) * (times[times.length - 1] - times[0]);
    return new Trend(name, level, growth, Math.max(slack, level * SHARE));
  }

  boolean isFlat() {
    return growth <= bound;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  String words() {
    return "%-36s %9.1f, growth over the last two thirds %+8.1f of at most %6.1f: %s%n"
        .formatted(name, level, growth, bound, isFlat() ? "flat" : "GROWS");
  }
}
