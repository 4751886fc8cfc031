package io.muster.pipelines.workspace;

import io.muster.workspace.DeliverySettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code delivery: { maxBatchAge, retryFor, firstRetry, pollEvery, maxPending }}.
 *
 * @param defaults the destination's own
 */
record DeliverySection(DeliverySettings defaults) implements ValueReader<DeliverySettings> {
  static final List<String> KEYS =
      List.of("maxBatchAge", "retryFor", "firstRetry", "pollEvery", "maxPending");

  /** Stands in where the destination, and so its defaults, is unknown. */
  static final DeliverySettings NONE =
      new DeliverySettings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1);

  private static final DurationText MAY_BE_ZERO = new DurationText(Duration.ZERO);

  /** A pause of nothing would hammer the vendor. */
  private static final DurationText PAUSE = new DurationText(Duration.ofSeconds(1));

  @Override
  public Optional<DeliverySettings> read(YamlValue value) {
    return value
        .map(KEYS)
        .map(
            map ->
                new DeliverySettings(
                    map.read("maxBatchAge", MAY_BE_ZERO, defaults.maxBatchAge()),
                    map.read("retryFor", MAY_BE_ZERO, defaults.retryFor()),
                    map.read("firstRetry", PAUSE, defaults.firstRetry()),
                    map.read("pollEvery", PAUSE, defaults.pollEvery()),
                    map.read("maxPending", new WholeNumber(1), defaults.maxPending())));
  }
}
