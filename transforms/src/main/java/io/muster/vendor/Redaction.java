package io.muster.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Cuts secrets out of what a vendor says, should it echo them. Works on text that is decoded: in
 * JSON's bytes an {@code =} may be <code>&#92;u003d</code>, and a {@code /} be <code>&#92;/</code>.
 */
final class Redaction {

  static final Redaction NONE = new Redaction(List.of());

  /** Cutting out anything shorter would garble what is said. */
  private static final int SHORTEST_SECRET = 8;

  private static final String CUT = "***";

  private final List<String> forms;

  private Redaction(List<String> forms) {
    this.forms = forms;
  }

  /** Of each secret as it is, and as it stood in a form that was sent. */
  static Redaction of(Collection<String> secrets) {
    return new Redaction(
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .flatMap(secret -> Stream.of(secret, VendorRequest.encode(secret)))
            .distinct()
            // One may be a part of another.
            .sorted(Comparator.comparing(String::length).reversed())
            .toList());
  }

  String clean(String text) {
    if (text.length() < SHORTEST_SECRET) {
      return text; // most of what stands in thousands of element results
    }
    String clean = text;
    for (String form : forms) {
      clean = clean.replace(form, CUT);
    }
    return clean;
  }

  /** Cleans a tree's values in place; answers with what stands for its root. */
  JsonNode clean(JsonNode node) {
    if (forms.isEmpty()) {
      return node;
    }
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        field.setValue(clean(field.getValue()));
      }
      return object;
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, clean(array.get(i)));
      }
      return array;
    }
    String text = node.asText();
    String clean = clean(text);
    return clean.equals(text) ? node : TextNode.valueOf(clean);
  }
}
