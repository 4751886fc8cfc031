package io.muster.delivery;

import io.muster.destination.CallLimit.Purpose;
import io.muster.destination.VendorLists;
import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.model.Tally;
import io.muster.model.Version;
import io.muster.workspace.Audience;
import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Guard;
import io.muster.workspace.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A delivery set up for a test: its memory, clock, vendor and what it has told, step by step. */
final class DeliveryRig implements DeliveryOutput {

  static final String DATAFLOW = "flow";

  final MutableClock clock;
  final MapRegistry registry = new MapRegistry();
  private MembershipLog log = MembershipLog.Opener.NOTHING.open("");
  final List<DeadLetter> letters = new ArrayList<>();
  final List<LedgerLine> ledger = new ArrayList<>();
  final List<String> notices = new ArrayList<>();
  final List<CallOutcome> outcomes = new ArrayList<>();
  final List<Instant> throttledUntil = new ArrayList<>();
  private final Map<String, Counts> counts = new HashMap<>();
  private final VendorLists vendor;
  private final RandomGenerator random;
  private InMemoryStore store = new InMemoryStore();
  private byte[] memory = fresh();
  private ConnectionPlan plan;
  private boolean confirmed;
  private int runs;
  private Duration guardWindow = Duration.ZERO;
  private Recall recall = Recall.BELIEVED;
  private boolean mirror;
  private int maxPending = 1_000_000;
  private int maxRemovals = Limits.UNLIMITED;
  private Pace pace = hurried();
  private Optional<Errands> errands = Optional.empty();
  private Checkpoint checkpoint;
  private long incarnation = 1;

  @SuppressWarnings("ArrayRecordComponent") // none are compared
  private record Checkpoint(InMemoryStore store, byte[] memory, Map<String, Counts> counts) {}

  DeliveryRig(VendorLists vendor, RandomGenerator random, int batchSize, boolean mixed) {
    this(vendor, random, batchSize, mixed, new MutableClock());
  }

  DeliveryRig(
      VendorLists vendor,
      RandomGenerator random,
      int batchSize,
      boolean mixed,
      MutableClock clock) {
    this.clock = clock;
    this.vendor = vendor;
    this.random = random;
    this.plan =
        plan(batchSize, mixed, List.of(audience("a1", "List one"), audience("a2", "List two")));
    checkpoint();
  }

  /** A memory that has been entered once, as a worker does with its first step. */
  private static byte[] fresh() {
    ConnectionMemory memory = ConnectionMemory.empty();
    memory.enter(1, 0);
    return memory.toBytes();
  }

  static Audience audience(String id, String name) {
    return new Audience(id, name, Instant.MIN, Instant.MAX, false, Guard.DEFAULT);
  }

  void usePlan(int batchSize, boolean mixed, List<Audience> audiences) {
    plan = plan(batchSize, mixed, audiences);
  }

  /** The run works on one of the workspace's audiences only. */
  void leaveAlone(Audience audience) {
    plan =
        new ConnectionPlan(
            plan.run(),
            plan.connection(),
            plan.lists().stream()
                .filter(list -> !list.audience().id().equals(audience.id()))
                .toList(),
            Map.of(new ListRef(DATAFLOW, audience.id()), audience.name()),
            plan.vendor(),
            plan.manner());
  }

  /** Every full batch is due at once. */
  private static Pace hurried() {
    return new Pace() {
      @Override
      public int callsWithin(Duration time) {
        return 0;
      }

      @Override
      public Optional<Duration> interval(Purpose purpose) {
        return Optional.empty();
      }
    };
  }

  /** From now on calls are made so; before, each in place. */
  void callBy(Errands other) {
    errands = Optional.of(other);
  }

  void usePace(Pace other) {
    pace = other;
  }

  /** Without budgets; its address is nobody's. */
  static Connection connection(String name, int batchSize, int maxPending) {
    return new Connection(
        name,
        "linkedin-companies",
        "",
        "1",
        new Auth.StaticToken(new ConfigValue.FromEnvironment("TOKEN")),
        "http://127.0.0.1/",
        "http://127.0.0.1/",
        name,
        Map.of(),
        new Limits(batchSize, Limits.UNLIMITED, Limits.UNLIMITED),
        new DeliverySettings(
            Duration.ofSeconds(30),
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            maxPending));
  }

  private ConnectionPlan plan(int batchSize, boolean mixed, List<Audience> audiences) {
    Connection connection = connection("rig", batchSize, maxPending);
    List<ListPlan> lists =
        audiences.stream()
            .map(
                audience -> new ListPlan(new ListRef(DATAFLOW, audience.id()), audience, confirmed))
            .toList();
    return new ConnectionPlan(
        runs == 0 ? "run" : "run-" + runs,
        connection,
        lists,
        new VendorTraits(mixed, 1_000_000, maxRemovals, true, Duration.ofSeconds(5)),
        new RunManner(guardWindow, recall, mirror));
  }

  /** Takes in changes and does what is due. */
  void accept(List<MembershipChange> changes) {
    step(
        delivery -> {
          changes.forEach(delivery::accept);
          delivery.work(ConnectionDelivery.Urgency.WHEN_DUE, Instant.MAX);
        });
    Tally tally = new Tally();
    changes.forEach(change -> tally.of(change.dataflow(), change.audience()).received());
    add(tally.drain());
  }

  /** Lets time pass to the next thing that is due, and does it. */
  Optional<Instant> wake(ConnectionDelivery.Urgency urgency) {
    List<Optional<Instant>> next = new ArrayList<>();
    step(delivery -> next.add(delivery.work(urgency, Instant.MAX)));
    next.get(0).ifPresent(clock::advanceTo);
    return next.get(0);
  }

  /** Delivers all that is owed, however long it takes; in one step, as at the end of the input. */
  void drain() {
    step(
        delivery -> {
          if (!deliver(delivery, Instant.MAX)) {
            throw new AssertionError("the delivery does not come to an end");
          }
        });
  }

  /** A run ends: delivers what is owed as long as there is time, and gives up the rest. */
  void endWithin(Duration time) {
    Instant deadline = clock.instant().plus(time);
    step(
        delivery -> {
          boolean goesOn = true;
          while (goesOn) {
            boolean delivered = deliver(delivery, deadline);
            if (!delivered) {
              delivery.abandon();
            }
            boolean owesAgain = delivery.closeOut(Instant.MAX);
            if (owesAgain && !delivered) {
              delivery.abandon();
            }
            goesOn = owesAgain && delivered;
          }
        });
  }

  /** Whether nothing is left to be done before a moment. */
  private boolean deliver(ConnectionDelivery delivery, Instant until) {
    Optional<Instant> next = Optional.of(clock.instant());
    for (int turns = 0; turns < 100_000 && next.isPresent(); turns++) {
      if (!next.get().isBefore(until)) {
        return false;
      }
      clock.advanceTo(next.get());
      next = delivery.work(ConnectionDelivery.Urgency.EVERYTHING, Instant.MAX);
      delivery.tell();
    }
    return next.isEmpty();
  }

  /** Takes in changes, and sends nothing yet. */
  void acceptQuietly(List<MembershipChange> changes) {
    step(delivery -> changes.forEach(delivery::accept));
    Tally tally = new Tally();
    changes.forEach(change -> tally.of(change.dataflow(), change.audience()).received());
    add(tally.drain());
  }

  /** The end of a run. */
  void closeOut() {
    step(delivery -> delivery.closeOut(Instant.MAX));
  }

  void confirmRemovals() {
    confirmRemovals(true);
  }

  void confirmRemovals(boolean confirm) {
    confirmed = confirm;
    replan();
  }

  /** From now on runs remember what earlier ones have left. */
  void remember(MembershipLog memberships) {
    log = memberships;
  }

  void use(Recall other) {
    recall = other;
    replan();
  }

  /** Whether the input is a whole snapshot. */
  void mirror(boolean whole) {
    mirror = whole;
    replan();
  }

  /** The end of a snapshot. */
  void lapse() {
    step(ConnectionDelivery::lapse);
  }

  /** Whether the end of a run finds that something is owed again. */
  boolean closesOut() {
    return !ask(delivery -> delivery.closeOut(Instant.MAX));
  }

  /** As an always-on job has it. */
  void guardOverAnHour() {
    guardWindow = Duration.ofHours(1);
    replan();
  }

  /** The vendor removes so few with a call. */
  void limitRemovals(int most) {
    maxRemovals = most;
    replan();
  }

  void limitPending(int most) {
    maxPending = most;
    replan();
  }

  private void replan() {
    List<Audience> audiences = plan.lists().stream().map(ListPlan::audience).toList();
    plan = plan(plan.connection().limits().batchSize(), plan.mixed(), audiences);
  }

  long pending() {
    List<Long> pending = new ArrayList<>();
    step(delivery -> pending.add(delivery.pending()));
    return pending.get(0);
  }

  /** What the delivery says of itself. */
  <T> T ask(Function<ConnectionDelivery, T> question) {
    List<T> answer = new ArrayList<>();
    step(delivery -> answer.add(question.apply(delivery)));
    return answer.get(0);
  }

  void abandon() {
    step(ConnectionDelivery::abandon);
  }

  /** Reads the answer to a call that is under way. */
  void readAnswer() {
    step(ConnectionDelivery::readAnswer);
  }

  void checkpoint() {
    checkpoint = new Checkpoint(store.copy(), memory.clone(), new HashMap<>(counts));
  }

  /** A crash: all since the last checkpoint is forgotten, but not by the vendor. */
  void restore() {
    store = checkpoint.store().copy();
    memory = checkpoint.memory().clone();
    incarnation++;
    counts.clear();
    counts.putAll(checkpoint.counts());
  }

  /** A savepoint is gone on from, as another run. */
  void resume() {
    restore();
    runs++;
    replan();
  }

  /** A later run: nothing is remembered but what the registry and the vendor know. */
  void restart() {
    store = new InMemoryStore();
    memory = fresh();
    runs++;
    replan();
  }

  private void step(java.util.function.Consumer<ConnectionDelivery> work) {
    Tally tally = new Tally();
    ConnectionMemory open =
        ConnectionMemory.recall(Optional.of(memory), incarnation, clock.millis(), plan, registry);
    ConnectionDelivery delivery =
        new ConnectionDelivery(
            plan,
            new Outside(
                vendor, pace, registry, log, errands.orElseGet(Errands::inPlace), clock, random),
            open,
            store,
            this,
            tally);
    work.accept(delivery);
    delivery.save();
    memory = open.toBytes();
    add(tally.drain());
  }

  private void add(CountsDelta delta) {
    delta.counts().forEach(part -> counts.merge(part.audience(), part, Counts::plus));
  }

  Counts counts(String audience) {
    return counts.getOrDefault(audience, Counts.none(DATAFLOW, audience));
  }

  int leftovers() {
    return store.leftovers();
  }

  @Override
  public void letter(DeadLetter letter) {
    letters.add(letter);
  }

  @Override
  public void ledger(LedgerLine line) {
    ledger.add(line);
  }

  @Override
  public void notice(String words) {
    notices.add(words);
  }

  @Override
  public void called(CallOutcome outcome) {
    outcomes.add(outcome);
  }

  @Override
  public void throttled(Instant until) {
    throttledUntil.add(until);
  }

  /** A change at a second of the day. */
  static MembershipChange member(
      String audience, String profile, int second, String key, String name) {
    return member(audience, profile, second, new Member(key, Map.of("key", key, "name", name)));
  }

  static MembershipChange member(String audience, String profile, int second, Member member) {
    return change(audience, profile, second, false, member);
  }

  static MembershipChange exit(String audience, String profile, int second) {
    return change(audience, profile, second, true, null);
  }

  static MembershipChange exit(String audience, String profile, int second, String key) {
    return change(audience, profile, second, true, new Member(key, Map.of("key", key)));
  }

  /** The same change at another line of the file. */
  static MembershipChange atLine(long line, MembershipChange change) {
    SourcePosition position = new SourcePosition("file.jsonl", line);
    Version version = change.version();
    return new MembershipChange(
        change.dataflow(),
        change.audience(),
        change.profileId(),
        new Version(version.qualifiedAt(), version.exit(), version.changedAt(), position),
        change.member(),
        SourceRecord.ofFile(position, change.origin().value()));
  }

  private static MembershipChange change(
      String audience, String profile, int second, boolean exit, Member member) {
    SourcePosition position = new SourcePosition("file.jsonl", second);
    Version version =
        new Version(
            Instant.parse("2026-11-20T00:00:00Z").plusSeconds(second), exit, Instant.MIN, position);
    return new MembershipChange(
        DATAFLOW,
        audience,
        profile,
        version,
        member,
        SourceRecord.ofFile(position, new byte[] {'{', '}'}));
  }
}
