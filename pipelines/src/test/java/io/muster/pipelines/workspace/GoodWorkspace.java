package io.muster.pipelines.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** A right workspace that tests break, and the reader that they read it with. */
final class GoodWorkspace {
  static final Path BASE = Path.of("/srv/muster");
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final String TEXT = resource();

  private GoodWorkspace() {}

  static WorkspaceReading read(String text) {
    return reader().read("muster.yaml", text, BASE);
  }

  static WorkspaceReader reader() {
    return WorkspaceReader.of(TestCatalogue.ALL, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** The text with one passage, which must be there, replaced. */
  static String with(String passage, String replacement) {
    return replace(TEXT, passage, replacement);
  }

  static String replace(String text, String passage, String replacement) {
    int at = text.indexOf(passage);
    if (at < 0) {
      throw new IllegalArgumentException("not in the text: " + passage);
    }
    return text.substring(0, at) + replacement + text.substring(at + passage.length());
  }

  private static String resource() {
    try (InputStream in = GoodWorkspace.class.getResourceAsStream("good.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
