package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import io.muster.workspace.Limits;
import java.util.List;
import java.util.Optional;

/**
 * {@code limits: { batchSize, requestsPerMinute, requestsPerDay }}, each within the vendor's own.
 *
 * @param documented what the vendor documents, or what we assume, where a key isn't there
 * @param maximum above it a limit is refused
 */
record LimitsSection(Limits documented, Limits maximum) implements ValueReader<Limits> {
  static final List<String> KEYS = List.of("batchSize", "requestsPerMinute", "requestsPerDay");

  private static final Limits ANY =
      new Limits(Limits.UNLIMITED, Limits.UNLIMITED, Limits.UNLIMITED);

  static LimitsSection of(Optional<DestinationSpec> spec) {
    return new LimitsSection(
        spec.map(DestinationSpec::limits).orElse(ANY),
        spec.map(DestinationSpec::maximum).orElse(ANY));
  }

  @Override
  public Optional<Limits> read(YamlValue value) {
    return value
        .map(KEYS)
        .map(
            map ->
                new Limits(
                    limit(map, "batchSize", documented.batchSize(), maximum.batchSize()),
                    limit(
                        map,
                        "requestsPerMinute",
                        documented.requestsPerMinute(),
                        maximum.requestsPerMinute()),
                    limit(
                        map,
                        "requestsPerDay",
                        documented.requestsPerDay(),
                        maximum.requestsPerDay())));
  }

  private static int limit(YamlMap map, String key, int documented, int maximum) {
    Optional<Located<Integer>> limit = map.locate(key, new WholeNumber(1));
    limit.ifPresent(
        given -> {
          if (given.value() > maximum) {
            given
                .place()
                .mistake(
                    given.value() + " is above the vendor's maximum of " + maximum,
                    "write " + maximum + " or less");
          } else if (given.value() > documented) {
            given
                .place()
                .warning(
                    given.value() + " is above the documented " + documented,
                    "keep it if the vendor has granted you more");
          }
        });
    return limit.map(Located::value).orElse(documented);
  }
}
