package io.muster.transforms;

import io.muster.coders.BatchEntryCoder;
import io.muster.coders.MemberEntryCoder;
import io.muster.coders.OwedPageCoder;
import io.muster.coders.ProfileEntryCoder;
import io.muster.coders.WaitingChangeCoder;
import io.muster.coders.WaitingPageCoder;
import io.muster.delivery.BatchEntry;
import io.muster.delivery.CallOutcome;
import io.muster.delivery.ConnectionDelivery;
import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.delivery.ConnectionMemory;
import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.DeliveryMeter;
import io.muster.delivery.DeliveryOutput;
import io.muster.delivery.DeliveryStore;
import io.muster.delivery.Errands;
import io.muster.delivery.MemberEntry;
import io.muster.delivery.Outside;
import io.muster.delivery.OwedPage;
import io.muster.delivery.ProfileEntry;
import io.muster.delivery.WaitingChange;
import io.muster.delivery.WaitingPage;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import io.muster.model.MembershipChange;
import io.muster.model.Packet;
import io.muster.model.Tally;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.vendor.HttpTimeouts;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.Sleeper;
import org.apache.beam.sdk.values.KV;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link ConnectionDelivery} on Beam state and a timer. While input flows, the timer does
 * what is due; at the end of the input only window expiration comes, which waits and repeats in
 * place until all is delivered or the drain's time is over.
 */
final class DeliverFn extends DoFn<KV<String, Packet>, LedgerLine> {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(DeliverFn.class);

  private static final String PROFILES = "profiles";
  private static final String MEMBERS = "members";
  private static final String WAITING = "waiting-pages";
  private static final String SINGLES = "waiting";
  private static final String PAGES = "pages";
  private static final String BATCHES = "batches";
  private static final String SEEN = "seen";
  private static final String MEMORY = "memory";
  private static final String OPEN = "open";
  private static final String WAKE = "wake";

  /** No new call is begun after it, so that a checkpoint need not wait long. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

  /**
   * What is made at once, a look for the list, a token and a large body sent again with it, takes
   * no longer: {@link HttpTimeouts} for each, and the body's time on the way.
   */
  private static final Duration LONGEST_ERRAND = Duration.ofMinutes(10);

  /** In the end's one long step; each telling looks at all lists. */
  private static final Duration TOLD_EVERY = Duration.ofMillis(500);

  /** After all is delivered, the vendor is asked no longer than this what it makes of the lists. */
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

  /** The newest that is known of each profile in each audience. */
  @StateId(PROFILES)
  private final StateSpec<MapState<String, ProfileEntry>> profilesSpec =
      StateSpecs.map(StringUtf8Coder.of(), ProfileEntryCoder.of());

  /** Who needs each member, and what the vendor has acknowledged. */
  @StateId(MEMBERS)
  private final StateSpec<MapState<String, MemberEntry>> membersSpec =
      StateSpecs.map(StringUtf8Coder.of(), MemberEntryCoder.of());

  /** Changes whose outcome is open, whole, so that a failed one can be replayed. */
  @StateId(WAITING)
  private final StateSpec<MapState<String, WaitingPage>> waitingSpec =
      StateSpecs.map(StringUtf8Coder.of(), WaitingPageCoder.of());

  /** The same, of a Muster that kept each by itself; nothing is added. */
  @StateId(SINGLES)
  private final StateSpec<MapState<Long, WaitingChange>> singlesSpec =
      StateSpecs.map(VarLongCoder.of(), WaitingChangeCoder.of());

  /** Queues of members that are owed. */
  @StateId(PAGES)
  private final StateSpec<MapState<String, OwedPage>> pagesSpec =
      StateSpecs.map(StringUtf8Coder.of(), OwedPageCoder.of());

  /** Batches that are being sent, repeated or imported. */
  @StateId(BATCHES)
  private final StateSpec<MapState<String, BatchEntry>> batchesSpec =
      StateSpecs.map(StringUtf8Coder.of(), BatchEntryCoder.of());

  /** Profiles that a mirror's snapshot has; of other runs nothing. */
  @StateId(SEEN)
  private final StateSpec<MapState<String, Boolean>> seenSpec =
      StateSpecs.map(StringUtf8Coder.of(), BooleanCoder.of());

  /** The small part, a {@link ConnectionMemory}: lists, queues' ends, why it is stopped. */
  @StateId(MEMORY)
  private final StateSpec<ValueState<byte[]>> memorySpec = StateSpecs.value(ByteArrayCoder.of());

  /** Since when something is open; holds the watermark, which tells what of Kafka is done with. */
  @StateId(OPEN)
  private final StateSpec<ValueState<OpenSince>> openSpec = StateSpecs.value(OpenSince.Coder.of());

  /** When something is due next. */
  @TimerId(WAKE)
  private final TimerSpec wakeSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  private final ConnectionPlan plan;
  private final Surroundings surroundings;

  private transient Clock clock;
  private transient RandomGenerator random;
  private transient long incarnation;
  private transient Tally tally;
  private transient VendorSession session;
  private transient boolean tookUp;
  private transient DeliveryMeter meter;
  private transient ConnectionMetrics metrics;

  DeliverFn(ConnectionPlan plan, Surroundings surroundings) {
    this.plan = plan;
    this.surroundings = surroundings;
  }

  @Setup
  public void setup() {
    clock = surroundings.clock().open();
    random = new SplittableRandom();
    incarnation = random.nextLong(1, Long.MAX_VALUE);
    tally = new Tally();
    meter = new DeliveryMeter();
    metrics = new ConnectionMetrics();
    session = VendorSession.take(plan, surroundings, clock);
  }

  @Teardown
  public void teardown() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  @ProcessElement
  public void process(
      @Element KV<String, Packet> packet,
      @Timestamp org.joda.time.Instant readAt,
      @StateId(PROFILES) MapState<String, ProfileEntry> profiles,
      @StateId(MEMBERS) MapState<String, MemberEntry> members,
      @StateId(WAITING) MapState<String, WaitingPage> waiting,
      @StateId(SINGLES) MapState<Long, WaitingChange> singles,
      @StateId(PAGES) MapState<String, OwedPage> pages,
      @StateId(BATCHES) MapState<String, BatchEntry> batches,
      @StateId(SEEN) MapState<String, Boolean> seen,
      @StateId(MEMORY) ValueState<byte[]> memory,
      @StateId(OPEN) ValueState<OpenSince> open,
      @TimerId(WAKE) Timer wake,
      MultiOutputReceiver out)
      throws InterruptedException {
    OpenSince since = orNew(open.read());
    since.arrive(readAt.getMillis());
    StateStore store =
        new StateStore(profiles, members, waiting, singles, pages, batches, seen, since);
    Step step = begin(store, memory, out);
    step.delivery().acceptAll(packet.getValue().changes());
    Optional<Instant> next = holdBackInput(step, step.work(Urgency.WHEN_DUE));
    step.commit();
    wakeAt(next, wake, settle(since, step));
    open.write(since);
  }

  /**
   * More is pending than the connection may keep: works and waits here, so that the input behind is
   * held back. Not for ever, since a checkpoint can't pass meanwhile.
   */
  private Optional<Instant> holdBackInput(Step step, Optional<Instant> due)
      throws InterruptedException {
    Instant patience = clock.instant().plus(LONGEST_STEP);
    Optional<Instant> next = due;
    while (step.delivery().isFull() && clock.instant().isBefore(patience)) {
      Instant before = clock.instant();
      next = step.work(Urgency.RELIEF);
      if (step.delivery().isFull() && next.isPresent()) {
        pauseUntil(next.get(), patience);
      }
      metrics.heldBack(Duration.between(before, clock.instant()));
    }
    return next;
  }

  @OnTimer(WAKE)
  public void onWake(
      @StateId(PROFILES) MapState<String, ProfileEntry> profiles,
      @StateId(MEMBERS) MapState<String, MemberEntry> members,
      @StateId(WAITING) MapState<String, WaitingPage> waiting,
      @StateId(SINGLES) MapState<Long, WaitingChange> singles,
      @StateId(PAGES) MapState<String, OwedPage> pages,
      @StateId(BATCHES) MapState<String, BatchEntry> batches,
      @StateId(SEEN) MapState<String, Boolean> seen,
      @StateId(MEMORY) ValueState<byte[]> memory,
      @StateId(OPEN) ValueState<OpenSince> open,
      @TimerId(WAKE) Timer wake,
      MultiOutputReceiver out) {
    OpenSince since = orNew(open.read());
    StateStore store =
        new StateStore(profiles, members, waiting, singles, pages, batches, seen, since);
    Step step = begin(store, memory, out);
    Optional<Instant> next = step.work(Urgency.WHEN_DUE);
    step.commit();
    wakeAt(next, wake, settle(since, step));
    open.write(since);
  }

  @OnWindowExpiration
  public void onEnd(
      @StateId(PROFILES) MapState<String, ProfileEntry> profiles,
      @StateId(MEMBERS) MapState<String, MemberEntry> members,
      @StateId(WAITING) MapState<String, WaitingPage> waiting,
      @StateId(SINGLES) MapState<Long, WaitingChange> singles,
      @StateId(PAGES) MapState<String, OwedPage> pages,
      @StateId(BATCHES) MapState<String, BatchEntry> batches,
      @StateId(SEEN) MapState<String, Boolean> seen,
      @StateId(MEMORY) ValueState<byte[]> memory,
      @StateId(OPEN) ValueState<OpenSince> open,
      MultiOutputReceiver out)
      throws InterruptedException {
    Instant deadline = clock.instant().plus(surroundings.drainTimeout());
    StateStore store =
        new StateStore(
            profiles, members, waiting, singles, pages, batches, seen, orNew(open.read()));
    // One step to the end: nobody can look at the state meanwhile, and what a batch's members have
    // been read for once need not be read again for its answer.
    Step step = begin(store, memory, out);
    step.delivery().lapse();
    Optional<Instant> next = Optional.of(clock.instant());
    while (next.isPresent()) {
      // Where nothing can happen before the deadline, there is nothing to wait for.
      boolean inTime = next.get().isBefore(deadline);
      if (inTime) {
        pauseUntil(next.get(), deadline);
      }
      next = step.work(Urgency.EVERYTHING);
      boolean stopped = step.delivery().stopped().isPresent();
      boolean given = false;
      if (next.isPresent() && (stopped || !inTime || !clock.instant().isBefore(deadline))) {
        // The lease must not end before a call that is on its way does, so its answer counts too.
        session.errands().await(LONGEST_ERRAND);
        step.delivery().readAnswer();
        step.delivery().abandon();
        next = Optional.empty();
        given = true;
      }
      // Who closes asks the vendor himself, which only one may do at a time.
      if (next.isEmpty()
          && !session.errands().isBusy()
          && step.delivery().closeOut(clock.instant().plus(LONGEST_CLOSE))
          && !given) {
        next = Optional.of(clock.instant());
      }
      step.tellNowAndThen(next);
    }
    step.commit();
    compact(memory);
    metrics.oldestPending(Optional.empty());
  }

  /** The next run reads less; it reads the same where this fails. */
  private void compact(ValueState<byte[]> memory) {
    try {
      session.memberships().runEnds(ConnectionMemory.fromBytes(memory.read()).touched());
    } catch (UncheckedIOException e) {
      LOG.warn(
          "connection {}: what is remembered of its lists is not put together yet: {}",
          plan.connection().name(),
          e.getMessage());
    }
  }

  /**
   * Waits until a moment or, while a call is being made, for its end, but not so long that nobody
   * is told how far it has come.
   *
   * @param limit when the wait is over in any case
   */
  private void pauseUntil(Instant moment, Instant limit) throws InterruptedException {
    if (surroundings.callsAside() && session.errands().isBusy()) {
      Duration most = Duration.between(clock.instant(), limit);
      session.errands().await(most.compareTo(TOLD_EVERY) < 0 ? most : TOLD_EVERY);
      return;
    }
    Instant until = moment.isBefore(limit) ? moment : limit;
    long pause = Duration.between(clock.instant(), until).toMillis();
    if (pause > 0) {
      Sleeper.DEFAULT.sleep(pause);
    }
  }

  private static OpenSince orNew(OpenSince open) {
    return open == null ? new OpenSince() : open;
  }

  /** When the oldest open change was read, or earlier, after a step. */
  private long settle(OpenSince since, Step step) {
    long oldest = since.settle(step.delivery().pending());
    boolean known =
        oldest != OpenSince.NEVER && oldest > GlobalWindow.TIMESTAMP_MIN_VALUE.getMillis();
    metrics.oldestPending(known ? Optional.of(Instant.ofEpochMilli(oldest)) : Optional.empty());
    return oldest;
  }

  /** Changes are open that are older than the packet or the timer that is looked at. */
  @Override
  @SuppressWarnings("deprecation") // There is no other way yet.
  public org.joda.time.Duration getAllowedTimestampSkew() {
    return org.joda.time.Duration.millis(Long.MAX_VALUE);
  }

  /** Files have no times: nothing is held for them. */
  private static org.joda.time.Instant hold(long openSince) {
    long most = GlobalWindow.INSTANCE.maxTimestamp().getMillis();
    boolean timed = openSince > GlobalWindow.TIMESTAMP_MIN_VALUE.getMillis();
    return org.joda.time.Instant.ofEpochMilli(timed ? Math.min(openSince, most) : most);
  }

  private void wakeAt(Optional<Instant> moment, Timer wake, long openSince) {
    if (moment.isPresent()) {
      long pause = Math.max(0, Duration.between(clock.instant(), moment.get()).toMillis());
      wake.withOutputTimestamp(hold(openSince))
          .offset(org.joda.time.Duration.millis(pause))
          .setRelative();
    } else {
      wake.clear();
    }
  }

  private Step begin(DeliveryStore store, ValueState<byte[]> state, MultiOutputReceiver out) {
    if (!tookUp) {
      // Whoever has the connection's state from now on is the one that may write.
      session.lease().takeUp();
      tookUp = true;
    }
    ConnectionMemory memory = recall(Optional.ofNullable(state.read()));
    ConnectionDelivery delivery =
        new ConnectionDelivery(
            plan, outside(), memory, store, new Receivers(out, meter, clock, session), tally);
    return new Step(delivery, memory, state, out);
  }

  private Outside outside() {
    return new Outside(
        session.vendor(),
        session.gate(),
        session.lists(),
        session.memberships(),
        surroundings.callsAside() ? session.errands() : Errands.inPlace(),
        clock,
        random);
  }

  private ConnectionMemory recall(Optional<byte[]> bytes) {
    return surroundings.restores()
        ? ConnectionMemory.recall(bytes, incarnation, clock.millis(), plan, session.lists())
        : bytes.map(ConnectionMemory::fromBytes).orElseGet(ConnectionMemory::empty);
  }

  /** One step of the delivery. */
  private final class Step {
    private final ConnectionDelivery delivery;
    private final ConnectionMemory memory;
    private final ValueState<byte[]> state;
    private final MultiOutputReceiver out;
    private Instant tellAt = Instant.MIN;

    Step(
        ConnectionDelivery delivery,
        ConnectionMemory memory,
        ValueState<byte[]> state,
        MultiOutputReceiver out) {
      this.delivery = delivery;
      this.memory = memory;
      this.state = state;
      this.out = out;
    }

    ConnectionDelivery delivery() {
      return delivery;
    }

    Optional<Instant> work(Urgency urgency) {
      return delivery.work(urgency, clock.instant().plus(LONGEST_STEP));
    }

    /**
     * Writes what the step has changed and tells what it has counted. Not after an exception: half
     * a step must not be kept.
     */
    void commit() {
      delivery.save();
      state.write(memory.toBytes());
      count();
    }

    /** Tells how far a step has come that goes on: before it rests, and else now and then. */
    void tellNowAndThen(Optional<Instant> next) {
      Instant now = clock.instant();
      Instant soon = now.plus(TOLD_EVERY);
      boolean rests = next.filter(moment -> moment.isAfter(soon)).isPresent();
      if (rests || !now.isBefore(tellAt)) {
        delivery.tell();
        count();
        tellAt = soon;
      }
    }

    private void count() {
      CountsDelta delta = tally.drain();
      metrics.step(delta, delivery);
      metrics.calls(meter.read(clock.instant()), meter.throttledUntil());
      metrics.budgets(session.gate().levels(), session.gate().dayEnds());
      metrics.credentials(session.credentials());
      if (!delta.isEmpty()) {
        out.get(DeliverMembers.COUNTS).output(delta);
      }
    }
  }

  /** Hands what a delivery tells to the transform's outputs, and to the meter. */
  private record Receivers(
      MultiOutputReceiver out, DeliveryMeter meter, Clock clock, VendorSession session)
      implements DeliveryOutput {

    @Override
    public void leftAlone(MembershipChange change) {
      session.leftAlone(change);
    }

    @Override
    public void letter(DeadLetter letter) {
      out.get(DeliverMembers.FAILED).output(letter);
    }

    @Override
    public void ledger(LedgerLine line) {
      out.get(DeliverMembers.LEDGER).output(line);
    }

    @Override
    public void notice(String words) {
      LOG.warn(words);
    }

    @Override
    public void called(CallOutcome outcome) {
      meter.called(outcome);
    }

    @Override
    public void throttled(Instant until) {
      meter.throttled(clock.instant(), until);
    }
  }
}
