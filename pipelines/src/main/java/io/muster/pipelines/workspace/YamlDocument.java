package io.muster.pipelines.workspace;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The one YAML document of a workspace, as a tree whose nodes know their lines. */
final class YamlDocument {
  /** Deeper than any workspace; what nests deeper is an attack or an accident. */
  static final int MAX_DEPTH = 32;

  /** Bounds what a small file can grow to by its aliases. */
  static final int MAX_ALIASES = 200;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new WithoutMergeKeys())
          .setAllowNonScalarKeys(true) // refused by YamlMap, which can say where
          .setMaxAliasesForCollections(MAX_ALIASES)
          .build();

  private YamlDocument() {}

  /** YAML 1.2 has no merge keys, and the engine does not end on one that names its own map. */
  private static final class WithoutMergeKeys extends CoreSchema {
    @Override
    public ScalarResolver getScalarResolver() {
      return new CoreScalarResolver(false);
    }
  }

  /** The document's root, or nothing after its problem has been reported. */
  static Optional<YamlValue> root(String text, ProblemLog log) {
    String yaml = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (yaml.isBlank()) {
      log.addAboutFile("is empty", "write connections and dataflows into it");
      return Optional.empty();
    }
    if (hasUnprintable(yaml, log)) {
      return Optional.empty();
    }
    try {
      if (!isWithinBounds(yaml, log)) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(SETTINGS).composeString(yaml);
      if (root.filter(node -> !node.getTag().equals(Tag.NULL)).isEmpty()) {
        log.addAboutFile("says nothing", "write connections and dataflows into it");
        return Optional.empty();
      }
      return root.map(node -> YamlValue.root(node, log));
    } catch (YamlEngineException e) {
      YamlFault.report(e, log);
      return Optional.empty();
    }
  }

  private static boolean hasUnprintable(String yaml, ProblemLog log) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < yaml.length(); ) {
      int c = yaml.codePointAt(i);
      if (!StreamReader.isPrintable(c)) {
        log.addAt(
            line,
            column,
            String.format("the character U+%04X is not text", c),
            "take it out, or name the right file if this one is binary");
        return true;
      }
      boolean newLine = c == '\n';
      line += newLine ? 1 : 0;
      column = newLine ? 1 : column + 1;
      i += Character.charCount(c);
    }
    return false;
  }

  /** Looks at depth, aliases and documents before a tree is built, which recurses. */
  private static boolean isWithinBounds(String yaml, ProblemLog log) {
    int depth = 0;
    int aliases = 0;
    int documents = 0;
    for (Event event : new Parse(SETTINGS).parseString(yaml)) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      } else if (event.getEventId() == Event.ID.Alias) {
        aliases++;
      } else if (event instanceof DocumentStartEvent) {
        documents++;
      }
      if (depth > MAX_DEPTH) {
        return refuse(event, log, "nests deeper than " + MAX_DEPTH + " levels", "flatten it");
      }
      if (aliases > MAX_ALIASES) {
        return refuse(
            event, log, "uses more than " + MAX_ALIASES + " aliases (*)", "write the values out");
      }
      if (documents > 1) {
        return refuse(
            event,
            log,
            "a second document begins here",
            "keep one workspace a file: take the --- line out, or split the file");
      }
    }
    return true;
  }

  private static boolean refuse(Event event, ProblemLog log, String reason, String mend) {
    log.addAt(
        event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0),
        event.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0),
        reason,
        mend);
    return false;
  }
}
