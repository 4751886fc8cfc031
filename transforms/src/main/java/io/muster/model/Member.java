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
    fields = PackedFields.of(fields);
  }

  /** A member of fields that are given as names and values in turn, in any order. */
  public static Member of(String key, String... namesAndValues) {
    return new Member(key, PackedFields.of(namesAndValues));
  }

  /** How many characters its values have together. */
  public int length() {
    return packed().length();
  }

  /** The same fields, for those who only hand them on. */
  public PackedFields packed() {
    return (PackedFields) fields;
  }

  /** The value of a target, or an empty string where the member has none. */
  public String field(String target) {
    String value = fields.get(target);
    return value == null ? "" : value;
  }

  // By hand, and so is the next one: asked for each change that repeats, by code that the JVM has
  // not compiled to its best yet.
  @Override
  public boolean equals(Object other) {
    return other instanceof Member member && key.equals(member.key) && fields.equals(member.fields);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + fields.hashCode();
  }
}
