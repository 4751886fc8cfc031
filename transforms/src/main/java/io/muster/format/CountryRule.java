package io.muster.format;

import io.muster.parse.WhiteSpace;
import java.util.Locale;
import java.util.Locale.IsoCountryCode;
import java.util.Set;

/** {@link Format#COUNTRY}: a two-letter code of ISO 3166-1, upper-cased. */
final class CountryRule implements FormatRule {

  private static final Set<String> CODES =
      Set.copyOf(Locale.getISOCountries(IsoCountryCode.PART1_ALPHA2));

  @Override
  public Normalised normalise(String text) {
    String code = WhiteSpace.trim(text).toUpperCase(Locale.ROOT);
    return CODES.contains(code)
        ? new Normalised.Value(code)
        : Normalised.invalidFormat("is not a two-letter country code of ISO 3166");
  }
}
