package io.muster.transforms;

import java.util.Locale;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * Names of what is measured: one namespace, a plain name, and no connection in it, since a
 * dashboard's expressions must not change with the workspace. Which connection it is says the step,
 * which is named after it. docs/operate.md lists them all.
 */
final class MetricNames {

  static final String NAMESPACE = "muster";

  private MetricNames() {}

  static Counter counter(String name) {
    return Metrics.counter(NAMESPACE, name);
  }

  static Gauge gauge(String name) {
    return Metrics.gauge(NAMESPACE, name);
  }

  /** A name made of an enum's constant. */
  static String of(String before, Enum<?> constant) {
    return before + constant.name().toLowerCase(Locale.ROOT);
  }
}
