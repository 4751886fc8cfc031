package io.muster.pipelines.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.hash.Hashing;
import io.muster.model.SourceRecord;
import io.muster.pipelines.sink.RunFolder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Which letter is meant, and where it is marked once it is delivered: in a folder of the run
 * folder, or beside any other file that it is in, which no replay reads as letters.
 *
 * @param folder the marks', as its Beam filesystem names it
 * @param id the same for one letter wherever it is copied to
 * @param source where the change was read first
 * @param dataflow empty for a record that was no profile change
 * @param audience empty likewise
 */
record LetterMark(String folder, String id, String source, String dataflow, String audience) {

  /** A name that begins like this is passed over where a folder is read. */
  private static final String FOLDER = "_replayed";

  private static final String SEPARATOR = "\n";

  /** Of a letter that was read there; nothing for one of a topic, whose group says what is done. */
  static Optional<LetterMark> of(SourceRecord line, Letter letter) {
    String file = line.position().source();
    if (file.indexOf('/') < 0 || letter.record().isEmpty()) {
      return Optional.empty();
    }
    String source = letter.record().get().position().toString();
    String text =
        String.join(
            SEPARATOR,
            letter.dataflow(),
            letter.audience(),
            source,
            letter.at().map(Instant::toString).orElse(""));
    String id = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    return Optional.of(
        new LetterMark(
            besides(file), id.substring(0, 32), source, letter.dataflow(), letter.audience()));
  }

  /** In a run folder beside the folder of letters, which holds nothing else. */
  private static String besides(String file) {
    String folder = file.substring(0, file.lastIndexOf('/'));
    String run = folder.replaceFirst("/" + RunFolder.DEAD_LETTERS + "$", "");
    return run + "/" + FOLDER;
  }

  /** The line that says so. */
  String line(String run, Instant at) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("letter", id)
        .put("source", source)
        .put("dataflow", dataflow)
        .put("audience", audience)
        .put("run", run)
        .put("at", at.toString())
        .toString();
  }

  /** All of it as one text, for a way through a pipeline. */
  String encoded() {
    return String.join(SEPARATOR, folder, id, dataflow, audience, source);
  }

  static LetterMark decode(String text) {
    String[] parts = text.split(SEPARATOR, 5);
    return new LetterMark(parts[0], parts[1], parts[4], parts[2], parts[3]);
  }
}
