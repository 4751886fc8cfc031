package io.muster.sandbox.bombora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.sandbox.vendor.Answer;
import io.muster.sandbox.vendor.ApiRequest;
import io.muster.sandbox.vendor.CallNotes;
import io.muster.sandbox.vendor.Credential;
import io.muster.sandbox.vendor.Interference;
import io.muster.sandbox.vendor.Json;
import io.muster.sandbox.vendor.QueryRules;
import io.muster.sandbox.vendor.RateLimit;
import io.muster.sandbox.vendor.Rule;
import io.muster.sandbox.vendor.Tokens;
import io.muster.sandbox.vendor.Vendor;
import io.muster.sandbox.vendor.VendorApi;
import io.muster.sandbox.vendor.VendorList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Bombora's Account List API, [V] BO-SPEC, BO-AUTH; {@code docs/vendors.md}.
 *
 * <p>Below {@code /bombora}: {@code POST /oauth/token}, and below {@code /bombora/account-list/v1}:
 * {@code GET|POST /account-list}, {@code GET|PUT|DELETE /account-list/{id}}, {@code POST|DELETE
 * /account-list/{id}/accounts}, {@code POST /account-list/{id}/delete-accounts}, {@code GET
 * /account-list/{id}/accounts/domains}, {@code POST|GET /account-list/{id}/accounts/search}.
 *
 * <p>400, 401, 403, 404 and 429 have no body; 409 and 422 say {@code {message}}.
 */
public final class BomboraApi implements VendorApi {

  private static final String MANUAL = "Manual";
  private static final Set<String> TYPES = Set.of(MANUAL, "Derived", "Surge", "VisitorInsights");
  private static final Set<String> MEMBER_CALLS =
      Set.of("POST accounts", "DELETE accounts", "POST delete-accounts");
  private static final int LARGEST_PAGE = 10_000;

  private final Supplier<BomboraOptions> options;
  private final Clock clock;
  private final Tokens tokens;
  private final RateLimit rates;
  private final Map<String, AccountList> lists = new LinkedHashMap<>();

  public BomboraApi(Supplier<BomboraOptions> options, Clock clock) {
    this.options = options;
    this.clock = clock;
    this.tokens = new Tokens(clock, () -> options.get().credentials());
    this.rates = new RateLimit(clock);
  }

  @Override
  public String prefix() {
    return "bombora";
  }

  @Override
  public Set<Vendor> vendors() {
    return Set.of(Vendor.BOMBORA);
  }

  @Override
  public String endpoint() {
    return "account-list/v1";
  }

  @Override
  public String tokenEndpoint() {
    return "oauth/token";
  }

  @Override
  public Vendor vendorOf(ApiRequest request) {
    return Vendor.BOMBORA;
  }

  @Override
  public Tokens tokens() {
    return tokens;
  }

  private static boolean isTokenCall(ApiRequest request) {
    return request.path().equals("/oauth/token");
  }

  @Override
  public boolean isCreation(ApiRequest request) {
    return request.method().equals("POST")
        && request.path().equals("/account-list/v1/account-list");
  }

  @Override
  public Answer error(int status, String message) {
    return status == 409 || status == 422
        ? Answer.json(status, Json.object().put("message", message))
        : Answer.empty(status);
  }

  @Override
  public Answer notFound(ApiRequest request) {
    return error(404, "");
  }

  @Override
  public Answer handle(ApiRequest request, CallNotes notes, Interference interference)
      throws IOException {
    QueryRules.secretInUrl(request, tokens, notes);
    if (isTokenCall(request)) {
      return mint(request, notes);
    }
    List<String> path = request.segments();
    if (path.size() < 3
        || path.size() > 6
        || !path.subList(0, 3).equals(List.of("account-list", "v1", "account-list"))) {
      return unknownEndpoint(notes);
    }
    if (tokens.check(request.header("Authorization"), notes) instanceof Tokens.Denied) {
      return error(401, "");
    }
    String below = String.join("/", path.subList(Math.min(4, path.size()), path.size()));
    Set<String> methods = methodsOf(path.size(), below);
    if (methods.isEmpty()) {
      return unknownEndpoint(notes);
    }
    String method = request.method();
    if (!methods.contains(method)) {
      notes.breach(Rule.METHOD_NOT_ALLOWED, method + " where only " + methods + " is documented");
      return error(405, "").with("Allow", String.join(", ", methods));
    }
    String endpoint =
        method
            + " /account-list"
            + (path.size() > 3 ? "/{id}" : "")
            + (below.isEmpty() ? "" : "/" + below);
    notes.endpoint(endpoint);
    int limit = options.get().requestsPerMinute();
    if (!rates.takeMinute(notes.account() + " " + endpoint, limit)) {
      notes.breach(Rule.OVER_RATE, "more than " + limit + " calls of " + endpoint + " in a minute");
      return error(429, "");
    }
    if (below.equals("accounts/search") && method.equals("GET")) {
      QueryRules.check(request, tokens, notes, "pageToken", "limit");
    } else {
      QueryRules.check(request, tokens, notes);
    }
    boolean hasBody = method.equals("POST") || method.equals("PUT");
    if (hasBody && !request.hasContentType("application/json")) {
      notes.breach(Rule.WRONG_CONTENT_TYPE, "Content-Type must be application/json");
      return error(400, "");
    }
    if (path.size() == 3) {
      return method.equals("GET") ? all(notes) : create(request, notes);
    }
    notes.list(path.get(3));
    return list(request, path.get(3), method + " " + below, notes, interference);
  }

  private Answer list(
      ApiRequest request, String id, String call, CallNotes notes, Interference interference)
      throws IOException {
    // The body of an add is read before the lock is taken, so that a slow sender blocks nobody.
    MemberBatch batch = null;
    if (call.equals("POST accounts")) {
      batch = MemberBatch.read(request.body());
      notes.members(batch.count());
      notes.action("add");
    }
    byte[] body = batch == null ? request.smallBody() : new byte[0];
    synchronized (this) {
      AccountList list = lists.get(id);
      if (list == null || !list.account().equals(notes.account())) {
        return error(404, "");
      }
      if (MEMBER_CALLS.contains(call) && !list.type().equals(MANUAL)) {
        notes.breach(Rule.NOT_A_MANUAL_LIST, "members of a list of type " + list.type());
        return error(422, "Accounts can only be changed in Manual lists");
      }
      return switch (call) {
        case "GET " -> Answer.json(200, list.definition(clock.instant()));
        case "PUT " -> define(body, list, notes);
        case "DELETE " -> delete(list, notes);
        case "POST accounts" -> add(batch, list, notes, interference);
        case "DELETE accounts" -> clear(list, notes);
        case "POST delete-accounts" -> remove(body, list, notes, interference);
        case "GET accounts/domains" -> domains(list);
        case "POST accounts/search" -> startSearch(body, list, notes);
        default -> search(request, list, notes);
      };
    }
  }

  private static Set<String> methodsOf(int depth, String below) {
    if (depth == 3) {
      return Set.of("GET", "POST");
    }
    return switch (below) {
      case "" -> Set.of("GET", "PUT", "DELETE");
      case "accounts" -> Set.of("POST", "DELETE");
      case "delete-accounts" -> Set.of("POST");
      case "accounts/domains" -> Set.of("GET");
      case "accounts/search" -> Set.of("GET", "POST");
      default -> Set.of();
    };
  }

  private static Answer unknownEndpoint(CallNotes notes) {
    notes.breach(Rule.UNKNOWN_ENDPOINT, "the vendor documents no such path");
    return Answer.empty(404);
  }

  private Answer mint(ApiRequest request, CallNotes notes) throws IOException {
    notes.endpoint("POST /oauth/token");
    if (!request.method().equals("POST")) {
      notes.breach(Rule.METHOD_NOT_ALLOWED, request.method() + " on the token endpoint");
      return error(405, "").with("Allow", "POST");
    }
    if (!request.hasContentType("application/json")) {
      notes.breach(Rule.WRONG_CONTENT_TYPE, "Content-Type must be application/json");
      return error(400, "");
    }
    Optional<ObjectNode> body = Json.parseObject(request.smallBody());
    Optional<String> id = body.flatMap(json -> Json.text(json, "client_id"));
    Optional<String> secret = body.flatMap(json -> Json.text(json, "client_secret"));
    if (id.isEmpty() || secret.isEmpty()) {
      notes.breach(Rule.INVALID_BODY, "client_id and client_secret are needed");
      return error(400, "");
    }
    Optional<Credential> credential = tokens.client(id.get(), secret.get());
    BomboraOptions now = options.get();
    if (credential.isEmpty()) {
      return error(now.badClientStatus(), "");
    }
    notes.account(credential.get().account());
    ObjectNode token =
        Json.object()
            .put(
                "access_token",
                tokens.mint(credential.get(), now.tokenLifetime(), Integer.MAX_VALUE))
            .put("token_type", "Bearer")
            .put("expires_in", now.tokenLifetime().toSeconds());
    return Answer.json(200, now.wrapToken() ? Json.object().set("value", token) : token);
  }

  private Answer all(CallNotes notes) {
    synchronized (this) {
      ArrayNode all = Json.array();
      Instant now = clock.instant();
      lists.values().stream()
          .filter(list -> list.account().equals(notes.account()))
          .forEach(list -> all.add(list.summary(now)));
      return Answer.json(
          200, options.get().wrapLists() ? Json.object().set("accountLists", all) : all);
    }
  }

  private Answer create(ApiRequest request, CallNotes notes) throws IOException {
    Optional<ObjectNode> body = Json.parseObject(request.smallBody());
    if (body.isEmpty()) {
      notes.breach(Rule.INVALID_BODY, "the body is no JSON object");
      return error(400, "");
    }
    String type = Json.text(body.get(), "type").orElse("");
    String name = Json.text(body.get().path("metadata"), "name").orElse("").strip();
    if (!TYPES.contains(type) || name.isEmpty() || !body.get().path("specification").isObject()) {
      notes.breach(Rule.INVALID_BODY, "type, metadata.name and specification are needed");
      return error(400, "");
    }
    synchronized (this) {
      if (isTaken(name, notes.account(), Optional.empty())) {
        return error(422, "The name is already in use");
      }
      AccountList list =
          new AccountList(
              UUID.randomUUID().toString(),
              notes.account(),
              type,
              name,
              Json.text(body.get().path("metadata"), "description").orElse(""),
              clock.instant());
      lists.put(list.id(), list);
      notes.list(list.id());
      return Answer.json(options.get().createStatus(), Json.object().put("id", list.id()));
    }
  }

  private boolean isTaken(String name, String account, Optional<AccountList> but) {
    return options.get().uniqueNames()
        && lists.values().stream()
            .filter(list -> list.account().equals(account))
            .filter(list -> but.filter(own -> own == list).isEmpty())
            .anyMatch(list -> list.hasName(name));
  }

  private Answer define(byte[] bytes, AccountList list, CallNotes notes) throws IOException {
    Optional<ObjectNode> body = Json.parseObject(bytes);
    String name = body.flatMap(json -> Json.text(json.path("metadata"), "name")).orElse("").strip();
    if (body.isEmpty() || name.isEmpty()) {
      notes.breach(Rule.INVALID_BODY, "metadata.name is needed");
      return error(400, "");
    }
    if (!Json.text(body.get(), "type").orElse(list.type()).equals(list.type())) {
      notes.breach(Rule.INVALID_BODY, "the type of a list is fixed");
      return error(422, "The type cannot be changed");
    }
    if (isTaken(name, notes.account(), Optional.of(list))) {
      return error(422, "The name is already in use");
    }
    list.define(
        name, Json.text(body.get().path("metadata"), "description").orElse(""), clock.instant());
    return Answer.empty(200);
  }

  /** The 409 that the vendor declares for removals and deletions during a pending update. */
  private Optional<Answer> pending(AccountList list, CallNotes notes) {
    if (!list.isPending(clock.instant())) {
      return Optional.empty();
    }
    notes.breach(Rule.CHANGE_DURING_PENDING_UPDATE, "the list has a pending update");
    return Optional.of(error(409, "The list has a pending update"));
  }

  private Answer delete(AccountList list, CallNotes notes) {
    Optional<Answer> pending = pending(list, notes);
    if (pending.isEmpty()) {
      lists.remove(list.id());
    }
    return pending.orElseGet(() -> Answer.empty(200));
  }

  private Answer clear(AccountList list, CallNotes notes) {
    notes.action("clear");
    Optional<Answer> pending = pending(list, notes);
    if (pending.isEmpty()) {
      list.clear(clock.instant());
    }
    return pending.orElseGet(() -> Answer.empty(200));
  }

  private Answer add(
      MemberBatch batch, AccountList list, CallNotes notes, Interference interference) {
    BomboraOptions now = options.get();
    batch.unknownFields().forEach(field -> notes.breach(Rule.UNKNOWN_FIELD, "field " + field));
    if (!batch.bareDomains()) {
      notes.breach(Rule.DOMAIN_NOT_BARE, "a domain is no bare host in lower case");
    }
    if (!batch.problem().isEmpty()) {
      notes.breach(Rule.INVALID_BODY, batch.problem());
      return error(422, batch.problem());
    }
    Optional<Answer> oversize = oversize(batch.count(), notes);
    if (oversize.isPresent()) {
      return oversize.get();
    }
    if (batch.duplicate()) {
      notes.breach(Rule.DUPLICATE_IN_BATCH, "an identity is in the batch twice");
      return error(now.duplicateStatus(), "Duplicate accounts in the request");
    }
    Optional<Answer> refused = refused(batch.members().keySet(), interference);
    if (refused.isPresent()) {
      return refused.get();
    }
    Instant at = clock.instant();
    list.add(batch.members(), at, at.plus(now.pendingUpdateTime()));
    return Answer.empty(list.isPending(at) ? 202 : now.addStatus());
  }

  private Optional<Answer> oversize(int count, CallNotes notes) {
    int max = options.get().batchSize();
    if (max == 0 || count <= max) {
      return Optional.empty();
    }
    notes.breach(Rule.OVERSIZE_BATCH, count + " members, the maximum is " + max);
    return Optional.of(error(422, "Too many accounts in the request"));
  }

  private Optional<Answer> refused(Set<String> identities, Interference interference) {
    int single =
        identities.stream()
            .mapToInt(interference::refusal)
            .filter(status -> status != 0)
            .findFirst()
            .orElse(0);
    int status = single != 0 ? single : interference.batchRefusal(identities);
    return status == 0 ? Optional.empty() : Optional.of(error(status, "The request was refused"));
  }

  private Answer remove(byte[] bytes, AccountList list, CallNotes notes, Interference interference)
      throws IOException {
    notes.action("remove");
    JsonNode ids = Json.parseObject(bytes).map(body -> body.path("ids")).orElse(Json.object());
    List<String> identities = new ArrayList<>();
    boolean texts = ids.isArray();
    boolean asAdded = true;
    for (JsonNode id : ids) {
      String identity = MemberBatch.identity(id.asText());
      identities.add(identity);
      texts &= id.isTextual();
      asAdded &= id.asText().equals(identity) || !list.knowsByDomain(identity);
    }
    notes.members(identities.size());
    if (!asAdded) {
      notes.breach(Rule.DOMAIN_NOT_BARE, "a domain is no bare host in lower case");
    }
    if (!texts) {
      notes.breach(Rule.INVALID_BODY, "ids must be an array of strings");
      return error(400, "");
    }
    Optional<Answer> oversize = oversize(identities.size(), notes);
    if (oversize.isPresent()) {
      return oversize.get();
    }
    if (Set.copyOf(identities).size() < identities.size()) {
      notes.breach(Rule.DUPLICATE_IN_BATCH, "an id is in the batch twice");
    }
    Optional<Answer> pending = pending(list, notes);
    if (pending.isPresent()) {
      return pending.get();
    }
    Optional<Answer> refused = refused(Set.copyOf(identities), interference);
    if (refused.isPresent()) {
      return refused.get();
    }
    list.remove(identities, clock.instant());
    return Answer.empty(200);
  }

  private Answer domains(AccountList list) {
    ArrayNode domains = Json.array();
    list.sorted(clock.instant()).forEach(member -> domains.add(member.getValue().get("domain")));
    return Answer.json(200, domains);
  }

  /** Gives the first page's token; filters are accepted and not applied. */
  private Answer startSearch(byte[] bytes, AccountList list, CallNotes notes) throws IOException {
    if (Json.parseObject(bytes).isEmpty()) {
      notes.breach(Rule.INVALID_BODY, "the body is no JSON object");
      return error(400, "");
    }
    return Answer.json(200, Json.object().put("pageToken", pageToken(list, 0)));
  }

  private static String pageToken(AccountList list, int offset) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((list.id() + " " + offset).getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Integer> offset(AccountList list, String pageToken) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(pageToken), StandardCharsets.UTF_8);
      return text.startsWith(list.id() + " ")
          ? Optional.of(Integer.parseInt(text.substring(list.id().length() + 1)))
          : Optional.empty();
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private Answer search(ApiRequest request, AccountList list, CallNotes notes) {
    Optional<Integer> offset = request.query("pageToken").flatMap(token -> offset(list, token));
    int limit =
        request
            .query("limit")
            .map(text -> text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0)
            .orElse(LARGEST_PAGE);
    if (offset.isEmpty() || limit < 1 || limit > LARGEST_PAGE) {
      notes.breach(Rule.INVALID_BODY, "pageToken is not ours, or limit is not from 1 to 10000");
      return error(400, "");
    }
    List<Map.Entry<String, Map<String, String>>> all = list.sorted(clock.instant());
    ObjectNode body = Json.object();
    ArrayNode data = body.putArray("data");
    all.stream()
        .skip(offset.get())
        .limit(limit)
        .forEach(member -> data.add(account(member.getKey(), member.getValue())));
    int next = offset.get() + limit;
    if (next < all.size()) {
      body.put("nextPageToken", pageToken(list, next));
    } else {
      body.putNull("nextPageToken");
    }
    return Answer.json(200, body);
  }

  private static ObjectNode account(String identity, Map<String, String> fields) {
    ObjectNode json =
        Json.object()
            .put("id", fields.getOrDefault("id", identity))
            .put("domain", fields.get("domain"));
    ObjectNode attributes = json.putObject("attributes");
    fields.forEach(
        (name, value) -> {
          if (name.startsWith("attributes.")) {
            attributes.put(name.substring("attributes.".length()), value);
          }
        });
    return json;
  }

  @Override
  public synchronized List<VendorList> lists(boolean withMembers) {
    Instant now = clock.instant();
    return lists.values().stream().map(list -> list.view(now, withMembers)).toList();
  }

  @Override
  public synchronized void reset() {
    lists.clear();
    tokens.reset();
    rates.reset();
  }
}
