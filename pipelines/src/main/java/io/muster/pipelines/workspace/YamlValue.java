package io.muster.pipelines.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of the file. Each way to read it reports a mistake and gives nothing when the value is of
 * another type; no message repeats the value.
 */
final class YamlValue {
  /** {@code ${...}} without quotes resolves to a tag of its own; for us it is text. */
  private static final Set<Tag> TEXT = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.ENV_TAG);

  private final Node node;
  private final Place place;

  private YamlValue(Node node, Place place) {
    this.node = node;
    this.place = place;
  }

  static YamlValue root(Node node, ProblemLog log) {
    return new YamlValue(node, placeOf(node, KeyPath.ROOT, log));
  }

  /** The value of a key: text is reported where it stands, a collection at its key. */
  static YamlValue ofKey(Node key, Node value, KeyPath path, ProblemLog log) {
    boolean text = value instanceof ScalarNode && !value.getTag().equals(Tag.NULL);
    return new YamlValue(value, placeOf(text ? value : key, path, log));
  }

  static Place placeOf(Node node, KeyPath path, ProblemLog log) {
    Optional<Mark> mark = node.getStartMark();
    return new Place(
        log,
        path,
        mark.map(at -> at.getLine() + 1).orElse(0),
        mark.map(at -> at.getColumn() + 1).orElse(0));
  }

  Place place() {
    return place;
  }

  /** A map of which only these keys are known. */
  Optional<YamlMap> map(List<String> knownKeys) {
    return entries().map(map -> map.refuseAllBut(knownKeys));
  }

  /** A map whose keys are names that the writer chose. */
  Optional<YamlMap> entries() {
    if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
      return Optional.of(YamlMap.of(mapping, place));
    }
    return refuse("a map is wanted here", "write keys and values below it");
  }

  Optional<List<YamlValue>> items() {
    if (!(node instanceof SequenceNode sequence) || !node.getTag().equals(Tag.SEQ)) {
      return refuse("a list is wanted here", "begin each item with \"- \"");
    }
    List<YamlValue> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      KeyPath path = place.path().item(items.size());
      items.add(new YamlValue(item, placeOf(item, path, place.log())));
    }
    return Optional.of(items);
  }

  boolean isText() {
    return node instanceof ScalarNode && TEXT.contains(node.getTag());
  }

  /** Text as it stands in the file; a number gives its text too. */
  Optional<String> text() {
    return isText()
        ? Optional.of(((ScalarNode) node).getValue())
        : refuse("text is wanted here", "write one value, in quotes if it is true or false");
  }

  /** The text of a whole number. */
  Optional<String> wholeNumber() {
    return node instanceof ScalarNode scalar && node.getTag().equals(Tag.INT)
        ? Optional.of(scalar.getValue())
        : refuse("a whole number is wanted here", "write digits only, without quotes");
  }

  Optional<Boolean> flag() {
    return node instanceof ScalarNode scalar && node.getTag().equals(Tag.BOOL)
        ? Optional.of(Boolean.valueOf(scalar.getValue()))
        : refuse("it is either true or false", "write true or false, without quotes");
  }

  private <T> Optional<T> refuse(String reason, String mend) {
    if (node.getTag().equals(Tag.NULL)) {
      place.mistake("there is no value", "give it one, or take the line out");
    } else {
      place.mistake(reason + ", not " + type(), mend);
    }
    return Optional.empty();
  }

  private String type() {
    if (!node.getTag().getValue().startsWith(Tag.PREFIX) && !isText()) {
      return "a value with a tag (!)";
    }
    if (node instanceof MappingNode) {
      return "a map";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    if (node.getTag().equals(Tag.BOOL)) {
      return "true or false";
    }
    return node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT) ? "a number" : "text";
  }
}
