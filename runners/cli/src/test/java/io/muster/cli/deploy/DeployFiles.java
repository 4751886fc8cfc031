package io.muster.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of runners/flink/deploy, as they are in this project. */
final class DeployFiles {

  // Surefire starts in the module's folder.
  static final Path ROOT = Path.of("..", "..");

  private static final Path FOLDER = ROOT.resolve(Path.of("runners", "flink", "deploy"));
  private static final ObjectMapper JSON = new ObjectMapper();

  private DeployFiles() {}

  static String text(String name) {
    try {
      return Files.readString(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every object of every manifest, under its file's name and its place there. */
  static Map<String, JsonNode> manifests() {
    Map<String, JsonNode> manifests = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER.resolve("kubernetes"))) {
      for (Path file : files.toList()) {
        int number = 0;
        for (JsonNode object : yaml(Files.readString(file))) {
          number++;
          manifests.put(file.getFileName() + " " + number, object);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return manifests;
  }

  /** The only object of a kind with a name. */
  static JsonNode manifest(String kind, String name) {
    List<JsonNode> found =
        manifests().values().stream()
            .filter(object -> object.path("kind").asText().equals(kind))
            .filter(object -> object.at("/metadata/name").asText().equals(name))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(
          "there are %d objects %s named %s".formatted(found.size(), kind, name));
    }
    return found.get(0);
  }

  /** The documents of a YAML file; a key that is there twice is refused. */
  static List<JsonNode> yaml(String text) {
    Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(text);
    return StreamSupport.stream(documents.spliterator(), false)
        .map(JSON::<JsonNode>valueToTree)
        .toList();
  }

  /** The texts of an array. */
  static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
