package io.muster.pipelines.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.model.Reason;
import io.muster.pipelines.page.PageSources.ListSource;
import io.muster.pipelines.report.RunDetails.Example;
import io.muster.pipelines.report.RunDetails.Words;
import io.muster.pipelines.sink.LetterKeys;
import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a run's dead letters say: an example or two of each code, and the vendors' words. */
final class LetterFindings {

  /** Enough for examples; a run with more has another trouble than a page can show. */
  static final long LONGEST = 50_000;

  private static final int EXAMPLES_A_CODE = 3;
  private static final int DIFFERENT_WORDS = 12;
  private static final int LONGEST_REASON = 300;

  /** Codes of the vendor's side, and those of which the vendor has said something. */
  private static final Set<String> FAILED = Reason.names(Reason.Kind.FAILED);

  private static final ObjectReader JSON = new JsonMapper().reader();

  private final List<ListSource> lists;
  private final Instant since;
  private final Map<String, List<Example>> examples = new HashMap<>();
  private final Map<Words, Long> words = new HashMap<>();
  private long read;
  private boolean left;

  private LetterFindings(List<ListSource> lists, Instant since) {
    this.lists = lists;
    this.since = since;
  }

  /**
   * Reads a run folder's letters.
   *
   * @param since when the run began: a folder that is used again has letters of before
   */
  static LetterFindings in(RunFolder folder, List<ListSource> lists, Instant since)
      throws IOException {
    LetterFindings findings = new LetterFindings(lists, since);
    findings.left = !folder.lines(RunFolder.DEAD_LETTERS, findings::take);
    return findings;
  }

  private boolean take(String line) {
    if (read >= LONGEST) {
      return false;
    }
    try {
      JsonNode letter = JSON.readTree(line);
      if (!Instant.parse(letter.path(LetterKeys.AT).asText()).isBefore(since)) {
        read++;
        note(letter);
      }
    } catch (JsonProcessingException | DateTimeException e) {
      // Not one that this version has written.
    }
    return true;
  }

  private void note(JsonNode letter) {
    String code = letter.path(LetterKeys.CODE).asText();
    Optional<ListSource> list =
        lists.stream()
            .filter(each -> each.dataflow().equals(letter.path(LetterKeys.DATAFLOW).asText()))
            .filter(each -> each.audience().equals(letter.path(LetterKeys.AUDIENCE).asText()))
            .findFirst();
    if (FAILED.contains(code)) {
      words.merge(
          new Words(code, list.map(ListSource::vendor).orElse(""), reason(letter), 0),
          1L,
          Long::sum);
    }
    List<Example> known = examples.computeIfAbsent(code, each -> new ArrayList<>());
    if (known.size() < EXAMPLES_A_CODE) {
      Example example = example(code, letter, list);
      // The same record in another audience shows nothing new.
      if (known.stream().noneMatch(other -> other.source().equals(example.source()))) {
        known.add(example);
      }
    }
  }

  private static Example example(String code, JsonNode letter, Optional<ListSource> list) {
    String field = letter.path(LetterKeys.FIELD).asText();
    JsonNode change = letter.path(LetterKeys.CHANGE);
    String path = list.map(each -> each.sources().getOrDefault(field, field)).orElse(field);
    String source = letter.path(LetterKeys.SOURCE).asText();
    return new Example(
        code,
        letter.path(LetterKeys.DATAFLOW).asText(""),
        letter.path(LetterKeys.AUDIENCE).asText(""),
        field,
        field.isEmpty() ? "" : Masked.shape(text(change, path)),
        Masked.shape(profile(change, letter)),
        reason(letter),
        source.substring(source.lastIndexOf('/') + 1));
  }

  private static String reason(JsonNode letter) {
    String words = letter.path(LetterKeys.REASON).asText();
    // Our own words repeat nothing of a record.
    String reason =
        FAILED.contains(letter.path(LetterKeys.CODE).asText()) ? Masked.sentence(words) : words;
    return reason.length() > LONGEST_REASON
        ? reason.substring(0, LONGEST_REASON) + "\u2026"
        : reason;
  }

  /** The text at a path such as {@code a.b}; empty where there is none. */
  private static String text(JsonNode change, String path) {
    JsonNode at = change;
    for (String step : path.split("[.]", -1)) {
      at = at.path(step);
      if (at.isArray()) {
        at = mapped(at);
      }
    }
    return at.isObject() ? at.path("id").asText("") : at.asText("");
  }

  /** Of an identity's entries the one that a mapping takes: the primary one, else the first. */
  private static JsonNode mapped(JsonNode entries) {
    for (JsonNode entry : entries) {
      if (entry.path("primary").asBoolean()) {
        return entry;
      }
    }
    return entries.path(0);
  }

  private static String profile(JsonNode change, JsonNode letter) {
    for (String path : List.of("accountKey.sourceKey", "b2b.personKey.sourceKey")) {
      String found = text(change, path);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return letter.path(LetterKeys.KEY).asText("");
  }

  List<Example> examples() {
    return examples.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(code -> code.getValue().stream())
        .toList();
  }

  /** The most frequent first. */
  List<Words> words() {
    return words.entrySet().stream()
        .map(
            each ->
                new Words(
                    each.getKey().code(),
                    each.getKey().vendor(),
                    each.getKey().reason(),
                    each.getValue()))
        .sorted(
            Comparator.comparingLong(Words::changes)
                .reversed()
                .thenComparing(Words::code)
                .thenComparing(Words::vendor)
                .thenComparing(Words::reason))
        .limit(DIFFERENT_WORDS)
        .toList();
  }

  long read() {
    return read;
  }

  boolean isMoreLeft() {
    return left;
  }
}
