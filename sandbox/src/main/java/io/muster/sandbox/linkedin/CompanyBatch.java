package io.muster.sandbox.linkedin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.muster.sandbox.vendor.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The body of a companies call, read as a stream.
 *
 * @param elements in their order, at most the batch size
 * @param count how many elements the body has, those over the batch size too
 * @param unknownFields fields that LinkedIn does not have
 * @param problem why the body is refused as a whole, empty when it is not
 */
record CompanyBatch(List<Element> elements, int count, Set<String> unknownFields, String problem) {

  /** One element; {@code problem} is empty when it is good. */
  record Element(boolean add, Company company, String problem) {}

  static CompanyBatch read(InputStream in, int batchSize) throws IOException {
    Reader reader = new Reader(batchSize);
    String problem;
    try (JsonParser json = Json.stream(in)) {
      problem = reader.read(json);
    } catch (JsonProcessingException notJson) {
      problem = "The body is not JSON";
    }
    in.transferTo(OutputStream.nullOutputStream());
    return new CompanyBatch(reader.elements, reader.count, reader.unknownFields, problem);
  }

  private static final class Reader {
    private final int batchSize;
    private final List<Element> elements = new ArrayList<>();
    private final Set<String> unknownFields = new TreeSet<>();
    private int count;

    Reader(int batchSize) {
      this.batchSize = batchSize;
    }

    String read(JsonParser json) throws IOException {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return "The body must be a JSON object";
      }
      boolean found = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (!name.equals("elements")) {
          unknownFields.add(name);
          json.nextToken();
          json.skipChildren();
          continue;
        }
        if (json.nextToken() != JsonToken.START_ARRAY) {
          return "elements must be an array";
        }
        found = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
          Element element = element(json);
          if (++count <= batchSize) {
            elements.add(element);
          }
        }
      }
      if (json.nextToken() != null) {
        return "There is text after the body";
      }
      return found ? "" : "elements is missing";
    }

    private Element element(JsonParser json) throws IOException {
      Company company = new Company();
      if (json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        return new Element(true, company, "An element must be an object");
      }
      String action = "";
      String problem = "";
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("action") && value == JsonToken.VALUE_STRING) {
          action = json.getText();
        } else if (!Company.isField(name)) {
          json.skipChildren();
          unknownFields.add(name);
          problem = "Unpermitted field: " + name;
        } else if (value == JsonToken.VALUE_STRING) {
          company.set(name, json.getText());
        } else if (name.equals("industries") && value == JsonToken.START_ARRAY) {
          company.set(name, joined(json));
        } else {
          json.skipChildren();
          problem = "Field " + name + " must be a string";
        }
      }
      if (!action.equals("ADD") && !action.equals("REMOVE")) {
        problem = "action must be ADD or REMOVE";
      }
      return new Element(
          action.equals("ADD"), company, problem.isEmpty() ? company.problem() : problem);
    }

    private static String joined(JsonParser json) throws IOException {
      List<String> values = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        values.add(json.getValueAsString(""));
        json.skipChildren();
      }
      return String.join(", ", values);
    }
  }
}
