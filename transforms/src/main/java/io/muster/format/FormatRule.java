package io.muster.format;

/** How the values of one {@link Format} are checked and written. */
@FunctionalInterface
public interface FormatRule {

  /**
   * Checks and normalises a value. Normalising the outcome again changes nothing.
   *
   * @param text a value that is not blank
   */
  Normalised normalise(String text);

  /** The rule of a format. */
  static FormatRule of(Format format) {
    return switch (format) {
      case NAME -> new NameRule();
      case DOMAIN -> new DomainRule();
      case EMAIL -> new EmailRule();
      case IDENTIFIER -> new IdentifierRule();
      case URL -> new UrlRule();
      case ORGANIZATION_URN -> new OrganizationUrnRule();
      case COUNTRY -> new CountryRule();
    };
  }
}
