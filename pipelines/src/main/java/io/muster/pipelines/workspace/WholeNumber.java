package io.muster.pipelines.workspace;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A whole number in decimal digits.
 *
 * @param least the smallest that is taken
 */
record WholeNumber(int least) implements ValueReader<Integer> {
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+");

  @Override
  public Optional<Integer> read(YamlValue value) {
    return value.wholeNumber().flatMap(digits -> parse(digits, value.place()));
  }

  private Optional<Integer> parse(String digits, Place place) {
    if (!DECIMAL.matcher(digits).matches()) {
      place.mistake("it is not a decimal number", "write it in the digits 0 to 9");
      return Optional.empty();
    }
    BigInteger number = new BigInteger(digits);
    if (number.compareTo(BigInteger.valueOf(least)) < 0) {
      place.mistake("it is below " + least, "write " + least + " or more");
      return Optional.empty();
    }
    if (number.bitLength() > 31) {
      place.mistake("it is above " + Integer.MAX_VALUE, "write a smaller number");
      return Optional.empty();
    }
    return Optional.of(number.intValue());
  }
}
