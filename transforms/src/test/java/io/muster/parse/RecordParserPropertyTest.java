package io.muster.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import io.muster.delivery.Seeds;
import io.muster.model.Reason;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The streaming parser against a tree of the whole record, on random records. */
class RecordParserPropertyTest {

  private static final String[] SOURCES = {
    "a", "a.b", "a.b.c", "b", "accountKey.sourceKey", "identityMap.n1", "identityMap.n2"
  };
  private static final List<String> NAMES =
      List.of(
          "a",
          "b",
          "c",
          "a.b",
          "accountKey",
          "sourceKey",
          "b2b",
          "personKey",
          "id",
          "primary",
          "identityMap",
          "segmentMembership",
          "ups",
          "n1",
          "n2",
          "a1",
          "a2",
          "status",
          "lastQualificationTime",
          "changedAt",
          "\u00e9\ud83d\ude80");
  private static final List<String> SCALARS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "17",
          "\"\"",
          "\" \"",
          "\"x\"",
          "\" y \"",
          "\"realized\"",
          "\"exited\"",
          "\"2026-11-20T10:00:00Z\"",
          "\"\\u00fc\\ud83d\\ude80\"");

  private static final ObjectMapper TREES =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final ParsePlan plan = Plans.reading(SOURCES);
  private final RecordParser parser = new RecordParser(plan);

  private ParsedRecord parse(byte[] bytes) {
    return parser.parse(SourceRecord.ofFile(new SourcePosition("f", 1), bytes));
  }

  static LongStream seeds() {
    return Seeds.orSoMany(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsWhatATreeOfTheRecordHas(long seed) throws JsonProcessingException {
    Random random = Seeds.random(seed);
    int profiles = 0;
    for (int i = 0; i < 20_000; i++) {
      String json = random.nextBoolean() ? object(random, 4) : record(random);
      String at = "record " + i + ": " + json;
      ParsedRecord parsed = parse(json.getBytes(UTF_8));
      JsonNode tree = TREES.readTree(json);
      if (hasWrongMap(tree)) {
        assertThat(at, parsed, instanceOf(ParsedRecord.Malformed.class));
        assertThat(at, ((ParsedRecord.Malformed) parsed).code(), is(Reason.INVALID_RECORD));
        continue;
      }
      assertThat(at, parsed, instanceOf(ParsedRecord.Profile.class));
      ProfileChange change = ((ParsedRecord.Profile) parsed).change();
      for (int s = 0; s < SOURCES.length; s++) {
        assertThat(at + " " + SOURCES[s], change.value(s), equalTo(value(tree, SOURCES[s])));
      }
      assertThat(at, change.profileId(), equalTo(profileId(tree)));
      assertThat(at, memberships(change), equalTo(memberships(tree)));
      profiles++;
    }
    assertThat("profiles", profiles > 5_000, is(true));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverThrowsForABrokenRecord(long seed) {
    Random random = Seeds.random(seed);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = record(random).getBytes(UTF_8);
      for (int m = random.nextInt(4); m >= 0; m--) {
        bytes = mutated(random, bytes);
      }
      try {
        parse(bytes);
      } catch (RuntimeException e) {
        throw new AssertionError(new String(bytes, UTF_8), e);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void takesForJsonExactlyWhatJacksonsTreeReaderTakes(long seed) {
    Random random = Seeds.random(seed);
    for (int i = 0; i < 20_000; i++) {
      // Of ASCII only: Jackson's own reader is not strict about UTF-8.
      byte[] bytes = record(random).replaceAll("[^ -~]", "x").getBytes(UTF_8);
      int at = random.nextInt(bytes.length);
      bytes[at] = (byte) " {}[]:,\"\\01e.-tx".charAt(random.nextInt(16));
      String json = new String(bytes, UTF_8);
      boolean isJson;
      try {
        TREES.readTree(json);
        isJson = true;
      } catch (JsonProcessingException e) {
        isJson = false;
      }
      boolean taken =
          !(parse(bytes) instanceof ParsedRecord.Malformed malformed)
              || malformed.code() != Reason.NOT_JSON;
      assertThat(json, taken, is(isJson));
    }
  }

  private static byte[] mutated(Random random, byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(4)) {
      case 0 -> {
        byte[] changed = bytes.clone();
        changed[at] = (byte) random.nextInt(256);
        return changed;
      }
      case 1 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 2 -> {
        byte[] longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 0, at);
        longer[at] = (byte) random.nextInt(256);
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        return longer;
      }
      default -> {
        byte[] shorter = new byte[bytes.length - 1];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
        return shorter;
      }
    }
  }

  /** Random JSON with the names that matter, repeated keys among them. */
  private static String object(Random random, int depth) {
    StringBuilder json = new StringBuilder("{");
    for (int i = random.nextInt(5); i > 0; i--) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      json.append('"').append(name).append("\": ").append(any(random, depth - 1));
      json.append(i > 1 ? ", " : "");
    }
    return json.append('}').toString();
  }

  private static String any(Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 4 : 2);
    return switch (kind) {
      case 2 -> object(random, depth);
      case 3 ->
          "[" + any(random, depth - 1) + (random.nextBoolean() ? "," + any(random, 0) : "") + "]";
      default -> SCALARS.get(random.nextInt(SCALARS.size()));
    };
  }

  /** Nearly what a record should be. */
  private static String record(Random random) {
    String entry = "{\"id\":" + any(random, 1) + ",\"primary\":" + any(random, 0) + "}";
    String item =
        "{\"status\":" + any(random, 1) + ",\"lastQualificationTime\":" + any(random, 1) + "}";
    return "{\"a\":"
        + any(random, 3)
        + ",\"accountKey\":{\"sourceKey\":"
        + any(random, 1)
        + "},\"b2b\":{\"personKey\":{\"sourceKey\":"
        + any(random, 0)
        + "}},\"identityMap\":{\"n2\":["
        + entry
        + ",{\"id\":\"second\",\"primary\":true}],\"n1\":["
        + (random.nextBoolean() ? entry : "")
        + "]},\"segmentMembership\":{\"ups\":{\"a1\":"
        + item
        + ",\"a2\":"
        + any(random, 1)
        + "}},\"changedAt\":"
        + any(random, 0)
        + "}";
  }

  private static boolean hasWrongMap(JsonNode tree) {
    JsonNode segments = tree.path("segmentMembership");
    JsonNode identities = tree.path("identityMap");
    boolean wrong =
        isWrong(segments, segments.isObject()) || isWrong(identities, identities.isObject());
    JsonNode ups = segments.path("ups");
    wrong |= isWrong(ups, ups.isObject());
    if (identities.isObject()) {
      for (JsonNode namespace : identities) {
        wrong |= isWrong(namespace, namespace.isArray());
        for (JsonNode entry : namespace) {
          wrong |= namespace.isArray() && isWrong(entry, entry.isObject());
        }
      }
    }
    return wrong;
  }

  private static boolean isWrong(JsonNode node, boolean hasType) {
    return !node.isMissingNode() && !node.isNull() && !hasType;
  }

  private static FieldValue value(JsonNode tree, String source) {
    if (source.startsWith("identityMap.")) {
      FieldValue best = FieldValue.ABSENT;
      boolean bestIsPrimary = false;
      for (JsonNode entry : tree.path("identityMap").path(source.substring(12))) {
        FieldValue id = id(entry);
        boolean primary = entry.path("primary").isBoolean() && entry.path("primary").booleanValue();
        boolean usable = id instanceof FieldValue.Text;
        boolean found = best instanceof FieldValue.Text;
        if ((usable && (!found || (primary && !bestIsPrimary)))
            || (!found && id == FieldValue.UNSUPPORTED)) {
          best = id;
          bestIsPrimary = primary && usable;
        }
      }
      return best;
    }
    JsonNode node = tree;
    for (String name : Splitter.on('.').split(source)) {
      if (node.isArray()) {
        return FieldValue.UNSUPPORTED;
      }
      node = node.path(name);
    }
    return scalar(node);
  }

  private static FieldValue id(JsonNode entry) {
    FieldValue id = scalar(entry.path("id"));
    if (id instanceof FieldValue.Text text) {
      return text.text().isBlank() ? FieldValue.ABSENT : new FieldValue.Text(text.text().strip());
    }
    return id;
  }

  private static FieldValue scalar(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return FieldValue.ABSENT;
    }
    return node.isValueNode() ? new FieldValue.Text(node.asText()) : FieldValue.UNSUPPORTED;
  }

  private static String profileId(JsonNode tree) {
    for (String path : List.of("accountKey.sourceKey", "b2b.personKey.sourceKey")) {
      if (value(tree, path) instanceof FieldValue.Text text && !text.text().isBlank()) {
        return text.text().strip();
      }
    }
    Map<String, String> primaries = new TreeMap<>();
    tree.path("identityMap")
        .properties()
        .forEach(
            namespace -> {
              for (JsonNode entry : namespace.getValue()) {
                JsonNode primary = entry.path("primary");
                if (primary.isBoolean()
                    && primary.booleanValue()
                    && id(entry) instanceof FieldValue.Text text) {
                  primaries.putIfAbsent(namespace.getKey(), text.text());
                }
              }
            });
    return primaries.isEmpty() ? "" : primaries.values().iterator().next();
  }

  private static Map<String, String> memberships(ProfileChange change) {
    Map<String, String> memberships = new HashMap<>();
    for (Membership membership : change.memberships()) {
      memberships.put(
          membership.audience(),
          membership instanceof Membership.Valid valid
              ? valid.status() + " " + valid.qualifiedAt()
              : "invalid");
    }
    return memberships;
  }

  private static Map<String, String> memberships(JsonNode tree) {
    Map<String, String> memberships = new HashMap<>();
    JsonNode ups = tree.path("segmentMembership").path("ups");
    for (String audience : List.of("a1", "a2")) {
      JsonNode item = ups.path(audience);
      JsonNode status = item.path("status");
      JsonNode time = item.path("lastQualificationTime");
      boolean valid =
          status.isTextual()
              && List.of("realized", "exited").contains(status.textValue())
              && time.isTextual()
              && time.textValue().startsWith("2026");
      if (!item.isMissingNode()) {
        memberships.put(
            audience,
            valid
                ? status.textValue().toUpperCase(Locale.ROOT)
                    + " "
                    + Instant.parse(time.textValue())
                : "invalid");
      }
    }
    return memberships;
  }
}
