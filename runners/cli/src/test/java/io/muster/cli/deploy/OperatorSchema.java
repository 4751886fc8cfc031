package io.muster.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The schema of a custom resource, as the Flink Kubernetes Operator publishes it: what the API
 * server checks. Its own would drop a field that it does not know; here that is an error.
 */
final class OperatorSchema {

  private final JsonNode definition;

  private OperatorSchema(JsonNode definition) {
    this.definition = definition;
  }

  /**
   * @param plural such as {@code flinkdeployments}
   */
  static OperatorSchema of(String plural) throws IOException {
    String name = "/META-INF/fabric8/%s.flink.apache.org-v1.yml".formatted(plural);
    try (InputStream in = OperatorSchema.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new OperatorSchema(DeployFiles.yaml(text).get(0));
    }
  }

  /** Such as {@code flink.apache.org/v1beta1}. */
  String apiVersion() {
    return definition.at("/spec/group").asText()
        + "/"
        + definition.at("/spec/versions/0/name").asText();
  }

  /** What is wrong with an object's {@code spec}, a line each. */
  List<String> faults(JsonNode spec) {
    JsonNode schema =
        definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec").deepCopy();
    close(schema);
    JsonSchema strict = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
    return strict.validate(spec).stream().map(ValidationMessage::getMessage).sorted().toList();
  }

  /** Lets objects have no other fields than those that the schema names. */
  private static void close(JsonNode schema) {
    JsonNode properties = schema.path("properties");
    if (properties.isObject()) {
      properties.forEach(OperatorSchema::close);
      if (!schema.has("additionalProperties")) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    }
    close(schema.path("items"), schema.path("additionalProperties"));
  }

  private static void close(JsonNode items, JsonNode values) {
    if (items.isObject()) {
      close(items);
    }
    if (values.isObject()) {
      close(values);
    }
  }
}
