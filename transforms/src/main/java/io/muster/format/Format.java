package io.muster.format;

/**
 * What a target field's value must look like, and how it is written before it is compared or sent.
 * The rules are those of docs/destinations.md.
 */
public enum Format {
  /** Trimmed, inner blanks collapsed, case kept, at most 255 characters. */
  NAME,
  /** Trimmed, lower-cased, bare host under a public suffix, IDN in punycode. */
  DOMAIN,
  /** Trimmed, lower-cased, plain. */
  EMAIL,
  /** Trimmed, kept as it is: an identifier of a source system or a vendor. */
  IDENTIFIER,
  /** Trimmed; an http or https URL, which is given where it was left out. */
  URL,
  /** {@code urn:li:organization:} and digits. */
  ORGANIZATION_URN,
  /** Two letters of ISO 3166, upper-cased. */
  COUNTRY
}
