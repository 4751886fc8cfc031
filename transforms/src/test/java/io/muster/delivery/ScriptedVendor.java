package io.muster.delivery;

import io.muster.destination.Action;
import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.destination.VendorLists;
import io.muster.model.Member;
import io.muster.model.Standing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A vendor without a network: true membership inside, and faults by chance. */
final class ScriptedVendor implements VendorLists {

  private final RandomGenerator random;
  private final boolean asynchronous;
  private final Map<String, Map<String, Member>> lists = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, MemberBatch> jobs = new HashMap<>();
  private final List<MemberBatch> calls = new ArrayList<>();
  private double faults;
  private int nextJob;
  private int nextList;
  private String poison = "";
  private boolean refusesToCreate;
  private boolean overtaken;
  private boolean deniesMembers;
  private boolean refusesMembers;
  private boolean failsJobs;
  private boolean failsPolls;
  private int polls;
  private boolean hidesLists;
  private boolean throttlesFinds;
  private boolean spent;
  private boolean saysPending;
  private int finds;
  private final Deque<VendorAnswer<Receipt>> sends = new ArrayDeque<>();
  private final Deque<VendorAnswer<JobState>> looks = new ArrayDeque<>();

  ScriptedVendor(RandomGenerator random, boolean asynchronous) {
    this.random = random;
    this.asynchronous = asynchronous;
  }

  /** The chance of a fault in each call. */
  ScriptedVendor withFaults(double chance) {
    faults = chance;
    return this;
  }

  /** A member whose presence makes the vendor refuse the whole call. */
  ScriptedVendor poisonedBy(String key) {
    poison = key;
    return this;
  }

  /** Says this to the next calls with members, and takes none of them. */
  @SafeVarargs
  final void answer(VendorAnswer<Receipt>... next) {
    for (VendorAnswer<Receipt> answer : next) {
      sends.add(answer);
    }
  }

  /** Says this when it is next asked after a job. */
  @SafeVarargs
  final void answerLooks(VendorAnswer<JobState>... next) {
    for (VendorAnswer<JobState> answer : next) {
      looks.add(answer);
    }
  }

  /** Whether it will not make lists. */
  void refuseToCreate(boolean refuses) {
    refusesToCreate = refuses;
  }

  /** Whenever a list is to be made, somebody else makes one of that name just before. */
  void overtake() {
    overtaken = true;
  }

  /** Refuses every call with members, and doesn't say why. */
  void refuseMembers() {
    refusesMembers = true;
  }

  /** No poll is answered. */
  void failPolls() {
    failsPolls = true;
  }

  int polls() {
    return polls;
  }

  /** Every job fails. */
  void failJobs() {
    failsJobs = true;
  }

  /** Lets no more members through, as when our own budget is spent. */
  void spendBudget() {
    spent = true;
  }

  /** Says the same of a list that is gone as of one that is new. */
  void answerMissingAsPending() {
    saysPending = true;
  }

  /** Shows no list, as if its listing lagged behind. */
  void hideLists() {
    hidesLists = true;
  }

  /** Answers each search with a 429 and an hour's Retry-After. */
  void throttleFinds() {
    throttlesFinds = true;
  }

  int finds() {
    return finds;
  }

  int listsMade() {
    return nextList;
  }

  /** Says of every list that it is gone, and finds it all the same. */
  void denyMembers() {
    deniesMembers = true;
  }

  Map<String, Map<String, String>> membersOf(String name) {
    Map<String, Map<String, String>> members = new TreeMap<>();
    lists
        .getOrDefault(names.getOrDefault(name, ""), Map.of())
        .forEach((key, member) -> members.put(key, member.fields()));
    return members;
  }

  /** Somebody deletes a list behind our back. */
  void deleteList(String name) {
    lists.remove(names.remove(name));
  }

  /** A list that somebody else made. */
  void foreignList(String name) {
    names.put(name, "foreign");
    lists.put("foreign", new HashMap<>());
  }

  List<MemberBatch> calls() {
    return calls;
  }

  @Override
  public VendorAnswer<Optional<VendorList>> find(ListName name) {
    finds++;
    if (throttlesFinds) {
      return new VendorAnswer.Retry<>(
          Cause.THROTTLED, new Problem(429, "slow down", true), Duration.ofHours(1));
    }
    if (hidesLists) {
      return new VendorAnswer.Accepted<>(Optional.empty(), 200);
    }
    if (fault()) {
      return unavailable();
    }
    return new VendorAnswer.Accepted<>(
        Optional.ofNullable(names.get(name.name()))
            .map(id -> new VendorList(id, name.name(), false)),
        200);
  }

  @Override
  public VendorAnswer<VendorList> create(ListName name) {
    if (fault() && random.nextBoolean()) {
      return unavailable();
    }
    if (overtaken) {
      foreignList(name.name());
    }
    if (refusesToCreate || (names.containsKey(name.name()) && !hidesLists)) {
      return new VendorAnswer.Refused<>(new Problem(400, "name taken", true));
    }
    String id = "list-" + nextList++;
    names.put(name.name(), id);
    lists.put(id, new HashMap<>());
    return fault()
        ? unavailable() // the answer is lost after the write
        : new VendorAnswer.Accepted<>(new VendorList(id, name.name(), true), 201);
  }

  @Override
  public VendorAnswer<Receipt> send(MemberBatch batch) {
    if (spent) {
      return new VendorAnswer.Retry<>(
          Cause.OWN_BUDGET, new Problem(0, "our budget is spent", false), Duration.ofHours(1));
    }
    calls.add(batch);
    if (!sends.isEmpty()) {
      return sends.remove();
    }
    if (deniesMembers || !lists.containsKey(batch.listId())) {
      Problem problem = new Problem(404, "no such list", true);
      return saysPending
          ? new VendorAnswer.Retry<>(Cause.LIST_PENDING, problem, Duration.ZERO)
          : new VendorAnswer.ListGone<>(problem);
    }
    if (refusesMembers
        || batch.operations().stream().anyMatch(each -> each.member().key().equals(poison))) {
      return new VendorAnswer.Refused<>(new Problem(400, "bad request", true));
    }
    if (fault()) {
      if (random.nextBoolean()) {
        apply(batch, batch.operations());
      }
      return unavailable();
    }
    if (asynchronous) {
      String job = "job-" + nextJob++;
      jobs.put(job, batch);
      return new VendorAnswer.Accepted<>(new Receipt.Queued(job), 200);
    }
    List<Receipt.ElementResult> results = new ArrayList<>();
    List<MemberBatch.Operation> taken = new ArrayList<>();
    for (MemberBatch.Operation operation : batch.operations()) {
      if (fault()) {
        results.add(Receipt.ElementResult.retry(500, "later"));
      } else {
        taken.add(operation);
        results.add(Receipt.ElementResult.accepted(201));
      }
    }
    apply(batch, taken);
    return new VendorAnswer.Accepted<>(new Receipt.Decided(results), 200);
  }

  private void apply(MemberBatch batch, List<MemberBatch.Operation> operations) {
    Map<String, Member> members = lists.get(batch.listId());
    for (MemberBatch.Operation operation : operations) {
      if (operation.action() == Action.ADD) {
        members.put(operation.member().key(), operation.member());
      } else {
        members.remove(operation.member().key());
      }
    }
  }

  @Override
  public VendorAnswer<JobState> poll(String listId, String job) {
    polls++;
    if (!looks.isEmpty()) {
      return looks.remove();
    }
    if (failsPolls) {
      return unavailable();
    }
    if (fault()) {
      return unavailable();
    }
    MemberBatch batch = jobs.get(job);
    if (batch == null || failsJobs || !lists.containsKey(batch.listId()) || fault()) {
      return new VendorAnswer.Accepted<>(JobState.FAILED, 200);
    }
    if (random.nextInt(3) == 0) {
      return new VendorAnswer.Accepted<>(JobState.RUNNING, 200);
    }
    apply(batch, batch.operations());
    return new VendorAnswer.Accepted<>(JobState.COMPLETED, 200);
  }

  @Override
  public VendorAnswer<Standing> standing(String listId) {
    if (!lists.containsKey(listId)) {
      return new VendorAnswer.ListGone<>(new Problem(404, "no such list", true));
    }
    OptionalLong members = OptionalLong.of(lists.get(listId).size());
    return new VendorAnswer.Accepted<>(
        new Standing("", members, OptionalLong.empty(), OptionalLong.empty()), 200);
  }

  @Override
  public VendorAnswer<VendorList> rename(String listId, ListName name) {
    names.values().remove(listId);
    names.put(name.name(), listId);
    return new VendorAnswer.Accepted<>(new VendorList(listId, name.name(), true), 204);
  }

  @Override
  public VendorAnswer<String> delete(String listId) {
    lists.remove(listId);
    return new VendorAnswer.Accepted<>(listId, 204);
  }

  @Override
  public VendorAnswer<String> checkCredential() {
    return new VendorAnswer.Accepted<>("fine", 200);
  }

  private boolean fault() {
    return random.nextDouble() < faults;
  }

  private static <T> VendorAnswer<T> unavailable() {
    return new VendorAnswer.Retry<>(
        Cause.UNAVAILABLE, new Problem(503, "try later", true), Duration.ZERO);
  }
}
