package io.muster.sandbox.demandbase;

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
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Demandbase's Data Import API, [V] DB-IMP, DB-AUTH; {@code docs/vendors.md}. A job is a list's
 * handle, its name is the list's, and it takes file after file ([I]); people lists behave as
 * account lists do ([A]).
 *
 * <p>Below {@code /demandbase}: {@code POST /auth/v1/token}, {@code POST /import/v1/job}, {@code
 * PUT /import/v1/job/{id}/data}, {@code GET /import/v1/job/{id}}, {@code GET /import/v1/jobs},
 * {@code GET /import/v1/{entityType}/sources}.
 */
public final class DemandbaseApi implements VendorApi {

  private static final String CREATE = "POST /job";
  private static final String SUBMIT = "PUT /job/{id}/data";
  private static final Set<String> JOB_FIELDS =
      Set.of("dataImportName", "entityType", "source", "activityTypeId");
  private static final Set<String> STATES = Set.of("new", "processing", "completed", "failed");
  private static final String UNKNOWN_JOB = "Import job not found";

  private final Supplier<DemandbaseOptions> options;
  private final Clock clock;
  private final Tokens tokens;
  private final RateLimit rates;
  private final Map<Long, ImportJob> jobs = new LinkedHashMap<>();
  // Goes on after a reset: no vendor gives an id twice, and who remembers one must find nothing.
  private long lastId = 1000;

  public DemandbaseApi(Supplier<DemandbaseOptions> options, Clock clock) {
    this.options = options;
    this.clock = clock;
    this.tokens = new Tokens(clock, () -> options.get().credentials());
    this.rates = new RateLimit(clock);
  }

  @Override
  public String prefix() {
    return "demandbase";
  }

  @Override
  public Tokens tokens() {
    return tokens;
  }

  private static boolean isTokenCall(ApiRequest request) {
    return request.path().equals("/auth/v1/token");
  }

  @Override
  public Set<Vendor> vendors() {
    return Set.of(Vendor.DEMANDBASE, Vendor.DEMANDBASE_PEOPLE);
  }

  @Override
  public String endpoint() {
    return "import/v1";
  }

  @Override
  public String tokenEndpoint() {
    return "auth/v1/token";
  }

  @Override
  public Vendor vendorOf(ApiRequest request) throws IOException {
    return entityTypeOf(request).map(EntityType::vendor).orElse(Vendor.DEMANDBASE);
  }

  @Override
  public boolean concerns(Vendor ordered, ApiRequest request) throws IOException {
    if (ordered != Vendor.DEMANDBASE && ordered != Vendor.DEMANDBASE_PEOPLE) {
      return false;
    }
    Optional<EntityType> type = entityTypeOf(request);
    return type.isEmpty() || type.get().vendor() == ordered;
  }

  private Optional<EntityType> entityTypeOf(ApiRequest request) throws IOException {
    List<String> path = request.segments();
    if (path.size() < 3 || !path.get(0).equals("import")) {
      return Optional.empty();
    }
    if (path.get(2).equals("job") && path.size() == 3 && request.method().equals("POST")) {
      return Json.parseObject(request.smallBody())
          .flatMap(body -> Json.text(body, "entityType"))
          .flatMap(EntityType::of);
    }
    if (path.get(2).equals("job") && path.size() > 3) {
      synchronized (this) {
        return jobId(path.get(3)).map(jobs::get).map(ImportJob::type);
      }
    }
    return path.get(2).equals("jobs")
        ? request.query("entityType").flatMap(EntityType::of)
        : EntityType.of(path.get(2));
  }

  @Override
  public boolean isCreation(ApiRequest request) {
    return request.method().equals("POST") && request.path().equals("/import/v1/job");
  }

  @Override
  public Answer error(int status, String message) {
    // 401 and 403 say {status}, all others {message}: [V] DB-IMP.
    String field = status == 401 || status == 403 ? "status" : "message";
    return Answer.json(status, Json.object().put(field, message));
  }

  @Override
  public Answer notFound(ApiRequest request) {
    return error(404, UNKNOWN_JOB);
  }

  @Override
  public Answer handle(ApiRequest request, CallNotes notes, Interference interference)
      throws IOException {
    QueryRules.secretInUrl(request, tokens, notes);
    if (isTokenCall(request)) {
      return mint(request, notes);
    }
    List<String> path = request.segments();
    if (path.size() < 3 || !path.get(0).equals("import") || !path.get(1).equals("v1")) {
      return unknownEndpoint(notes);
    }
    if (tokens.check(request.header("Authorization"), notes) instanceof Tokens.Denied) {
      return error(401, "Unauthorized");
    }
    List<String> below = path.subList(2, path.size());
    if (below.equals(List.of("job"))) {
      Optional<Answer> refused = allowed(request, "POST", CREATE, notes);
      return refused.isPresent() ? refused.get() : create(request, notes);
    }
    if (below.size() == 2 && below.get(0).equals("job")) {
      Optional<Answer> refused = allowed(request, "GET", "GET /job/{id}", notes);
      return refused.isPresent() ? refused.get() : read(request, below.get(1), notes);
    }
    if (below.size() == 3 && below.get(0).equals("job") && below.get(2).equals("data")) {
      Optional<Answer> refused = allowed(request, "PUT", SUBMIT, notes);
      return refused.isPresent()
          ? refused.get()
          : submit(request, below.get(1), notes, interference);
    }
    if (below.equals(List.of("jobs"))) {
      Optional<Answer> refused = allowed(request, "GET", "GET /jobs", notes);
      return refused.isPresent() ? refused.get() : page(request, notes);
    }
    if (below.size() == 2 && below.get(1).equals("sources")) {
      Optional<Answer> refused = allowed(request, "GET", "GET /{entityType}/sources", notes);
      return refused.isPresent() ? refused.get() : sources(request, below.get(0), notes);
    }
    return unknownEndpoint(notes);
  }

  private Answer unknownEndpoint(CallNotes notes) {
    notes.breach(Rule.UNKNOWN_ENDPOINT, "the vendor documents no such path");
    return error(404, "Not found");
  }

  /** The answer that ends the call here: a wrong method, or a spent budget. */
  private Optional<Answer> allowed(
      ApiRequest request, String method, String endpoint, CallNotes notes) {
    if (!request.method().equals(method)) {
      notes.breach(Rule.METHOD_NOT_ALLOWED, request.method() + " where " + endpoint + " is meant");
      return Optional.of(error(405, "Method not allowed").with("Allow", method));
    }
    notes.endpoint(endpoint);
    DemandbaseOptions now = options.get();
    int limit =
        switch (method) {
          case "POST" -> now.postsPerDay();
          case "PUT" -> now.putsPerDay();
          default -> now.readsPerDay();
        };
    if (!rates.takeDay(method + " " + notes.account(), limit)) {
      notes.breach(
          Rule.OVER_DAILY_LIMIT, "more than " + limit + " " + method + " calls in a UTC day");
      return Optional.of(error(429, "Too many requests"));
    }
    return Optional.empty();
  }

  private Answer mint(ApiRequest request, CallNotes notes) throws IOException {
    notes.endpoint("POST /auth/v1/token");
    if (!request.method().equals("POST")) {
      notes.breach(Rule.METHOD_NOT_ALLOWED, request.method() + " on the token endpoint");
      return error(405, "Method not allowed").with("Allow", "POST");
    }
    Optional<ObjectNode> body = jsonBody(request, notes);
    if (body.isEmpty()) {
      return error(400, "The body must be a JSON object");
    }
    String grant = Json.text(body.get(), "grantType").orElse("");
    Optional<String> id = Json.text(body.get(), "clientId");
    Optional<String> secret = Json.text(body.get(), "clientSecret");
    if (!grant.equals("client_credentials") || id.isEmpty() || secret.isEmpty()) {
      notes.breach(Rule.INVALID_BODY, "grantType, clientId and clientSecret are needed");
      return error(400, "grantType, clientId and clientSecret are required");
    }
    Optional<Credential> credential = tokens.client(id.get(), secret.get());
    if (credential.isEmpty()) {
      // Only 400 for bad parameters is documented; 401 for a wrong secret is assumed.
      return error(401, "Invalid client credentials");
    }
    notes.account(credential.get().account());
    DemandbaseOptions now = options.get();
    return Answer.json(
        200,
        Json.object()
            .put(
                "accessToken",
                tokens.mint(credential.get(), now.tokenLifetime(), now.activeTokens()))
            .put("tokenType", "bearer")
            .put("expiresIn", now.tokenLifetime().toSeconds()));
  }

  private static Optional<ObjectNode> jsonBody(ApiRequest request, CallNotes notes)
      throws IOException {
    if (!request.hasContentType("application/json")) {
      notes.breach(Rule.WRONG_CONTENT_TYPE, "Content-Type must be application/json");
      return Optional.empty();
    }
    Optional<ObjectNode> body = Json.parseObject(request.smallBody());
    if (body.isEmpty()) {
      notes.breach(Rule.INVALID_BODY, "the body is no JSON object");
    }
    return body;
  }

  private Answer create(ApiRequest request, CallNotes notes) throws IOException {
    QueryRules.check(request, tokens, notes);
    Optional<ObjectNode> body = jsonBody(request, notes);
    if (body.isEmpty()) {
      return error(400, "The body must be a JSON object");
    }
    body.get()
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!JOB_FIELDS.contains(field)) {
                notes.breach(Rule.UNKNOWN_FIELD, "field " + field);
              }
            });
    String name = Json.text(body.get(), "dataImportName").orElse("").strip();
    Optional<EntityType> type = Json.text(body.get(), "entityType").flatMap(EntityType::of);
    if (name.isEmpty() || type.isEmpty()) {
      notes.breach(Rule.INVALID_BODY, "dataImportName and a known entityType are needed");
      return error(400, "dataImportName and entityType are required");
    }
    synchronized (this) {
      if (options.get().uniqueNames()
          && jobs.values().stream()
              .anyMatch(
                  job ->
                      job.tenant().equals(notes.account())
                          && job.type() == type.get()
                          && job.hasName(name))) {
        return error(400, "A data import with this name already exists");
      }
      ImportJob job =
          new ImportJob(
              ++lastId,
              notes.account(),
              name,
              type.get(),
              Json.text(body.get(), "source").orElse("CSV"),
              clock.instant());
      jobs.put(job.id(), job);
      notes.list(Long.toString(job.id()));
      return Answer.json(200, job.json(clock.instant()));
    }
  }

  private Answer read(ApiRequest request, String id, CallNotes notes) {
    QueryRules.check(request, tokens, notes);
    synchronized (this) {
      Optional<ImportJob> job = find(id, notes);
      return job.isEmpty()
          ? error(404, UNKNOWN_JOB)
          : Answer.json(200, job.get().json(clock.instant()));
    }
  }

  private Optional<ImportJob> find(String id, CallNotes notes) {
    notes.list(id);
    return jobId(id).map(jobs::get).filter(job -> job.tenant().equals(notes.account()));
  }

  private static Optional<Long> jobId(String text) {
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private Answer submit(ApiRequest request, String id, CallNotes notes, Interference interference)
      throws IOException {
    QueryRules.check(request, tokens, notes, "listAction");
    EntityType type;
    synchronized (this) {
      Optional<ImportJob> job = find(id, notes);
      if (job.isEmpty()) {
        drain(request);
        return error(404, UNKNOWN_JOB);
      }
      type = job.get().type();
    }
    if (!request.hasContentType("application/octet-stream")) {
      notes.breach(Rule.WRONG_CONTENT_TYPE, "Content-Type must be application/octet-stream");
      drain(request);
      return error(400, "Content-Type must be application/octet-stream");
    }
    Optional<ListAction> action = actionOf(request, notes);
    if (action.isEmpty()) {
      notes.breach(Rule.INVALID_BODY, "listAction is none of replace, insert, delete, noop");
      drain(request);
      return error(400, "listAction must be replace, insert, delete or noop");
    }
    notes.action(action.get().id());
    CsvFile file = CsvFile.read(request.body(), type, options.get().maxFileBytes());
    notes.members(file.rowCount());
    if (file.hasDuplicates()) {
      notes.breach(Rule.DUPLICATE_IN_BATCH, "one member is in the file more than once");
    }
    int refusal = refusal(file, interference);
    if (refusal != 0) {
      return error(refusal, "The file was refused");
    }
    boolean bad = !file.problem().isEmpty();
    if (bad) {
      notes.breach(Rule.INVALID_BODY, file.problem());
      if (!options.get().failJobOnBadFile()) {
        return error(400, file.problem());
      }
    }
    synchronized (this) {
      Instant now = clock.instant();
      Optional<ImportJob> job = find(id, notes);
      if (job.isEmpty()) {
        return error(404, UNKNOWN_JOB);
      }
      if (job.get().state(now).equals("processing")) {
        notes.breach(Rule.PUT_WHILE_PROCESSING, "the job's last file is still processing");
        return error(options.get().busyStatus(), "The import job is processing");
      }
      boolean fails = bad || interference.failsJob(file.rows().keySet());
      Instant doneAt =
          now.plus(options.get().processingTime())
              .plus(interference.jobDelay(file.rows().keySet()));
      job.get().submit(action.get(), file.rows(), fails, now, doneAt);
      // The answer says processing even when the processing takes no time: [V] DB-IMP.
      ObjectNode answer = job.get().json(Instant.MIN);
      return Answer.json(200, answer);
    }
  }

  private static int refusal(CsvFile file, Interference interference) {
    return file.rows().keySet().stream()
        .mapToInt(interference::refusal)
        .filter(status -> status != 0)
        .findFirst()
        .orElseGet(() -> interference.batchRefusal(file.rows().keySet()));
  }

  private static Optional<ListAction> actionOf(ApiRequest request, CallNotes notes) {
    Optional<String> said = request.query("listAction");
    if (said.isEmpty()) {
      notes.breach(
          Rule.LIST_ACTION_MISSING, "no listAction: the default, replace, empties the list first");
      return Optional.of(ListAction.REPLACE);
    }
    Optional<ListAction> action = ListAction.of(said.get());
    if (action.isPresent() && action.get() == ListAction.REPLACE) {
      notes.breach(Rule.LIST_ACTION_REPLACE, "listAction=replace empties the list first");
    }
    return action;
  }

  private static void drain(ApiRequest request) throws IOException {
    request.body().transferTo(OutputStream.nullOutputStream());
  }

  private Answer page(ApiRequest request, CallNotes notes) {
    QueryRules.check(request, tokens, notes, "entityType", "state", "sort", "page", "perPage");
    Optional<String> state = request.query("state");
    Optional<String> type = request.query("entityType");
    int page = number(request, "page").orElse(1);
    int perPage = number(request, "perPage").orElse(options.get().pageSize());
    if (page < 1
        || perPage < 1
        || state.filter(s -> !STATES.contains(s)).isPresent()
        || type.filter(t -> EntityType.of(t).isEmpty()).isPresent()) {
      notes.breach(Rule.INVALID_BODY, "a query parameter has an impossible value");
      return error(400, "Invalid query parameter");
    }
    int size = Math.min(perPage, options.get().maxPageSize());
    synchronized (this) {
      Instant now = clock.instant();
      List<ImportJob> fitting = new ArrayList<>();
      for (ImportJob job : jobs.values()) {
        if (job.tenant().equals(notes.account())
            && type.map(job.type().id()::equals).orElse(true)
            && state.map(job.state(now)::equals).orElse(true)) {
          fitting.add(job);
        }
      }
      request.query("sort").flatMap(DemandbaseApi::order).ifPresent(fitting::sort);
      ArrayNode data = Json.array();
      fitting.stream().skip((page - 1L) * size).limit(size).forEach(job -> data.add(job.json(now)));
      ObjectNode body = Json.object().put("totalCount", (long) fitting.size());
      body.set("data", data);
      return Answer.json(200, body);
    }
  }

  /** The order that {@code sort} asks for; its syntax is not public, {@code -field} is assumed. */
  private static Optional<Comparator<ImportJob>> order(String sort) {
    boolean down = sort.startsWith("-");
    Comparator<ImportJob> up =
        switch (down ? sort.substring(1) : sort) {
          case "id" -> Comparator.comparingLong(ImportJob::id);
          case "createdAt" -> Comparator.comparing(ImportJob::createdAt);
          case "updatedAt" -> Comparator.comparing(ImportJob::updatedAt);
          case "dataImportName" -> Comparator.comparing(job -> job.name().toLowerCase(Locale.ROOT));
          default -> null;
        };
    return Optional.ofNullable(up).map(order -> down ? order.reversed() : order);
  }

  /** A number; -1 when it is none. */
  private static Optional<Integer> number(ApiRequest request, String name) {
    return request
        .query(name)
        .map(text -> text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1);
  }

  private Answer sources(ApiRequest request, String type, CallNotes notes) {
    QueryRules.check(request, tokens, notes);
    if (EntityType.of(type).isEmpty()) {
      return error(404, "Unknown entity type");
    }
    ObjectNode body = Json.object();
    body.putArray("data").add("CSV");
    return Answer.json(200, body);
  }

  @Override
  public synchronized List<VendorList> lists(boolean withMembers) {
    Instant now = clock.instant();
    return jobs.values().stream().flatMap(job -> job.view(now, withMembers).stream()).toList();
  }

  @Override
  public synchronized void reset() {
    jobs.clear();
    tokens.reset();
    rates.reset();
  }
}
