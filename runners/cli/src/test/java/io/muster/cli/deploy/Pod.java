package io.muster.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A pod as a manifest describes it: one container, and what it is given.
 *
 * @param owner the object that has it made, for people
 * @param template its metadata and spec
 */
record Pod(String owner, JsonNode template) {

  /** All that the manifests have made. */
  static List<Pod> all() {
    List<Pod> pods = new ArrayList<>();
    DeployFiles.manifests()
        .forEach(
            (place, object) -> {
              for (String path : List.of("/spec/template", "/spec/podTemplate")) {
                if (object.at(path).isObject()) {
                  pods.add(new Pod(place, object.at(path)));
                }
              }
            });
    return pods;
  }

  JsonNode spec() {
    return template.path("spec");
  }

  JsonNode container() {
    return spec().at("/containers/0");
  }

  /** Names under which it has volumes. */
  TreeSet<String> volumes() {
    return new TreeSet<>(names(spec().path("volumes")));
  }

  /** Names of volumes that its container sees. */
  TreeSet<String> mounted() {
    return new TreeSet<>(names(container().path("volumeMounts")));
  }

  private static List<String> names(JsonNode array) {
    return elements(array).map(element -> element.path("name").asText()).toList();
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** Objects that must be there for it to start, as {@code Kind name}. */
  TreeSet<String> needs() {
    TreeSet<String> needs = new TreeSet<>();
    for (JsonNode volume : spec().path("volumes")) {
      add(needs, "ConfigMap", volume.at("/configMap/name"));
      add(needs, "Secret", volume.at("/secret/secretName"));
      add(needs, "PersistentVolumeClaim", volume.at("/persistentVolumeClaim/claimName"));
    }
    for (JsonNode source : container().path("envFrom")) {
      add(needs, "Secret", source.at("/secretRef/name"));
      add(needs, "ConfigMap", source.at("/configMapRef/name"));
    }
    add(needs, "ServiceAccount", spec().path("serviceAccountName"));
    return needs;
  }

  private static void add(TreeSet<String> needs, String kind, JsonNode name) {
    if (!name.isMissingNode()) {
      needs.add(kind + " " + name.asText());
    }
  }

  /** Its container's ports by name. */
  Map<String, Integer> ports() {
    Map<String, Integer> ports = new TreeMap<>();
    elements(container().path("ports"))
        .forEach(port -> ports.put(port.path("name").asText(), port.path("containerPort").asInt()));
    return ports;
  }

  /** Its environment's names that come from Secrets. */
  TreeSet<String> secretVariables() {
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode source : container().path("envFrom")) {
      keys(DeployFiles.manifest("Secret", source.at("/secretRef/name").asText()))
          .forEach(names::add);
    }
    return names;
  }

  /**
   * The text of a file that its container sees, from a ConfigMap or a Secret.
   *
   * @return empty when there is none at that path
   */
  Optional<String> file(String path) {
    for (JsonNode mount : container().path("volumeMounts")) {
      String folder = mount.path("mountPath").asText() + "/";
      if (path.startsWith(folder)) {
        return content(mount.path("name").asText(), path.substring(folder.length()));
      }
    }
    return Optional.empty();
  }

  /** Whether a path is in a volume that its container may write to, and others see. */
  boolean isShared(String path) {
    return elements(container().path("volumeMounts"))
        .filter(mount -> path.startsWith(mount.path("mountPath").asText() + "/"))
        .filter(mount -> !mount.path("readOnly").asBoolean())
        .anyMatch(mount -> volume(mount.path("name").asText()).has("persistentVolumeClaim"));
  }

  private JsonNode volume(String name) {
    return elements(spec().path("volumes"))
        .filter(volume -> volume.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(owner + " has no volume " + name));
  }

  private Optional<String> content(String volumeName, String key) {
    JsonNode volume = volume(volumeName);
    JsonNode object;
    if (volume.has("configMap")) {
      object = DeployFiles.manifest("ConfigMap", volume.at("/configMap/name").asText());
    } else if (volume.has("secret")) {
      object = DeployFiles.manifest("Secret", volume.at("/secret/secretName").asText());
    } else {
      return Optional.empty();
    }
    JsonNode text = values(object).path(key);
    return text.isMissingNode() ? Optional.empty() : Optional.of(text.asText());
  }

  private static Iterable<String> keys(JsonNode object) {
    Iterator<String> names = values(object).fieldNames();
    return () -> names;
  }

  private static JsonNode values(JsonNode object) {
    return object.has("stringData") ? object.path("stringData") : object.path("data");
  }
}
