package io.muster.destination;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/** A number in a vendor's answer that may be missing. */
public final class VendorCount {

  private VendorCount() {}

  /** A whole number of 0 or more; empty for anything else, since it says nothing then. */
  public static OptionalLong of(JsonNode object, String field) {
    JsonNode value = object.path(field);
    boolean counts = value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
    return counts ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
  }
}
