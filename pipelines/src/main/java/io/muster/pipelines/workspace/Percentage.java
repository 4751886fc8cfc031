package io.muster.pipelines.workspace;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A percentage such as {@code 30%} or {@code 12.5%}, as a part of one. */
final class Percentage implements ValueReader<Double> {
  static final Percentage READER = new Percentage();

  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)\\s*%");

  private Percentage() {}

  @Override
  public Optional<Double> read(YamlValue value) {
    return value.text().flatMap(text -> parse(text, value.place()));
  }

  private static Optional<Double> parse(String text, Place place) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      place.mistake(
          Quoted.of(text) + " is not a percentage",
          "write a number from 0 to 100 and %, as in 30%");
      return Optional.empty();
    }
    BigDecimal part = new BigDecimal(matcher.group(1)).movePointLeft(2);
    if (part.compareTo(BigDecimal.ONE) > 0) {
      place.mistake("it is above 100%", "write 0% to 100%");
      return Optional.empty();
    }
    return Optional.of(part.doubleValue());
  }
}
