package io.muster.sandbox.demandbase;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.sandbox.vendor.Json;
import io.muster.sandbox.vendor.ListMember;
import io.muster.sandbox.vendor.VendorList;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An import job and the list behind it; guarded by the lock of {@link DemandbaseApi}. */
final class ImportJob {

  /** A file that is being processed. */
  private record Pending(
      ListAction action, Map<String, Map<String, String>> rows, Instant doneAt, boolean fails) {}

  private final long id;
  private final String tenant;
  private final String name;
  private final EntityType type;
  private final String source;
  private final Instant createdAt;
  private Instant updatedAt;
  private String state = "new";
  private Optional<Pending> pending = Optional.empty();
  private Optional<Map<String, Map<String, String>>> list = Optional.empty();

  ImportJob(long id, String tenant, String name, EntityType type, String source, Instant now) {
    this.id = id;
    this.tenant = tenant;
    this.name = name;
    this.type = type;
    this.source = source;
    this.createdAt = now;
    this.updatedAt = now;
  }

  long id() {
    return id;
  }

  String tenant() {
    return tenant;
  }

  EntityType type() {
    return type;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }

  String name() {
    return name;
  }

  boolean hasName(String other) {
    return normalised(name).equals(normalised(other));
  }

  private static String normalised(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  String state(Instant now) {
    settle(now);
    return state;
  }

  void submit(
      ListAction action,
      Map<String, Map<String, String>> rows,
      boolean fails,
      Instant now,
      Instant doneAt) {
    pending = Optional.of(new Pending(action, rows, doneAt, fails));
    state = "processing";
    updatedAt = now;
  }

  /** Lets a file whose time has come take effect. */
  void settle(Instant now) {
    if (pending.isEmpty() || now.isBefore(pending.get().doneAt())) {
      return;
    }
    Pending file = pending.get();
    pending = Optional.empty();
    updatedAt = file.doneAt();
    state = file.fails() ? "failed" : "completed";
    if (file.fails() || file.action() == ListAction.NOOP) {
      return;
    }
    if (file.action() == ListAction.DELETE) {
      list.ifPresent(members -> members.keySet().removeAll(file.rows().keySet()));
      return;
    }
    if (list.isEmpty()) {
      list = Optional.of(new HashMap<>());
    }
    if (file.action() == ListAction.REPLACE) {
      list.get().clear();
    }
    list.get().putAll(file.rows());
  }

  ObjectNode json(Instant now) {
    settle(now);
    return Json.object()
        .put("id", id)
        .put("dataImportName", name)
        .put("entityType", type.id())
        .put("state", state)
        .put("createdAt", createdAt.truncatedTo(ChronoUnit.MILLIS).toString())
        .put("updatedAt", updatedAt.truncatedTo(ChronoUnit.MILLIS).toString())
        .put("source", source);
  }

  /** The list, once there is one. */
  Optional<VendorList> view(Instant now, boolean withMembers) {
    settle(now);
    return list.map(
        members ->
            new VendorList(
                type.vendor(),
                tenant,
                Long.toString(id),
                name,
                type.id(),
                members.size(),
                withMembers ? sorted(members) : List.of()));
  }

  private static List<ListMember> sorted(Map<String, Map<String, String>> members) {
    return members.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> new ListMember(entry.getKey(), entry.getValue()))
        .toList();
  }
}
