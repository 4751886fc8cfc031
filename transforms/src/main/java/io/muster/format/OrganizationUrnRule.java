package io.muster.format;

import io.muster.parse.WhiteSpace;
import java.util.Locale;

/**
 * {@link Format#ORGANIZATION_URN}: {@code urn:li:organization:} and a number, which may come
 * without the prefix.
 */
final class OrganizationUrnRule implements FormatRule {

  private static final String PREFIX = "urn:li:organization:";

  @Override
  public Normalised normalise(String text) {
    String urn = WhiteSpace.trim(text).toLowerCase(Locale.ROOT);
    String number = urn.startsWith(PREFIX) ? urn.substring(PREFIX.length()) : urn;
    if (number.isEmpty() || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Normalised.invalidFormat("is neither " + PREFIX + " with a number, nor a number");
    }
    return new Normalised.Value(PREFIX + number);
  }
}
