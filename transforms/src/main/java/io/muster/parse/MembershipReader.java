package io.muster.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code segmentMembership}: the mapped audiences of the namespace {@code ups}; the rest is
 * skipped unread. Of a repeated key the last value counts.
 */
final class MembershipReader {

  private static final String NAME = RecordParser.SEGMENT_MEMBERSHIP;
  private static final String NAMESPACE = RecordParser.UPS;
  private static final String PATH = NAME + "." + NAMESPACE;
  private static final String STATUS = "status";
  private static final String TIME = "lastQualificationTime";

  private final ParsePlan plan;
  private final Map<String, Membership> memberships = new LinkedHashMap<>();
  private Optional<MapFault> fault = Optional.empty();

  MembershipReader(ParsePlan plan) {
    this.plan = plan;
  }

  /** Forgets the record before. */
  void clear() {
    memberships.clear();
    fault = Optional.empty();
  }

  Collection<Membership> memberships() {
    return memberships.values();
  }

  Optional<MapFault> fault() {
    return fault;
  }

  /** Reads the value that the parser stands on. */
  void read(JsonParser json) throws IOException {
    clear();
    if (!opensObject(json, NAME)) {
      return;
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      if (name.equals(NAMESPACE)) {
        readNamespace(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void readNamespace(JsonParser json) throws IOException {
    clear();
    if (!opensObject(json, PATH)) {
      return;
    }
    for (String id = json.nextFieldName(); id != null; id = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      if (!plan.activates(id)) {
        json.skipChildren();
      } else if (token == JsonToken.START_OBJECT) {
        memberships.put(id, readMembership(json, id));
      } else {
        json.skipChildren();
        memberships.put(id, new Membership.Invalid(id, PATH + "." + id, "is not an object"));
      }
    }
  }

  private boolean opensObject(JsonParser json, String field) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      return true;
    }
    if (json.currentToken() != JsonToken.VALUE_NULL) {
      json.skipChildren();
      fault = Optional.of(new MapFault(field, "is not an object"));
    }
    return false;
  }

  private static Membership readMembership(JsonParser json, String id) throws IOException {
    Membership.Status status = null;
    String statusFault = "is missing";
    Instant time = null;
    String timeFault = "is missing";
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      if (name.equals(STATUS)) {
        status = token == JsonToken.VALUE_STRING ? status(json.getText()) : null;
        statusFault =
            token == JsonToken.VALUE_NULL
                ? "is missing"
                : "is none of realized, existing and exited";
      } else if (name.equals(TIME)) {
        time = token == JsonToken.VALUE_STRING ? XdmTime.parse(json.getText()) : null;
        timeFault =
            token == JsonToken.VALUE_NULL
                ? "is missing"
                : "is no time such as 2026-11-20T10:00:00Z";
      }
      json.skipChildren();
    }
    if (status == null) {
      return new Membership.Invalid(id, PATH + "." + id + "." + STATUS, statusFault);
    }
    if (time == null) {
      return new Membership.Invalid(id, PATH + "." + id + "." + TIME, timeFault);
    }
    return new Membership.Valid(id, status, time);
  }

  /** The status of that name, or null where there is none. */
  private static Membership.Status status(String name) {
    return switch (name) {
      case "realized" -> Membership.Status.REALIZED;
      case "existing" -> Membership.Status.EXISTING;
      case "exited" -> Membership.Status.EXITED;
      default -> null;
    };
  }
}
