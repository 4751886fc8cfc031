package io.muster.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.sandbox.vendor.Json;
import io.muster.sandbox.vendor.Vendor;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Orders as JSON, read strictly: an unknown key or a wrong type is refused with its name. */
public final class FaultJson {

  private static final Set<String> KEYS =
      Set.of(
          "vendor",
          "match",
          "kind",
          "status",
          "retryAfter",
          "delayMs",
          "times",
          "probability",
          "seed",
          "forMs",
          "afterWrite",
          "elements",
          "bytes");
  private static final Set<String> MATCH_KEYS = Set.of("method", "path");

  private FaultJson() {}

  /**
   * Reads an order.
   *
   * @throws IllegalArgumentException saying which key is wrong
   */
  public static Fault read(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("a fault is a JSON object");
    }
    refuseUnknown(json, KEYS, "");
    Fault.Draft draft =
        new Fault.Draft(
            FaultKind.of(
                text(json, "kind")
                    .orElseThrow(() -> new IllegalArgumentException("kind is missing"))));
    draft.vendor = text(json, "vendor").map(Vendor::of);
    JsonNode match = json.get("match");
    if (match != null && !match.isNull()) {
      if (!match.isObject()) {
        throw new IllegalArgumentException("match must be an object with method and path");
      }
      refuseUnknown(match, MATCH_KEYS, "match.");
      draft.method = text(match, "method");
      draft.path = text(match, "path").map(regex -> regex(regex, "match.path"));
    }
    draft.status = integer(json, "status");
    draft.retryAfter = text(json, "retryAfter");
    draft.delay = millis(json, "delayMs");
    draft.times = integer(json, "times");
    JsonNode probability = json.get("probability");
    if (probability != null && !probability.isNumber()) {
      throw new IllegalArgumentException("probability must be a number");
    }
    draft.probability = probability == null ? 1 : probability.doubleValue();
    draft.seed = whole(json, "seed").orElse(0);
    draft.during = millis(json, "forMs");
    JsonNode afterWrite = json.get("afterWrite");
    if (afterWrite != null && !afterWrite.isBoolean()) {
      throw new IllegalArgumentException("afterWrite must be true or false");
    }
    draft.afterWrite = Optional.ofNullable(afterWrite).map(JsonNode::booleanValue);
    draft.elements = text(json, "elements").map(regex -> regex(regex, "elements"));
    draft.bytes = whole(json, "bytes");
    return draft.fault();
  }

  /** Writes an order with the keys that {@link #read} takes; what is not set is left out. */
  public static ObjectNode write(Fault fault) {
    ObjectNode json = Json.object().put("kind", fault.kind().id());
    fault.vendor().ifPresent(vendor -> json.put("vendor", vendor.id()));
    if (fault.method().isPresent() || fault.path().isPresent()) {
      ObjectNode match = json.putObject("match");
      fault.method().ifPresent(method -> match.put("method", method));
      fault.path().ifPresent(path -> match.put("path", path.pattern()));
    }
    fault.status().ifPresent(status -> json.put("status", status));
    fault.retryAfter().ifPresent(value -> json.put("retryAfter", value));
    fault.delay().ifPresent(delay -> json.put("delayMs", delay.toMillis()));
    fault.times().ifPresent(times -> json.put("times", times));
    if (fault.probability() < 1) {
      json.put("probability", fault.probability()).put("seed", fault.seed());
    }
    fault.during().ifPresent(during -> json.put("forMs", during.toMillis()));
    fault.afterWrite().ifPresent(after -> json.put("afterWrite", after));
    fault.elements().ifPresent(elements -> json.put("elements", elements.pattern()));
    fault.bytes().ifPresent(bytes -> json.put("bytes", bytes));
    return json;
  }

  private static void refuseUnknown(JsonNode json, Set<String> known, String prefix) {
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "unknown key " + prefix + name + "; known are " + new TreeSet<>(known));
      }
    }
  }

  private static Optional<String> text(JsonNode json, String key) {
    JsonNode value = json.get(key);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw new IllegalArgumentException(key + " must be a string");
    }
    return Optional.of(value.asText());
  }

  private static OptionalInt integer(JsonNode json, String key) {
    OptionalLong value = whole(json, key);
    return value.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Math.toIntExact(Math.min(Integer.MAX_VALUE, value.getAsLong())));
  }

  private static OptionalLong whole(JsonNode json, String key) {
    JsonNode value = json.get(key);
    if (value == null || value.isNull()) {
      return OptionalLong.empty();
    }
    if (!value.isIntegralNumber()) {
      throw new IllegalArgumentException(key + " must be a whole number");
    }
    return OptionalLong.of(value.longValue());
  }

  private static Optional<Duration> millis(JsonNode json, String key) {
    OptionalLong value = whole(json, key);
    return value.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(value.getAsLong()));
  }

  private static Pattern regex(String regex, String key) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          key + " is no regular expression: " + wrong.getDescription(), wrong);
    }
  }
}
