package io.muster.pipelines.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

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
      for (Metadata file : files(folder + "/*.jsonl")) {
        try (BufferedReader lines =
            new BufferedReader(
                Channels.newReader(FileSystems.open(file.resourceId()), StandardCharsets.UTF_8))) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            ids.add(idOf(line));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the marks in " + folder + " can't be read", e);
    }
    return ids;
  }

  private static List<Metadata> files(String spec) throws IOException {
    try {
      return FileSystems.match(spec, EmptyMatchTreatment.ALLOW).metadata();
    } catch (FileNotFoundException e) {
      return List.of();
    }
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
