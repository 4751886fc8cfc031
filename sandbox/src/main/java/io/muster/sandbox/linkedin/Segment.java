package io.muster.sandbox.linkedin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.sandbox.vendor.Json;
import io.muster.sandbox.vendor.ListMember;
import io.muster.sandbox.vendor.Vendor;
import io.muster.sandbox.vendor.VendorList;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A DMP segment and its companies; guarded by the lock of {@link LinkedInApi}. */
final class Segment {

  private final long id;
  private final String type;
  private final String account;
  private final String sourcePlatform;
  private final String sourceSegmentId;
  private final Instant createdAt;
  private final Map<String, Company> companies = new HashMap<>();
  private String name;
  private String description;
  private Optional<Instant> firstMemberAt = Optional.empty();

  Segment(
      long id,
      String name,
      String type,
      String account,
      String sourcePlatform,
      String sourceSegmentId,
      String description,
      Instant createdAt) {
    this.id = id;
    this.name = name;
    this.type = type;
    this.account = account;
    this.sourcePlatform = sourcePlatform;
    this.sourceSegmentId = sourceSegmentId;
    this.description = description;
    this.createdAt = createdAt;
  }

  long id() {
    return id;
  }

  String name() {
    return name;
  }

  String type() {
    return type;
  }

  String account() {
    return account;
  }

  String sourcePlatform() {
    return sourcePlatform;
  }

  String sourceSegmentId() {
    return sourceSegmentId;
  }

  Instant createdAt() {
    return createdAt;
  }

  void rename(String to) {
    name = to;
  }

  void describe(String as) {
    description = as;
  }

  /** Adds a company; one that is there gets the new fields instead of its old ones ([A]). */
  void add(Company company, Instant now) {
    companies.put(company.key(), company);
    if (firstMemberAt.isEmpty()) {
      firstMemberAt = Optional.of(now);
    }
  }

  /** Removes a company; an unknown one changes nothing, [C] SEGMENT-E2E. */
  void remove(Company company) {
    companies.remove(company.key());
  }

  ObjectNode json(LinkedInOptions options, Instant now) {
    ObjectNode json =
        Json.object()
            .put("id", id)
            .put("name", name)
            .put("type", type)
            .put("account", account)
            .put("sourcePlatform", sourcePlatform);
    if (!sourceSegmentId.isEmpty()) {
      json.put("sourceSegmentId", sourceSegmentId);
    }
    if (!description.isEmpty()) {
      json.put("description", description);
    }
    json.putArray("destinations").add(destination(options, now));
    return json;
  }

  ObjectNode destination(LinkedInOptions options, Instant now) {
    boolean ready =
        firstMemberAt.isPresent()
            && !now.isBefore(firstMemberAt.get().plus(options.matchingTime()));
    long matched = ready ? (long) Math.floor(companies.size() * options.matchRate()) : 0;
    return Json.object()
        .put("destination", "LINKEDIN")
        .put("status", ready ? "READY" : "BUILDING")
        .put("inputCount", companies.size())
        .put("matchedCount", matched)
        .put("audienceSize", matched * options.peoplePerCompany());
  }

  VendorList view(boolean withMembers) {
    return new VendorList(
        Vendor.LINKEDIN,
        account,
        Long.toString(id),
        name,
        type,
        companies.size(),
        withMembers ? members() : List.of());
  }

  private List<ListMember> members() {
    return companies.values().stream()
        .map(company -> new ListMember(company.identifier(), company.fields()))
        .sorted(Comparator.comparing(ListMember::identifier))
        .toList();
  }
}
