package io.muster.destination;

import io.muster.format.Format;

/**
 * A field of a destination that a profile's value can be mapped to.
 *
 * @param name as a mapping's {@code target} writes it
 * @param need whether it must be mapped
 * @param blankAllowed whether a mandatory field's value may be missing or blank
 * @param sent whether its value goes to the vendor
 * @param format what its value must look like, and how it is normalised
 * @param description for people, with the source of the fact
 */
public record TargetField(
    String name, Need need, boolean blankAllowed, boolean sent, Format format, String description) {

  /** Whether a dataflow must map a field. */
  public enum Need {
    MANDATORY,
    RECOMMENDED,
    OPTIONAL
  }

  /** A mandatory field whose value must be there and is sent. */
  public static TargetField mandatory(String name, Format format, String description) {
    return new TargetField(name, Need.MANDATORY, false, true, format, description);
  }

  /** A field that must be mapped, but whose value stays here and may be blank. */
  public static TargetField mappedButNotSent(String name, Format format, String description) {
    return new TargetField(name, Need.MANDATORY, true, false, format, description);
  }

  /** A field without which a check warns. */
  public static TargetField recommended(String name, Format format, String description) {
    return new TargetField(name, Need.RECOMMENDED, true, true, format, description);
  }

  /** A field that may be mapped. */
  public static TargetField optional(String name, Format format, String description) {
    return new TargetField(name, Need.OPTIONAL, true, true, format, description);
  }
}
