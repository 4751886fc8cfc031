package io.muster.pipelines.workspace;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.muster.destination.Destination;
import io.muster.destination.DestinationSpec;
import io.muster.destination.Destinations;
import io.muster.destination.TargetField;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

class WorkspaceSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode SCHEMA = schema();
  private static final JsonSchema VALIDATOR =
      JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SCHEMA);

  /** Slips that only a look at several places, or at the whole catalogue, can find. */
  private static final Set<String> BEYOND_A_SCHEMA =
      Set.of(
          "limit above the maximum",
          "end before start",
          "missing mandatory mapping",
          "unknown connection",
          "duplicate target",
          "source in an array",
          "pause of more than a year",
          "a time that there isn't");

  private static final List<String> AUTHS =
      List.of(
          "    auth: { token: '${env:TOKEN}' }\n",
          "    auth: { clientId: id, clientSecret: '${env:SECRET}' }\n",
          "    auth: { clientId: id, clientSecret: '${env:SECRET}', refreshToken: '${env:TOKEN}' }\n");

  static Stream<Slip> slipsThatASchemaFinds() {
    return Slip.APART.stream().filter(slip -> !BEYOND_A_SCHEMA.contains(slip.what()));
  }

  static Stream<Map.Entry<String, Collection<String>>> keys() {
    return Map.<String, Collection<String>>of(
        "", WorkspaceSection.KEYS,
        "/properties/state/oneOf/1", StateSection.KEYS,
        "/$defs/guard", GuardSection.KEYS,
        "/$defs/connection", ConnectionSection.KEYS,
        "/$defs/auth", AuthSection.KEYS,
        "/$defs/connection/properties/limits", LimitsSection.KEYS,
        "/$defs/connection/properties/delivery", DeliverySection.KEYS,
        "/$defs/dataflow", DataflowSection.KEYS,
        "/$defs/audience", AudienceSection.KEYS,
        "/$defs/mapping", MappingSection.KEYS)
        .entrySet()
        .stream();
  }

  @Test
  void theGoodWorkspaceIsValid() {
    assertThat(validate(GoodWorkspace.TEXT), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo.yaml", "production-like.yaml", "ugly.yaml"})
  void theTestDatasWorkspacesAreValid(String name) throws IOException {
    assertThat(
        validate(Files.readString(Path.of("..", "test-data", "workspaces", name))), is(empty()));
  }

  @ParameterizedTest
  @MethodSource("slipsThatASchemaFinds")
  void anEditorFindsTheMistakesOfOnePlace(Slip slip) {
    assertThat(validate(slip.apply(GoodWorkspace.TEXT)), is(not(empty())));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void schemaAndReaderKnowTheSameKeys(Map.Entry<String, Collection<String>> keys) {
    JsonNode object = SCHEMA.at(keys.getKey());

    assertThat(names(object.path("properties")), is(new TreeSet<>(keys.getValue())));
    assertThat(object.path("additionalProperties").asText(), is("false"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyIsDescribed(Map.Entry<String, Collection<String>> keys) {
    JsonNode properties = SCHEMA.at(keys.getKey()).path("properties");
    List<String> silent = new ArrayList<>();
    for (String key : keys.getValue()) {
      JsonNode property = properties.path(key);
      String reference = property.path("$ref").asText("");
      JsonNode described =
          property.has("description") || reference.isEmpty()
              ? property
              : SCHEMA.at(reference.substring(1));
      if (described.path("description").asText("").isBlank()) {
        silent.add(key);
      }
    }

    assertThat(silent, is(empty()));
  }

  @Test
  void theSchemaKnowsTheDestinationsTheirTargetsAndOptions() {
    Set<String> destinations = new TreeSet<>();
    Set<String> targets = new TreeSet<>();
    Set<String> options = new TreeSet<>();
    for (Destination destination : Destinations.load().all()) {
      destinations.add(destination.spec().name());
      destination.spec().targets().stream().map(TargetField::name).forEach(targets::add);
      options.addAll(destination.spec().options().keySet());
    }
    JsonNode connection = SCHEMA.at("/$defs/connection/properties");

    assertThat(texts(connection.at("/destination/enum")), is(destinations));
    assertThat(names(connection.at("/options/properties")), is(options));
    assertThat(texts(SCHEMA.at("/$defs/mapping/properties/target/enum")), is(targets));
    assertThat(targets.size(), is(greaterThan(10)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state: .muster | state: s3://bucket/muster",
        "state: .muster | state: 'jdbc:postgresql://db/muster'",
        "name: Renewals | name: '${env:NAME}'",
        "clientId: k1 | clientId: '${env:}'",
        "clientId: k1 | clientId: 'k-${env:ID}'",
        "${file:secrets/people} | ${file: }",
        "https://uapi.demandbase.com/import/v1/ | https://über.example.com/v1",
        "https://uapi.demandbase.com/import/v1/ | https://a_b.example.com/v1",
        "https://uapi.demandbase.com/import/v1/ | https://example.com/a%zz",
        "https://uapi.demandbase.com/import/v1/ | https://example.com:port/v1",
      })
  void neitherTakes(String passage, String replacement) {
    String yaml = GoodWorkspace.with(passage, replacement);

    assertThat(GoodWorkspace.read(yaml).workspace(), is(Optional.empty()));
    assertThat(validate(yaml), is(not(empty())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state: .muster | state: /var/lib/muster",
        "state: .muster | state: { membership: 'file:///srv/muster' }",
        "clientId: k1 | clientId: '${env:BOMBORA_ID}'",
        "clientId: k1 | clientId: 17",
        "${file:secrets/people} | ${file:secrets/the people}",
        "https://uapi.demandbase.com/import/v1/ | HTTPS://Example.com:8443/a%20b/v1",
        "https://uapi.demandbase.com/import/v1/ | 'http://[::1]:8089/v1'",
      })
  void bothTake(String passage, String replacement) {
    String yaml = GoodWorkspace.with(passage, replacement);

    assertThat(GoodWorkspace.read(yaml).mistakes(), is(empty()));
    assertThat(validate(yaml), is(empty()));
  }

  static Stream<DestinationSpec> destinations() {
    return Destinations.load().all().stream().map(Destination::spec);
  }

  /** Each way to write a connection, right or wrong, is judged alike by both. */
  @ParameterizedTest
  @MethodSource("destinations")
  void schemaAndReaderTakeTheSameConnections(DestinationSpec spec) {
    List<String> differing = new ArrayList<>();
    for (String auth : AUTHS) {
      for (String account : List.of("", "    account: '512345678'\n")) {
        for (String entityType :
            List.of("", "    entityType: account\n", "    entityType: person\n")) {
          for (String options : List.of("", "    options: { sourcePlatform: ACME }\n")) {
            String yaml = workspace(spec, auth + account + entityType + options);
            boolean taken =
                reader().read("muster.yaml", yaml, GoodWorkspace.BASE).workspace().isPresent();
            if (validate(yaml).isEmpty() != taken) {
              differing.add((taken ? "only the reader takes\n" : "only the schema takes\n") + yaml);
            }
          }
        }
      }
    }

    assertThat(differing, is(empty()));
  }

  private static WorkspaceReader reader() {
    return WorkspaceReader.of(
        destinations().toList(), Clock.fixed(GoodWorkspace.NOW, ZoneOffset.UTC));
  }

  private static String workspace(DestinationSpec spec, String connection) {
    String mappings =
        spec.targets().stream()
            .filter(target -> target.need() == TargetField.Need.MANDATORY)
            .map(target -> "      - { source: accountName, target: '" + target.name() + "' }\n")
            .collect(Collectors.joining());
    return "connections:\n  one:\n    destination: "
        + spec.name()
        + "\n"
        + connection
        + "dataflows:\n  flow:\n    connection: one\n"
        + "    audiences: [{ id: a, name: A }]\n    mappings:\n"
        + mappings;
  }

  @Test
  void theSchemasDefaultsAreTheReaders() {
    assertThat(SCHEMA.at("/properties/state/default").asText(), is(StateSection.DEFAULT));
    assertThat(
        SCHEMA.at("/$defs/audience/properties/origin/default").asText(),
        is(Origin.SEGMENTATION_SERVICE));
    assertThat(SCHEMA.at("/$defs/guard/properties/maxRemovals/default").asText(), is("30%"));
    assertThat(SCHEMA.at("/$defs/guard/properties/minMembers/default").asInt(), is(50));
  }

  static Set<ValidationMessage> validate(String yaml) {
    Object value =
        new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
    return VALIDATOR.validate(JSON.valueToTree(value));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static JsonNode schema() {
    try (InputStream in =
        WorkspaceReader.class.getResourceAsStream("/io/muster/workspace.schema.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
