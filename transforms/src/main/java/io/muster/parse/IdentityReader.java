package io.muster.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads {@code identityMap}: the mapped namespaces' values, and the primary entries that the
 * profile may be known by. Of a repeated key the last value counts; a null is as good as absent.
 */
final class IdentityReader {

  static final String NAME = "identityMap";

  private static final String ID = "id";
  private static final String PRIMARY = "primary";

  private final Map<String, Integer> slotByNamespace;
  // Sorted, so that of several primary entries always the same one counts.
  private final TreeMap<String, String> primaryIdByNamespace = new TreeMap<>();
  private final Map<String, MapFault> faultByNamespace = new LinkedHashMap<>();
  private Optional<MapFault> fault = Optional.empty();

  IdentityReader(Map<String, Integer> slotByNamespace) {
    this.slotByNamespace = new HashMap<>(slotByNamespace);
  }

  /** Forgets the record before. */
  void clear() {
    primaryIdByNamespace.clear();
    faultByNamespace.clear();
    fault = Optional.empty();
  }

  /** The primary entry's id, of the first namespace by name where several have one; else empty. */
  String primaryId() {
    return primaryIdByNamespace.isEmpty() ? "" : primaryIdByNamespace.firstEntry().getValue();
  }

  Optional<MapFault> fault() {
    return fault.or(() -> faultByNamespace.values().stream().findFirst());
  }

  /** Reads the value that the parser stands on. */
  void read(JsonParser json, FieldValue[] values) throws IOException {
    clear();
    slotByNamespace.values().forEach(slot -> values[slot] = FieldValue.ABSENT);
    if (json.currentToken() == JsonToken.START_OBJECT) {
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        readNamespace(json, name, values);
      }
    } else if (json.currentToken() != JsonToken.VALUE_NULL) {
      json.skipChildren();
      fault = Optional.of(new MapFault(NAME, "is not an object"));
    }
  }

  private void readNamespace(JsonParser json, String namespace, FieldValue[] values)
      throws IOException {
    primaryIdByNamespace.remove(namespace);
    faultByNamespace.remove(namespace);
    FieldValue value = FieldValue.ABSENT;
    if (json.currentToken() == JsonToken.START_ARRAY) {
      value = readEntries(json, namespace);
    } else if (json.currentToken() != JsonToken.VALUE_NULL) {
      json.skipChildren();
      addFault(namespace, "is not an array");
    }
    Integer slot = slotByNamespace.get(namespace);
    if (slot != null) {
      values[slot] = value;
    }
  }

  /** The primary entry's id, else the first there is. */
  private FieldValue readEntries(JsonParser json, String namespace) throws IOException {
    FieldValue first = FieldValue.ABSENT;
    FieldValue primary = FieldValue.ABSENT;
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        FieldValue id = FieldValue.ABSENT;
        boolean isPrimary = false;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          JsonToken value = json.nextToken();
          if (name.equals(ID)) {
            id = readId(json);
          } else if (name.equals(PRIMARY)) {
            isPrimary = value == JsonToken.VALUE_TRUE;
          }
          json.skipChildren();
        }
        first = firstUsable(first, id);
        primary = isPrimary ? firstUsable(primary, id) : primary;
      } else if (token != JsonToken.VALUE_NULL) {
        json.skipChildren();
        addFault(namespace, "has an entry that is not an object");
      }
    }
    if (primary instanceof FieldValue.Text text) {
      primaryIdByNamespace.put(namespace, text.text());
      return primary;
    }
    return first;
  }

  private static FieldValue readId(JsonParser json) throws IOException {
    FieldValue id = Scalars.read(json);
    if (id instanceof FieldValue.Text text) {
      String trimmed = WhiteSpace.trim(text.text());
      return trimmed.isEmpty() ? FieldValue.ABSENT : new FieldValue.Text(trimmed);
    }
    return id;
  }

  private static FieldValue firstUsable(FieldValue before, FieldValue next) {
    boolean better = next instanceof FieldValue.Text || before.equals(FieldValue.ABSENT);
    return before instanceof FieldValue.Text || !better ? before : next;
  }

  private void addFault(String namespace, String words) {
    faultByNamespace.put(namespace, new MapFault(NAME + "." + namespace, words));
  }
}
