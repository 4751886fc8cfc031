package io.muster.model;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

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
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
  }

  /** The value of a target, or an empty string where the member has none. */
  public String field(String target) {
    return fields.getOrDefault(target, "");
  }
}
