package io.muster.pipelines.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which letters replays have delivered, as the marks beside them say. Each folder is read once,
 * when it is first asked for. Not thread-safe.
 */
final class ReplayedLetters {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Map<String, Set<String>> folders = new HashMap<>();

  /** Whether a replay has delivered it. */
  boolean has(LetterMark mark) {
    return folders.computeIfAbsent(mark.folder(), ReplayedLetters::read).contains(mark.id());
  }

  private static Set<String> read(String folder) {
    Set<String> ids = new HashSet<>();
    try {
      new RunFolder(folder)
          .lines(
              "",
              line -> {
                ids.add(idOf(line));
                return true;
              });
    } catch (IOException e) {
      throw new UncheckedIOException("the marks in " + folder + " can't be read", e);
    }
    return ids;
  }

  /** A line that is no mark marks nothing. */
  private static String idOf(String line) {
    try {
      return MAPPER.readTree(line).path("letter").asText("");
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
