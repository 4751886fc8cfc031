package io.muster.pipelines.workspace;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole number and {@code s}, {@code m}, {@code h} or {@code d}.
 *
 * @param least the shortest that is taken
 */
record DurationText(Duration least) implements ValueReader<Duration> {
  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9})([smhd])");
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  @Override
  public Optional<Duration> read(YamlValue value) {
    return value.text().flatMap(text -> parse(text, value.place()));
  }

  private Optional<Duration> parse(String text, Place place) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      place.mistake(
          Quoted.of(text) + " is not a duration",
          "write a whole number and s, m, h or d, such as 30s, 5m, 24h or 1d");
      return Optional.empty();
    }
    Duration duration = UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
    if (duration.compareTo(least) < 0) {
      place.mistake("it is too short", "write " + least.toSeconds() + "s or more");
      return Optional.empty();
    }
    if (duration.compareTo(LONGEST) > 0) {
      place.mistake("it is longer than a year", "write 365d or less");
      return Optional.empty();
    }
    return Optional.of(duration);
  }
}
