package io.muster.pipelines.preview;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A local folder of notes: what steps of a pipeline tell to whoever has started it in the same
 * process.
 *
 * @param folder for one purpose alone
 */
record Notes(String folder) implements Serializable {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** A file that is nobody else's. */
  Pad open() {
    return new Pad(Path.of(folder).resolve(UUID.randomUUID() + ".jsonl"));
  }

  /** All notes; those of one writer in the order in which they were written. */
  List<Note> read() throws IOException {
    List<Note> notes = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          notes.add(MAPPER.readValue(line, Note.class));
        }
      }
    }
    return notes;
  }

  /** One writer's notes. Safe for several threads. */
  static final class Pad {
    private final Path file;

    private Pad(Path file) {
      this.file = file;
    }

    /** Written at once: a worker is not told when its work is over. */
    synchronized void write(Note note) {
      try {
        Files.writeString(
            file,
            MAPPER.writerFor(Note.class).writeValueAsString(note) + "\n",
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
