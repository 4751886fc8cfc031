package io.muster.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.destination.DestinationSpec;
import io.muster.destination.DestinationSpec.AuthKind;
import io.muster.destination.DestinationSpec.BatchShape;
import io.muster.destination.TargetField;
import io.muster.destination.TargetField.Need;
import io.muster.format.Format;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A destination's facts, for people and for programs. */
final class CatalogueEntry {

  private static final int TARGET_WIDTH = 22;

  private CatalogueEntry() {}

  /** Lines that end with a line feed. */
  static String text(DestinationSpec spec) {
    StringBuilder text = new StringBuilder();
    text.append(spec.name()).append(": ").append(spec.title()).append('\n');
    line(text, "members", word(spec.entityType()) + "s, known by " + memberKey(spec));
    line(text, "auth", authKinds(spec).stream().collect(Collectors.joining(" or ")));
    line(text, "account", spec.accountRequired() ? "required" : "none");
    line(text, "endpoint", spec.endpoint());
    line(text, "tokenEndpoint", spec.tokenEndpoint());
    line(text, "limits", limits(spec.limits()));
    line(text, "at most", limits(spec.maximum()));
    line(text, "delivery", delivery(spec.delivery()));
    line(text, "a call", call(spec.batch()));
    line(text, "lists", lifecycle(spec.lifecycle()));
    if (!spec.options().isEmpty()) {
      line(
          text,
          "options",
          new TreeMap<>(spec.options())
              .entrySet().stream()
                  .map(option -> option.getKey() + " (default " + option.getValue() + ")")
                  .collect(Collectors.joining(", ")));
    }
    line(text, "facts", spec.documentation());
    for (Need need : Need.values()) {
      List<TargetField> targets =
          spec.targets().stream().filter(target -> target.need() == need).toList();
      if (!targets.isEmpty()) {
        text.append("  ").append(word(need)).append(" targets\n");
        targets.forEach(target -> target(text, target));
      }
    }
    return text.toString();
  }

  private static String call(BatchShape batch) {
    return (batch.mixed() ? "adds and removes together" : "adds or removes")
        + (batch.maxRemovals() == Limits.UNLIMITED
            ? ""
            : ", removes at most " + batch.maxRemovals())
        + (batch.maxBytes() == Long.MAX_VALUE ? "" : ", at most " + batch.maxBytes() + " bytes");
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  %-14s %s\n".formatted(name, value));
  }

  private static void target(StringBuilder text, TargetField target) {
    String note = note(target);
    text.append("    ")
        .append(target.name())
        .append(" ".repeat(Math.max(1, TARGET_WIDTH - target.name().length())))
        .append(format(target.format()))
        .append(note.isEmpty() ? "" : ", " + note)
        .append(". ")
        .append(target.description())
        .append('\n');
  }

  private static String note(TargetField target) {
    if (!target.sent()) {
      return "never sent, may be blank";
    }
    return target.need() == Need.MANDATORY && target.blankAllowed() ? "may be blank" : "";
  }

  private static String format(Format format) {
    return switch (format) {
      case NAME -> "a name";
      case DOMAIN -> "a domain";
      case EMAIL -> "an e-mail address";
      case IDENTIFIER -> "an id";
      case URL -> "a URL";
      case ORGANIZATION_URN -> "urn:li:organization:NUMBER";
      case COUNTRY -> "a country's two letters";
    };
  }

  private static String memberKey(DestinationSpec spec) {
    return spec.memberKey().size() == 1
        ? spec.memberKey().get(0)
        : "the first there is of " + String.join(", ", spec.memberKey());
  }

  private static List<String> authKinds(DestinationSpec spec) {
    return spec.authKinds().stream().sorted().map(CatalogueEntry::auth).toList();
  }

  private static String auth(AuthKind kind) {
    return switch (kind) {
      case TOKEN -> "{ token }";
      case CLIENT_CREDENTIALS -> "{ clientId, clientSecret }";
      case REFRESH_TOKEN -> "{ clientId, clientSecret, refreshToken }";
    };
  }

  private static String limits(Limits limits) {
    return "batchSize %s, requestsPerMinute %s, requestsPerDay %s"
        .formatted(
            limit(limits.batchSize()),
            limit(limits.requestsPerMinute()),
            limit(limits.requestsPerDay()));
  }

  private static String limit(int limit) {
    return limit == Limits.UNLIMITED ? "unlimited" : Integer.toString(limit);
  }

  private static String delivery(DeliverySettings delivery) {
    return "maxBatchAge %s, retryFor %s, firstRetry %s, pollEvery %s, maxPending %d"
        .formatted(
            duration(delivery.maxBatchAge()),
            duration(delivery.retryFor()),
            duration(delivery.firstRetry()),
            duration(delivery.pollEvery()),
            delivery.maxPending());
  }

  /** As a workspace writes it. */
  private static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % Duration.ofHours(1).toSeconds() == 0) {
      return duration.toHours() + "h";
    }
    return seconds % Duration.ofMinutes(1).toSeconds() == 0
        ? duration.toMinutes() + "m"
        : seconds + "s";
  }

  private static String lifecycle(DestinationSpec.Lifecycle lifecycle) {
    return (lifecycle.renames() ? "can be renamed" : "cannot be renamed")
        + (lifecycle.deletes() ? ", can be deleted" : ", cannot be deleted");
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** The same as JSON; an unlimited limit is null. */
  static ObjectNode json(DestinationSpec spec) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", spec.name());
    json.put("title", spec.title());
    json.put("entityType", word(spec.entityType()));
    ArrayNode targets = json.putArray("targets");
    for (TargetField target : spec.targets()) {
      targets
          .addObject()
          .put("name", target.name())
          .put("need", word(target.need()))
          .put("blankAllowed", target.blankAllowed())
          .put("sent", target.sent())
          .put("format", word(target.format()))
          .put("description", target.description());
    }
    ArrayNode key = json.putArray("memberKey");
    spec.memberKey().forEach(key::add);
    ArrayNode auth = json.putArray("auth");
    authKinds(spec).forEach(auth::add);
    json.put("accountRequired", spec.accountRequired());
    ObjectNode options = json.putObject("options");
    for (Map.Entry<String, String> option : new TreeMap<>(spec.options()).entrySet()) {
      options.put(option.getKey(), option.getValue());
    }
    json.put("endpoint", spec.endpoint());
    json.put("tokenEndpoint", spec.tokenEndpoint());
    limits(json.putObject("limits"), spec.limits());
    limits(json.putObject("maximum"), spec.maximum());
    json.putObject("delivery")
        .put("maxBatchAge", duration(spec.delivery().maxBatchAge()))
        .put("retryFor", duration(spec.delivery().retryFor()))
        .put("firstRetry", duration(spec.delivery().firstRetry()))
        .put("pollEvery", duration(spec.delivery().pollEvery()))
        .put("maxPending", spec.delivery().maxPending());
    ObjectNode call = json.putObject("call");
    call.put("mixed", spec.batch().mixed());
    limit(call, "maxRemovals", spec.batch().maxRemovals());
    if (spec.batch().maxBytes() == Long.MAX_VALUE) {
      call.putNull("maxBytes");
    } else {
      call.put("maxBytes", spec.batch().maxBytes());
    }
    json.putObject("lists")
        .put("renames", spec.lifecycle().renames())
        .put("deletes", spec.lifecycle().deletes());
    json.put("documentation", spec.documentation());
    return json;
  }

  private static void limits(ObjectNode json, Limits limits) {
    limit(json, "batchSize", limits.batchSize());
    limit(json, "requestsPerMinute", limits.requestsPerMinute());
    limit(json, "requestsPerDay", limits.requestsPerDay());
  }

  private static void limit(ObjectNode json, String key, int limit) {
    if (limit == Limits.UNLIMITED) {
      json.putNull(key);
    } else {
      json.put(key, limit);
    }
  }
}
