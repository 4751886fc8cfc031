package io.muster.sandbox.bombora;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.muster.sandbox.vendor.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The body of an add, read as a stream.
 *
 * @param members fields by identity: the id, else the domain, trimmed and in lower case
 * @param count elements in the body
 * @param problem why it is refused, empty when it is not
 * @param duplicate whether one identity is there twice
 * @param unknownFields fields that the vendor does not have
 * @param bareDomains whether every domain is a bare host in lower case, as in the vendor's examples
 */
record MemberBatch(
    Map<String, Map<String, String>> members,
    int count,
    String problem,
    boolean duplicate,
    Set<String> unknownFields,
    boolean bareDomains) {

  static String identity(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  static MemberBatch read(InputStream in) throws IOException {
    Reader reader = new Reader();
    try (JsonParser json = Json.stream(in)) {
      reader.read(json);
    } catch (JsonProcessingException notJson) {
      reader.problem = "the body is not JSON";
    }
    in.transferTo(OutputStream.nullOutputStream());
    return new MemberBatch(
        reader.members,
        reader.count,
        reader.problem,
        reader.duplicate,
        reader.unknownFields,
        reader.bareDomains);
  }

  private static final class Reader {
    private final Map<String, Map<String, String>> members = new LinkedHashMap<>();
    private final Set<String> identities = new HashSet<>();
    private final Set<String> unknownFields = new TreeSet<>();
    private int count;
    private String problem = "";
    private boolean duplicate;
    private boolean bareDomains = true;

    void read(JsonParser json) throws IOException {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        problem = "the body must be a JSON array";
        return;
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        count++;
        if (json.currentToken() == JsonToken.START_OBJECT) {
          member(json);
        } else {
          json.skipChildren();
          problem = "a member must be an object";
        }
      }
      if (json.nextToken() != null) {
        problem = "there is text after the body";
      }
    }

    private void member(JsonParser json) throws IOException {
      Map<String, String> fields = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        boolean known = name.equals("domain") || name.equals("id");
        if (known && value == JsonToken.VALUE_STRING) {
          fields.put(name, json.getText());
        } else if (name.equals("attributes") && value == JsonToken.START_OBJECT) {
          attributes(json, fields);
        } else if (value != JsonToken.VALUE_NULL || !(known || name.equals("attributes"))) {
          json.skipChildren();
          if (known || name.equals("attributes")) {
            problem = name + " has the wrong type";
          } else {
            unknownFields.add(name);
          }
        }
      }
      String domain = fields.getOrDefault("domain", "");
      if (domain.isBlank()) {
        problem = "a member has no domain";
        return;
      }
      bareDomains &= domain.matches("[^\\s/:A-Z@]+");
      String id = fields.getOrDefault("id", "");
      String identity = identity(id.isBlank() ? domain : id);
      duplicate |= !identities.add(identity);
      members.put(identity, fields);
    }

    private void attributes(JsonParser json, Map<String, String> fields) throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() != JsonToken.VALUE_STRING) {
          json.skipChildren();
          problem = "attribute " + name + " must be a string";
        } else if (json.getText().indexOf('"') >= 0) {
          problem = "attribute " + name + " holds a double quote";
        } else {
          fields.put("attributes." + name, json.getText());
        }
      }
    }
  }
}
