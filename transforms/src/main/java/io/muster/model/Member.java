package io.muster.model;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Map;

/**
 * What one profile maps to at a vendor.
 *
 * @param key what the vendor knows the member by, compared after normalisation: {@code
 *     target=value}, so that a domain and a name never meet
 * @param fields normalised values by target, only those that are sent; sorted by target
 */
public record Member(String key, Map<String, String> fields) implements Serializable {

  public Member {
    requireNonNull(key, "key");
    fields = SortedFields.of(fields);
  }

  /** A member of fields that are given as names and values in turn, in any order. */
  public static Member of(String key, String... namesAndValues) {
    return new Member(key, SortedFields.of(namesAndValues));
  }

  /** How many characters its values have together. */
  public int length() {
    return ((SortedFields) fields).length();
  }

  /** The value of a target, or an empty string where the member has none. */
  public String field(String target) {
    String value = fields.get(target);
    return value == null ? "" : value;
  }
}
