package io.muster.sandbox.linkedin;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A company as one element names it: the fields of [C] RUDDER and SEGMENT, in a fixed order. */
final class Company {

  /** From the strongest identifier to the weakest, then what only describes. */
  private static final String[] FIELDS = {
    "organizationUrn",
    "companyWebsiteDomain",
    "companyEmailDomain",
    "companyPageUrl",
    "companyName",
    "stockSymbol",
    "industries",
    "city",
    "state",
    "country",
    "postalCode"
  };

  private static final int IDENTIFIERS = 5;
  private static final Map<String, Integer> INDEX = index();

  private final String[] values = new String[FIELDS.length];

  private static Map<String, Integer> index() {
    Map<String, Integer> index = new LinkedHashMap<>();
    for (int i = 0; i < FIELDS.length; i++) {
      index.put(FIELDS[i], i);
    }
    return index;
  }

  static boolean isField(String name) {
    return INDEX.containsKey(name);
  }

  void set(String field, String value) {
    values[INDEX.get(field)] = value;
  }

  /** The strongest identifier there is, trimmed and in lower case; empty for none. */
  String identifier() {
    int strongest = strongest();
    return strongest < 0 ? "" : values[strongest].strip().toLowerCase(Locale.ROOT);
  }

  /** The identifier with its kind, since a name can look like a domain. */
  String key() {
    int strongest = strongest();
    return strongest < 0 ? "" : strongest + ":" + identifier();
  }

  private int strongest() {
    for (int i = 0; i < IDENTIFIERS; i++) {
      if (values[i] != null && !values[i].isBlank()) {
        return i;
      }
    }
    return -1;
  }

  /** What is wrong with the fields, empty when nothing is. */
  String problem() {
    if (strongest() < 0) {
      return "At least one company identifier is required";
    }
    String urn = values[0];
    if (urn != null && !urn.matches("urn:li:organization:[0-9]+")) {
      return "organizationUrn must be urn:li:organization:{id}";
    }
    String country = values[9];
    return country != null && !country.matches("[A-Za-z]{2}")
        ? "country must be an ISO code of two letters"
        : "";
  }

  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < FIELDS.length; i++) {
      if (values[i] != null) {
        fields.put(FIELDS[i], values[i]);
      }
    }
    return fields;
  }
}
