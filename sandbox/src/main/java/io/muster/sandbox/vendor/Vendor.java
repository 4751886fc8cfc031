package io.muster.sandbox.vendor;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The four vendor APIs. Demandbase's two kinds of list share one tenant, one budget and one path
 * prefix, but are separate lists with separate names.
 */
public enum Vendor {
  /** Demandbase account lists (entity type {@code Account}). */
  DEMANDBASE("demandbase"),
  /** Demandbase people lists (entity type {@code Person}). */
  DEMANDBASE_PEOPLE("demandbase-people"),
  /** LinkedIn DMP segments of type COMPANY. */
  LINKEDIN("linkedin"),
  /** Bombora account lists of type Manual. */
  BOMBORA("bombora");

  private final String id;

  Vendor(String id) {
    this.id = id;
  }

  /** The name used in the admin API, such as {@code demandbase-people}. */
  public String id() {
    return id;
  }

  /**
   * The vendor of that name; {@code linkedin-companies} is accepted for {@code linkedin}.
   *
   * @throws IllegalArgumentException naming the known vendors
   */
  public static Vendor of(String name) {
    String wanted = name.trim().toLowerCase(Locale.ROOT);
    if (wanted.equals("linkedin-companies")) {
      return LINKEDIN;
    }
    return Arrays.stream(values())
        .filter(vendor -> vendor.id.equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown vendor \""
                        + name
                        + "\"; known are "
                        + Arrays.stream(values())
                            .map(Vendor::id)
                            .collect(Collectors.joining(", "))));
  }

  @Override
  public String toString() {
    return id;
  }
}
