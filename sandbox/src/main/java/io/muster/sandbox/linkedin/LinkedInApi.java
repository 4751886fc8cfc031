package io.muster.sandbox.linkedin;

import com.fasterxml.jackson.core.JsonGenerator;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * LinkedIn's DMP segments of type COMPANY, [V] LI-SEG, LI-COMP, LI-DEST, [C] SEGMENT, RUDDER;
 * {@code docs/vendors.md}.
 *
 * <p>Below {@code /linkedin}: {@code POST /oauth/v2/accessToken}, {@code POST|GET
 * /rest/dmpSegments}, {@code POST|DELETE /rest/dmpSegments/{id}}, {@code POST
 * /rest/dmpSegments/{id}/companies}, {@code GET /rest/dmpSegments/{id}/destinations/LINKEDIN}.
 */
public final class LinkedInApi implements VendorApi {

  private static final String SEGMENTS = "/dmpSegments";
  private static final String BATCH_CREATE = "BATCH_CREATE";
  private static final String PARTIAL_UPDATE = "PARTIAL_UPDATE";
  private static final DateTimeFormatter VERSION = DateTimeFormatter.ofPattern("yyyyMM");
  private static final Set<String> CREATE_FIELDS =
      Set.of(
          "name",
          "type",
          "account",
          "sourcePlatform",
          "sourceSegmentId",
          "description",
          "destinations",
          "accessPolicy");

  private final Supplier<LinkedInOptions> options;
  private final Clock clock;
  private final Tokens tokens;
  private final RateLimit rates;
  private final Map<Long, Segment> segments = new LinkedHashMap<>();
  private Instant consentedAt;
  private long lastId = 10_000_000;

  public LinkedInApi(Supplier<LinkedInOptions> options, Clock clock) {
    this.options = options;
    this.clock = clock;
    this.tokens = new Tokens(clock, () -> options.get().credentials());
    this.rates = new RateLimit(clock);
    this.consentedAt = clock.instant();
  }

  @Override
  public String prefix() {
    return "linkedin";
  }

  @Override
  public Set<Vendor> vendors() {
    return Set.of(Vendor.LINKEDIN);
  }

  @Override
  public String endpoint() {
    return "rest";
  }

  @Override
  public String tokenEndpoint() {
    return "oauth/v2/accessToken";
  }

  @Override
  public Vendor vendorOf(ApiRequest request) {
    return Vendor.LINKEDIN;
  }

  @Override
  public Tokens tokens() {
    return tokens;
  }

  private static boolean isTokenCall(ApiRequest request) {
    return request.path().equals("/oauth/v2/accessToken");
  }

  @Override
  public boolean isCreation(ApiRequest request) {
    return request.method().equals("POST") && request.path().equals("/rest" + SEGMENTS);
  }

  @Override
  public Answer error(int status, String message) {
    return error(status, message, 100, "");
  }

  private static Answer error(int status, String message, int serviceErrorCode, String code) {
    ObjectNode body =
        Json.object()
            .put("message", message)
            .put("serviceErrorCode", serviceErrorCode)
            .put("status", status);
    if (!code.isEmpty()) {
      body.put("code", code);
    }
    return Answer.json(status, body);
  }

  @Override
  public Answer notFound(ApiRequest request) {
    List<String> path = request.segments();
    return noSegment(path.size() > 2 ? path.get(2) : "");
  }

  private static Answer noSegment(String id) {
    return error(404, "Could not find DMP segment with ID " + id, 100, "NOT_FOUND");
  }

  @Override
  public Answer handle(ApiRequest request, CallNotes notes, Interference interference)
      throws IOException {
    QueryRules.secretInUrl(request, tokens, notes);
    if (isTokenCall(request)) {
      return mint(request, notes);
    }
    List<String> path = request.segments();
    if (path.size() < 2 || !path.get(0).equals("rest") || !path.get(1).equals("dmpSegments")) {
      return unknownEndpoint(notes);
    }
    if (tokens.check(request.header("Authorization"), notes) instanceof Tokens.Denied denied) {
      return denied(denied.reason());
    }
    Optional<Answer> wrongHeaders = checkHeaders(request, notes);
    if (wrongHeaders.isPresent()) {
      return wrongHeaders.get();
    }
    String method = request.method();
    if (path.size() == 2) {
      return switch (method) {
        case "POST" -> create(request, notes);
        case "GET" -> find(request, notes);
        default -> methodNotAllowed(method, "GET, POST", notes);
      };
    }
    String id = path.get(2);
    notes.list(id);
    if (path.size() == 3) {
      return switch (method) {
        case "POST" -> update(request, id, notes);
        case "DELETE" -> delete(request, id, notes);
        default -> methodNotAllowed(method, "POST, DELETE", notes);
      };
    }
    if (path.size() == 4 && path.get(3).equals("companies")) {
      return method.equals("POST")
          ? companies(request, id, notes, interference)
          : methodNotAllowed(method, "POST", notes);
    }
    if (path.subList(3, path.size()).equals(List.of("destinations", "LINKEDIN"))) {
      return method.equals("GET")
          ? destination(request, id, notes)
          : methodNotAllowed(method, "GET", notes);
    }
    return unknownEndpoint(notes);
  }

  private static Answer unknownEndpoint(CallNotes notes) {
    notes.breach(Rule.UNKNOWN_ENDPOINT, "the vendor documents no such path");
    return error(404, "Resource not found", 0, "RESOURCE_NOT_FOUND");
  }

  private static Answer methodNotAllowed(String method, String allowed, CallNotes notes) {
    notes.breach(Rule.METHOD_NOT_ALLOWED, method + " where only " + allowed + " is documented");
    return error(405, "Method not allowed", 0, "METHOD_NOT_ALLOWED").with("Allow", allowed);
  }

  /** The codes of an expired and an unknown token are assumed; REVOKED is [C] RUDDER, AMP. */
  private static Answer denied(Tokens.Reason reason) {
    return switch (reason) {
      case MISSING -> error(401, "Empty oauth2 access token", 65604, "EMPTY_ACCESS_TOKEN");
      case UNKNOWN -> error(401, "Invalid access token", 65600, "INVALID_ACCESS_TOKEN");
      case EXPIRED ->
          error(401, "The token used in the request has expired", 65602, "EXPIRED_ACCESS_TOKEN");
      case REVOKED ->
          error(
              401,
              "The token used in the request has been revoked by the user",
              65601,
              "REVOKED_ACCESS_TOKEN");
    };
  }

  private Optional<Answer> checkHeaders(ApiRequest request, CallNotes notes) {
    Optional<String> version = request.header("LinkedIn-Version");
    if (version.isEmpty()) {
      notes.breach(Rule.MISSING_HEADER, "LinkedIn-Version is missing");
      return Optional.of(error(400, "A version must be present", 0, "VERSION_MISSING"));
    }
    String newest = options.get().newestVersion();
    if (newest.isEmpty()) {
      newest = VERSION.format(YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)));
    }
    if (!version.get().matches("20[0-9]{4}")
        || version.get().compareTo(options.get().oldestVersion()) < 0
        || version.get().compareTo(newest) > 0) {
      notes.breach(Rule.SUNSET_VERSION, "LinkedIn-Version " + version.get() + " is not alive");
      return Optional.of(
          error(
              426,
              "Requested version " + version.get() + " is not active",
              0,
              "NONEXISTENT_VERSION"));
    }
    if (!request.header("X-Restli-Protocol-Version").equals(Optional.of("2.0.0"))) {
      notes.breach(Rule.MISSING_HEADER, "X-Restli-Protocol-Version must be 2.0.0");
      return Optional.of(error(400, "X-Restli-Protocol-Version must be 2.0.0", 0, ""));
    }
    if (request.method().equals("POST") && !request.hasContentType("application/json")) {
      notes.breach(Rule.WRONG_CONTENT_TYPE, "Content-Type must be application/json");
      return Optional.of(error(415, "Content-Type must be application/json", 0, ""));
    }
    return Optional.empty();
  }

  private static Optional<Answer> checkMethodHeader(
      ApiRequest request, String wanted, CallNotes notes) {
    if (request.header("X-RestLi-Method").filter(wanted::equalsIgnoreCase).isPresent()) {
      return Optional.empty();
    }
    notes.breach(Rule.MISSING_HEADER, "X-RestLi-Method must be " + wanted);
    return Optional.of(error(400, "X-RestLi-Method must be " + wanted, 0, ""));
  }

  private Answer mint(ApiRequest request, CallNotes notes) throws IOException {
    notes.endpoint("POST /oauth/v2/accessToken");
    if (!request.method().equals("POST")) {
      return methodNotAllowed(request.method(), "POST", notes);
    }
    if (!request.hasContentType("application/x-www-form-urlencoded")) {
      notes.breach(
          Rule.WRONG_CONTENT_TYPE, "Content-Type must be application/x-www-form-urlencoded");
      return oauthError(400, "invalid_request", "A form is expected");
    }
    Map<String, String> form = form(new String(request.smallBody(), StandardCharsets.UTF_8));
    if (!form.getOrDefault("grant_type", "").equals("refresh_token")) {
      notes.breach(Rule.INVALID_BODY, "grant_type must be refresh_token");
      return oauthError(400, "unsupported_grant_type", "grant_type must be refresh_token");
    }
    Optional<Credential> client =
        tokens.client(form.getOrDefault("client_id", ""), form.getOrDefault("client_secret", ""));
    Optional<Credential> refresh = tokens.refresh(form.getOrDefault("refresh_token", ""));
    LinkedInOptions now = options.get();
    Duration left;
    synchronized (this) {
      left = Duration.between(clock.instant(), consentedAt.plus(now.refreshTokenLifetime()));
    }
    if (refresh.isEmpty() || left.isNegative() || left.isZero()) {
      return oauthError(400, "invalid_grant", "The refresh token is invalid, expired or revoked");
    }
    if (client.isEmpty()) {
      return oauthError(401, "invalid_client", "Client authentication failed");
    }
    notes.account(refresh.get().account());
    String refreshToken =
        now.rotateRefreshToken()
            ? tokens.rotate(refresh.get())
            : form.getOrDefault("refresh_token", "");
    // Near the refresh token's end the access token lives only as long: [V] LI-REF.
    Duration lifetime = left.compareTo(now.tokenLifetime()) < 0 ? left : now.tokenLifetime();
    return Answer.json(
        200,
        Json.object()
            .put("access_token", tokens.mint(refresh.get(), lifetime, Integer.MAX_VALUE))
            .put("expires_in", lifetime.toSeconds())
            .put("refresh_token", refreshToken)
            .put("refresh_token_expires_in", left.toSeconds())
            .put("scope", "rw_dmp_segments,r_ads")
            .put("token_type", "Bearer"));
  }

  private static Answer oauthError(int status, String error, String description) {
    return Answer.json(
        status, Json.object().put("error", error).put("error_description", description));
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        form.put(decoded(parts[0]), decoded(parts[1]));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException badEscape) {
      return text;
    }
  }

  private Answer create(ApiRequest request, CallNotes notes) throws IOException {
    notes.endpoint("POST " + SEGMENTS);
    QueryRules.check(request, tokens, notes);
    Optional<ObjectNode> parsed = Json.parseObject(request.smallBody());
    if (parsed.isEmpty()) {
      return invalid("The body must be a JSON object", notes);
    }
    ObjectNode body = parsed.get();
    body.fieldNames()
        .forEachRemaining(
            field -> {
              if (!CREATE_FIELDS.contains(field)) {
                notes.breach(Rule.UNKNOWN_FIELD, "field " + field);
              }
            });
    String name = Json.text(body, "name").orElse("").strip();
    String type = Json.text(body, "type").orElse("");
    String account = Json.text(body, "account").orElse("");
    String platform = Json.text(body, "sourcePlatform").orElse("");
    String sourceSegmentId = Json.text(body, "sourceSegmentId").orElse("");
    if (name.isEmpty() || platform.isEmpty()) {
      return invalid("name and sourcePlatform are required", notes);
    }
    if (!type.equals("COMPANY") && !type.equals("USER")) {
      return invalid("type must be COMPANY or USER", notes);
    }
    if (!account.matches("urn:li:sponsoredAccount:[0-9]+")) {
      return invalid("account must be urn:li:sponsoredAccount:{id}", notes);
    }
    JsonNode destinations = body.path("destinations");
    if (destinations.size() != 1
        || !destinations.path(0).path("destination").asText().equals("LINKEDIN")) {
      return invalid("destinations must be [{\"destination\":\"LINKEDIN\"}]", notes);
    }
    synchronized (this) {
      boolean nameTaken =
          options.get().uniqueNames()
              && segments.values().stream()
                  .anyMatch(s -> s.account().equals(account) && s.name().equalsIgnoreCase(name));
      boolean keyTaken =
          options.get().uniqueSourceSegmentIds()
              && !sourceSegmentId.isEmpty()
              && segments.values().stream()
                  .anyMatch(
                      s ->
                          s.account().equals(account)
                              && s.type().equals(type)
                              && s.sourcePlatform().equals(platform)
                              && s.sourceSegmentId().equals(sourceSegmentId));
      if (nameTaken || keyTaken) {
        return error(409, "A DMP segment with these identifiers already exists", 100, "CONFLICT");
      }
      Segment segment =
          new Segment(
              ++lastId,
              name,
              type,
              account,
              platform,
              sourceSegmentId,
              Json.text(body, "description").orElse(""),
              clock.instant());
      segments.put(segment.id(), segment);
      notes.list(Long.toString(segment.id()));
      return Answer.empty(201)
          .with("x-restli-id", Long.toString(segment.id()))
          .with("Location", "/dmpSegments/" + segment.id());
    }
  }

  private static Answer invalid(String problem, CallNotes notes) {
    notes.breach(Rule.INVALID_BODY, problem);
    return error(400, problem, 100, "ILLEGAL_ARGUMENT");
  }

  private Answer find(ApiRequest request, CallNotes notes) {
    notes.endpoint("GET " + SEGMENTS);
    QueryRules.check(
        request,
        tokens,
        notes,
        "q",
        "account",
        "sourceSegmentId",
        "sourcePlatform",
        "start",
        "count");
    Optional<String> account = request.query("account");
    if (!request.query("q").equals(Optional.of("account")) || account.isEmpty()) {
      return invalid("q=account and account are required", notes);
    }
    Optional<Integer> start = number(request, "start");
    Optional<Integer> count = number(request, "count");
    if (start.orElse(0) < 0 || count.orElse(1) < 1) {
      return invalid("start and count must be whole numbers", notes);
    }
    Optional<String> sourceSegmentId = request.query("sourceSegmentId");
    Optional<String> platform = request.query("sourcePlatform");
    synchronized (this) {
      List<Segment> fitting =
          segments.values().stream()
              .filter(s -> s.account().equals(account.get()))
              .filter(s -> sourceSegmentId.map(s.sourceSegmentId()::equals).orElse(true))
              .filter(s -> platform.map(s.sourcePlatform()::equals).orElse(true))
              .toList();
      // Without start and count there is no paging: [V] LI-SEG.
      boolean paged = start.isPresent() || count.isPresent();
      int from = Math.min(start.orElse(0), fitting.size());
      int size = paged ? count.orElse(10) : fitting.size();
      int to = (int) Math.min((long) from + size, fitting.size());
      ObjectNode body = Json.object();
      ArrayNode elements = body.putArray("elements");
      fitting.subList(from, to).forEach(s -> elements.add(s.json(options.get(), clock.instant())));
      ObjectNode paging = body.putObject("paging");
      paging.put("start", start.orElse(0)).put("count", size).put("total", fitting.size());
      ArrayNode links = paging.putArray("links");
      if (to < fitting.size()) {
        links
            .addObject()
            .put("rel", "next")
            .put("type", "application/json")
            .put("href", SEGMENTS + "?q=account&start=" + to + "&count=" + size);
      }
      return Answer.json(200, body);
    }
  }

  /** A number; -1 when it is none. */
  private static Optional<Integer> number(ApiRequest request, String name) {
    return request
        .query(name)
        .map(text -> text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1);
  }

  /** The segment, unless it is unknown or still too young to be seen. */
  private Optional<Segment> segment(String id) {
    return Optional.of(id)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(text -> segments.get(Long.parseLong(text)))
        .filter(s -> !clock.instant().isBefore(s.createdAt().plus(options.get().visibleAfter())));
  }

  private Answer update(ApiRequest request, String id, CallNotes notes) throws IOException {
    notes.endpoint("POST " + SEGMENTS + "/{id}");
    QueryRules.check(request, tokens, notes);
    Optional<Answer> wrongHeader = checkMethodHeader(request, PARTIAL_UPDATE, notes);
    if (wrongHeader.isPresent()) {
      return wrongHeader.get();
    }
    Optional<JsonNode> set =
        Json.parseObject(request.smallBody())
            .map(body -> body.path("patch").path("$set"))
            .filter(JsonNode::isObject)
            .filter(node -> !node.isEmpty());
    if (set.isEmpty()) {
      return invalid("patch.$set must be an object with the new values", notes);
    }
    Set<String> fields = new HashSet<>();
    set.get().fieldNames().forEachRemaining(fields::add);
    Optional<String> name = Json.text(set.get(), "name").map(String::strip);
    fields.removeAll(Set.of("name", "description"));
    if (!fields.isEmpty()) {
      return invalid("fields that cannot be changed: " + fields, notes);
    }
    if (set.get().has("name") && name.filter(text -> !text.isEmpty()).isEmpty()) {
      return invalid("name must be a string and not blank", notes);
    }
    synchronized (this) {
      Optional<Segment> segment = segment(id);
      if (segment.isEmpty()) {
        return noSegment(id);
      }
      name.ifPresent(segment.get()::rename);
      Json.text(set.get(), "description").ifPresent(segment.get()::describe);
      return Answer.empty(204);
    }
  }

  private Answer delete(ApiRequest request, String id, CallNotes notes) {
    notes.endpoint("DELETE " + SEGMENTS + "/{id}");
    QueryRules.check(request, tokens, notes);
    synchronized (this) {
      Optional<Segment> segment = segment(id);
      segment.ifPresent(s -> segments.remove(s.id()));
      return segment.isPresent() ? Answer.empty(204) : noSegment(id);
    }
  }

  private Answer destination(ApiRequest request, String id, CallNotes notes) {
    notes.endpoint("GET " + SEGMENTS + "/{id}/destinations/LINKEDIN");
    QueryRules.check(request, tokens, notes);
    synchronized (this) {
      return segment(id)
          .map(s -> Answer.json(200, s.destination(options.get(), clock.instant())))
          .orElseGet(() -> noSegment(id));
    }
  }

  private Answer companies(
      ApiRequest request, String id, CallNotes notes, Interference interference)
      throws IOException {
    notes.endpoint("POST " + SEGMENTS + "/{id}/companies");
    QueryRules.check(request, tokens, notes);
    LinkedInOptions now = options.get();
    if (!rates.takeMinute(notes.account(), now.companiesPerMinute())) {
      notes.breach(
          Rule.OVER_RATE, "more than " + now.companiesPerMinute() + " companies calls in a minute");
      return error(
          429,
          "Resource level throttle limit for calls to this resource is reached",
          101,
          "TOO_MANY_REQUESTS");
    }
    Optional<Answer> wrongHeader = checkMethodHeader(request, BATCH_CREATE, notes);
    if (wrongHeader.isPresent()) {
      return wrongHeader.get();
    }
    CompanyBatch batch = CompanyBatch.read(request.body(), now.batchSize());
    notes.members(batch.count());
    notes.action(action(batch.elements()));
    batch.unknownFields().forEach(f -> notes.breach(Rule.UNKNOWN_FIELD, "field " + f));
    if (!batch.problem().isEmpty()) {
      return invalid(batch.problem(), notes);
    }
    if (batch.count() > now.batchSize()) {
      notes.breach(
          Rule.OVERSIZE_BATCH, batch.count() + " elements, the maximum is " + now.batchSize());
      return error(
          400, "The batch has more than " + now.batchSize() + " elements", 100, "BATCH_TOO_LARGE");
    }
    List<CompanyBatch.Element> elements = batch.elements();
    if (!haveDistinctKeys(elements)) {
      notes.breach(
          Rule.DUPLICATE_IN_BATCH, "a company is in the batch twice: the order is undefined");
    }
    List<String> identifiers =
        elements.stream().map(element -> element.company().identifier()).toList();
    int refused = interference.batchRefusal(identifiers);
    if (refused != 0) {
      return error(refused, "The batch was refused");
    }
    synchronized (this) {
      Optional<Segment> segment = segment(id);
      if (segment.isEmpty()) {
        return noSegment(id);
      }
      if (!segment.get().type().equals("COMPANY")) {
        return invalid("The segment does not take companies", notes);
      }
      Instant at = clock.instant();
      if (now.enforceWaitAfterCreate()
          && at.isBefore(segment.get().createdAt().plus(now.waitAfterCreate()))) {
        notes.breach(
            Rule.WRITE_BEFORE_WAIT, "companies within " + now.waitAfterCreate() + " of creation");
      }
      return Answer.json(200, apply(elements, segment.get(), at, notes, interference));
    }
  }

  private static String action(List<CompanyBatch.Element> elements) {
    boolean adds = elements.stream().anyMatch(CompanyBatch.Element::add);
    boolean removes = elements.stream().anyMatch(element -> !element.add());
    return adds && removes ? "mixed" : removes ? "remove" : adds ? "add" : "";
  }

  private static boolean haveDistinctKeys(List<CompanyBatch.Element> elements) {
    Set<String> keys = new HashSet<>(elements.size() * 2);
    for (CompanyBatch.Element element : elements) {
      String key = element.company().key();
      if (!key.isEmpty() && !keys.add(key)) {
        return false;
      }
    }
    return true;
  }

  /** Applies the batch in its order and writes one result for each element, [C] SEGMENT-E2E. */
  private byte[] apply(
      List<CompanyBatch.Element> elements,
      Segment segment,
      Instant at,
      CallNotes notes,
      Interference interference)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + elements.size() * 40);
    boolean withIndex = options.get().batchIndex();
    int invalid = 0;
    try (JsonGenerator json = Json.factory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("elements");
      for (int i = 0; i < elements.size(); i++) {
        CompanyBatch.Element element = elements.get(i);
        Company company = element.company();
        boolean hidden = interference.hidesResult(i, elements.size(), company.identifier());
        int refusal = interference.refusal(company.identifier());
        String problem = element.problem();
        int status = !problem.isEmpty() ? 400 : refusal != 0 ? refusal : 201;
        if (!problem.isEmpty()) {
          invalid++;
        }
        if (status == 201 && (!hidden || interference.appliesHidden())) {
          if (element.add()) {
            segment.add(company, at);
          } else {
            segment.remove(company);
          }
        }
        if (!hidden) {
          String said = problem.isEmpty() ? "The element was refused" : problem;
          writeResult(json, status, withIndex ? i : -1, said);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    if (invalid > 0) {
      notes.breach(Rule.INVALID_ELEMENT, invalid + " invalid elements");
    }
    return bytes.toByteArray();
  }

  private static void writeResult(JsonGenerator json, int status, int index, String problem)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("status", status);
    if (index >= 0) {
      json.writeNumberField("batchIndex", index);
    }
    if (status != 201) {
      json.writeObjectFieldStart("error");
      json.writeStringField("message", problem);
      json.writeNumberField("status", status);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  @Override
  public synchronized List<VendorList> lists(boolean withMembers) {
    return segments.values().stream().map(segment -> segment.view(withMembers)).toList();
  }

  @Override
  public synchronized void reset() {
    segments.clear();
    lastId = 10_000_000;
    consentedAt = clock.instant();
    tokens.reset();
    rates.reset();
  }
}
