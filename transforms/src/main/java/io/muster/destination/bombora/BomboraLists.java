package io.muster.destination.bombora;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.destination.Action;
import io.muster.destination.Conversation;
import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Accepted;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorCount;
import io.muster.destination.VendorLists;
import io.muster.model.Standing;
import io.muster.vendor.Exchange;
import io.muster.vendor.VendorHttp;
import io.muster.vendor.VendorRequest;
import io.muster.vendor.VendorRequest.Body;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Lists of type Manual, known by their names, whose members are domains. */
final class BomboraLists implements VendorLists {

  /** One kind for each path (BO-PART counted by endpoint). */
  static final String LISTS = "lists";

  static final String LIST = "list";
  static final String ACCOUNTS = "accounts";
  static final String DELETE_ACCOUNTS = "delete-accounts";

  static final List<String> KINDS = List.of(LISTS, LIST, ACCOUNTS, DELETE_ACCOUNTS);

  private static final String DOMAIN = "companyWebsiteDomain";
  private static final int OK = 200;

  /** How long a name that was looked for in vain is still thought to be free. */
  private static final Duration FREE_FOR = Duration.ofMinutes(10);

  private final String lists;
  private final Conversation<BomboraOperation> conversation;
  private final Clock clock;

  /** Names that were free when no call was left to make the list; each look takes one back. */
  private final Map<String, Instant> free = new ConcurrentHashMap<>();

  BomboraLists(String endpoint, VendorHttp http, Clock clock) {
    this.lists = endpoint + "/account-list";
    this.conversation = new Conversation<>(http, new BomboraAnswers());
    this.clock = clock;
  }

  /**
   * A list of another type takes the name as well, so without a Manual one it is what is found. To
   * look and to make are calls of one budget: a look before each try would take the last call each
   * time.
   */
  @Override
  public VendorAnswer<Optional<VendorList>> find(ListName name) {
    Instant since = free.remove(name.name());
    if (since != null && clock.instant().isBefore(since.plus(FREE_FOR))) {
      return new Accepted<>(Optional.empty(), OK);
    }
    VendorAnswer<List<AccountListSummary>> answer = listAll();
    if (!(answer instanceof Accepted<List<AccountListSummary>> accepted)) {
      return answer.asFailure();
    }
    Optional<VendorList> found =
        accepted.value().stream()
            .filter(list -> name.isCalled(list.name()))
            .min(Comparator.comparing(list -> !list.isManual()))
            // The vendor doesn't show who made it.
            .map(list -> new VendorList(list.id(), list.name(), Whose.UNKNOWN, list.isManual()));
    return new Accepted<>(found, accepted.httpStatus());
  }

  @Override
  public VendorAnswer<VendorList> create(ListName name) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    ObjectNode definition = nodes.objectNode().put("type", "Manual");
    definition.putObject("metadata").put("name", name.name());
    definition.putObject("specification");
    VendorAnswer<VendorList> answer =
        conversation.ask(
            BomboraOperation.CREATE_LIST,
            json(VendorRequest.post(LISTS, lists, body(definition))),
            reply -> createdId(reply).map(id -> new VendorList(id, name.name(), false)));
    if (answer instanceof VendorAnswer.Retry<VendorList> retry
        && retry.cause() == Cause.OWN_BUDGET) {
      free.put(name.name(), clock.instant());
    }
    return answer.madeNothingIf409();
  }

  /** In the body, which may come in {@code value} as the token does (BO-AUTH's example). */
  private static Optional<String> createdId(Exchange.Reply reply) {
    return reply
        .json()
        .map(body -> body.path("value").isObject() ? body.path("value") : body)
        .map(body -> body.path("id").asText(""))
        .filter(id -> !id.isBlank());
  }

  @Override
  public VendorAnswer<Receipt> send(MemberBatch batch) {
    if (batch.has(Action.ADD) && batch.has(Action.REMOVE)) {
      throw new IllegalArgumentException("Bombora adds and removes by different calls");
    }
    return batch.has(Action.ADD) ? add(batch) : remove(batch);
  }

  /**
   * Adds or updates. No {@code id} is sent, so that the domain is the key of additions and removals
   * alike (BO-SPEC).
   */
  private VendorAnswer<Receipt> add(MemberBatch batch) {
    Body body =
        Body.json(
            json -> {
              json.writeStartArray();
              for (MemberBatch.Operation operation : batch.operations()) {
                json.writeStartObject();
                json.writeStringField("domain", operation.member().field(DOMAIN));
                json.writeEndObject();
              }
              json.writeEndArray();
            });
    String url = list(batch.listId()) + "/accounts";
    return conversation.ask(
        BomboraOperation.ADD_ACCOUNTS,
        json(VendorRequest.post(ACCOUNTS, url, body)),
        reply -> taken(reply, batch));
  }

  private VendorAnswer<Receipt> remove(MemberBatch batch) {
    Body body = Body.json(json -> writeIds(json, batch));
    String url = list(batch.listId()) + "/delete-accounts";
    return conversation.ask(
        BomboraOperation.DELETE_ACCOUNTS,
        json(VendorRequest.post(DELETE_ACCOUNTS, url, body)),
        reply -> taken(reply, batch));
  }

  private static void writeIds(JsonGenerator json, MemberBatch batch) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("ids");
    for (MemberBatch.Operation operation : batch.operations()) {
      json.writeString(operation.member().field(DOMAIN));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * The batch was taken as a whole; nothing is said of its elements. Nor of one that was queued, so
   * that there is never a job to ask for.
   */
  private static Optional<Receipt> taken(Exchange.Reply reply, MemberBatch batch) {
    int size = batch.operations().size();
    // Those answers have no body (BO-SPEC), and new fields may come any day (BO-META).
    return reply.plain().map(ok -> Receipt.Decided.allAccepted(size, reply.status()));
  }

  /**
   * How many accounts the list holds, and whether an update of it is pending (BO-SPEC): until it is
   * done, the number says nothing.
   */
  @Override
  public VendorAnswer<Standing> standing(String listId) {
    return conversation.ask(
        BomboraOperation.READ_LIST,
        json(VendorRequest.get(LIST, list(listId))),
        reply -> reply.json().flatMap(BomboraLists::standing));
  }

  private static Optional<Standing> standing(JsonNode read) {
    JsonNode metadata = read.path("metadata");
    if (!metadata.isObject()) {
      return Optional.empty();
    }
    if (metadata.path("pendingUpdate").asBoolean(false)) {
      return Optional.of(Standing.of("pendingUpdate"));
    }
    return Optional.of(
        new Standing(
            "",
            VendorCount.of(metadata, "accountTotal"),
            OptionalLong.empty(),
            OptionalLong.empty()));
  }

  /** Two calls: the update replaces the whole definition, so it is read first. */
  @Override
  public VendorAnswer<VendorList> rename(String listId, ListName name) {
    VendorAnswer<ObjectNode> answer =
        conversation.ask(
            BomboraOperation.READ_LIST,
            json(VendorRequest.get(LIST, list(listId))),
            reply -> reply.json().flatMap(body -> renamed(body, name)));
    if (!(answer instanceof Accepted<ObjectNode> accepted)) {
      return answer.asFailure();
    }
    return conversation.ask(
        BomboraOperation.UPDATE_LIST,
        json(VendorRequest.put(LIST, list(listId), body(accepted.value()))),
        reply -> reply.plain().map(ok -> new VendorList(listId, name.name(), false)));
  }

  /** A definition with another name, without what only the vendor writes (BO-SPEC). */
  private static Optional<ObjectNode> renamed(JsonNode read, ListName name) {
    if (!(read.path("metadata") instanceof ObjectNode metadata)) {
      return Optional.empty();
    }
    ObjectNode definition = JsonNodeFactory.instance.objectNode();
    definition.put("type", read.path("type").asText("Manual"));
    ObjectNode renamed = definition.putObject("metadata").put("name", name.name());
    JsonNode description = metadata.path("description");
    if (description.isTextual()) {
      renamed.set("description", description);
    }
    JsonNode specification = read.path("specification");
    definition.set(
        "specification",
        specification.isObject() ? specification : JsonNodeFactory.instance.objectNode());
    return Optional.of(definition);
  }

  @Override
  public VendorAnswer<String> delete(String listId) {
    return conversation.ask(
        BomboraOperation.DELETE_LIST,
        json(VendorRequest.delete(LIST, list(listId))),
        reply -> reply.plain().map(ok -> listId));
  }

  @Override
  public VendorAnswer<String> checkCredential() {
    VendorAnswer<List<AccountListSummary>> answer = listAll();
    return answer instanceof Accepted<List<AccountListSummary>> accepted
        ? new Accepted<>("reads the account lists", accepted.httpStatus())
        : answer.asFailure();
  }

  private VendorAnswer<List<AccountListSummary>> listAll() {
    return conversation.ask(
        BomboraOperation.LIST_ALL,
        json(VendorRequest.get(LISTS, lists)),
        reply -> reply.json().flatMap(AccountListSummary::readAll));
  }

  private String list(String id) {
    return lists + "/" + VendorRequest.encode(id);
  }

  private static Body body(ObjectNode definition) {
    return Body.json(json -> json.writeRawValue(definition.toString()));
  }

  private static VendorRequest json(VendorRequest request) {
    return request.with("Accept", "application/json");
  }
}
