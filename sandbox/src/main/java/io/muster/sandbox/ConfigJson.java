package io.muster.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The configuration as JSON: partial changes are merged over what there is. */
final class ConfigJson {

  private static final Pattern TIME = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
  private static final List<String> SECRETS = List.of("token", "clientSecret", "refreshToken");

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addModule(
              new SimpleModule()
                  .addSerializer(Duration.class, new TimeWriter())
                  .addDeserializer(Duration.class, new TimeReader()))
          .build();

  /** Parses text to JSON. */
  JsonNode parse(byte[] bytes) throws IOException {
    try {
      return mapper.readTree(bytes);
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException(
          "not JSON: "
              + notJson.getOriginalMessage()
              + " (line "
              + Optional.ofNullable(notJson.getLocation()).map(l -> l.getLineNr()).orElse(0)
              + ")",
          notJson);
    }
  }

  /**
   * The configuration with what the changes name.
   *
   * @throws IllegalArgumentException naming the key that is wrong
   */
  SandboxConfig merge(SandboxConfig config, JsonNode changes) {
    if (!changes.isObject()) {
      throw new IllegalArgumentException("the configuration is a JSON object");
    }
    if (changes.findValues("credentials").stream()
        .anyMatch(credentials -> credentials.toString().contains("\"***\""))) {
      throw new IllegalArgumentException(
          "credentials are shown masked: leave them out, or give them in full");
    }
    ObjectNode tree = mapper.valueToTree(config);
    overlay(tree, (ObjectNode) changes);
    try {
      return mapper.treeToValue(tree, SandboxConfig.class);
    } catch (UnrecognizedPropertyException unknown) {
      throw new IllegalArgumentException(
          "unknown key " + path(unknown) + "; known are " + unknown.getKnownPropertyIds(), unknown);
    } catch (JsonMappingException wrong) {
      String why =
          wrong.getCause() instanceof IllegalArgumentException cause
              ? cause.getMessage()
              : wrong.getOriginalMessage();
      throw new IllegalArgumentException((path(wrong) + " " + why).strip(), wrong);
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(wrong.getOriginalMessage(), wrong);
    }
  }

  /** The configuration as it may be shown: secrets are masked. */
  JsonNode masked(SandboxConfig config) {
    JsonNode tree = mapper.valueToTree(config);
    for (JsonNode credential :
        tree.findValues("credentials").stream()
            .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
            .toList()) {
      for (String secret : SECRETS) {
        if (!credential.path(secret).asText().isEmpty()) {
          ((ObjectNode) credential).put(secret, "***");
        }
      }
    }
    return tree;
  }

  private static void overlay(ObjectNode tree, ObjectNode changes) {
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      if (change.getValue().isNull()) {
        throw new IllegalArgumentException(change.getKey() + " must not be null: leave it out");
      }
      if (tree.get(change.getKey()) instanceof ObjectNode inner
          && change.getValue() instanceof ObjectNode innerChanges) {
        overlay(inner, innerChanges);
      } else {
        tree.set(change.getKey(), change.getValue());
      }
    }
  }

  private static String path(JsonMappingException wrong) {
    return wrong.getPath().stream()
        .map(
            part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
        .collect(Collectors.joining("."));
  }

  /** Writes a time with the largest unit that keeps it whole. */
  private static final class TimeWriter extends StdScalarSerializer<Duration> {
    private static final long serialVersionUID = 1;

    TimeWriter() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator json, SerializerProvider unused)
        throws IOException {
      long ms = value.toMillis();
      if (ms % 1000 != 0) {
        json.writeString(ms + "ms");
      } else if (ms % 60_000 != 0 || ms == 0) {
        json.writeString(ms / 1000 + "s");
      } else if (ms % 3_600_000 != 0) {
        json.writeString(ms / 60_000 + "m");
      } else if (ms % 86_400_000 != 0) {
        json.writeString(ms / 3_600_000 + "h");
      } else {
        json.writeString(ms / 86_400_000 + "d");
      }
    }
  }

  private static final class TimeReader extends StdScalarDeserializer<Duration> {
    private static final long serialVersionUID = 1;

    TimeReader() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      Matcher time = TIME.matcher(json.getText());
      if (!time.matches()) {
        throw JsonMappingException.from(
            json, "must be a whole number and ms, s, m, h or d, such as \"200ms\"");
      }
      long number = Long.parseLong(time.group(1));
      return switch (time.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
  }
}
