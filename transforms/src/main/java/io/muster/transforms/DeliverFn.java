package io.muster.transforms;

import io.muster.coders.BatchEntryCoder;
import io.muster.coders.MemberEntryCoder;
import io.muster.coders.OwedPageCoder;
import io.muster.coders.ProfileEntryCoder;
import io.muster.coders.WaitingChangeCoder;
import io.muster.coders.WaitingPageCoder;
import io.muster.delivery.BatchEntry;
import io.muster.delivery.ConnectionDelivery;
import io.muster.delivery.ConnectionDelivery.Urgency;
import io.muster.delivery.ConnectionMemory;
import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.MemberEntry;
import io.muster.delivery.OwedPage;
import io.muster.delivery.ProfileEntry;
import io.muster.delivery.WaitingChange;
import io.muster.delivery.WaitingPage;
import io.muster.model.LedgerLine;
import io.muster.model.Packet;
import io.muster.transforms.DeliverMembers.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
import org.apache.beam.sdk.values.KV;

/**
 * Runs a {@link ConnectionDelivery} on Beam state and a timer. While input flows, the timer does
 * what is due; at the end of the input only window expiration comes, which waits and repeats in
 * place until all is delivered or the drain's time is over.
 */
final class DeliverFn extends DoFn<KV<String, Packet>, LedgerLine> {
  private static final long serialVersionUID = 1L;

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

  private transient DeliveryWorker worker;

  DeliverFn(ConnectionPlan plan, Surroundings surroundings) {
    this.plan = plan;
    this.surroundings = surroundings;
  }

  @Setup
  public void setup() {
    worker = new DeliveryWorker(plan, surroundings);
  }

  @Teardown
  public void teardown() {
    if (worker != null) {
      worker.close();
      worker = null;
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
    DeliveryStep step = worker.begin(store, memory, out);
    step.delivery().acceptAll(packet.getValue().changes());
    Optional<Instant> next = worker.holdBackInput(step, step.work(Urgency.WHEN_DUE));
    step.commit();
    worker.tellOfWait(step);
    wakeAt(next, wake, settle(since, step));
    open.write(since);
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
    DeliveryStep step = worker.begin(store, memory, out);
    Optional<Instant> next = step.work(Urgency.WHEN_DUE);
    step.commit();
    worker.tellOfWait(step);
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
    StateStore store =
        new StateStore(
            profiles, members, waiting, singles, pages, batches, seen, orNew(open.read()));
    worker.end(worker.begin(store, memory, out));
  }

  private static OpenSince orNew(OpenSince open) {
    return open == null ? new OpenSince() : open;
  }

  /** When the oldest open change was read, or earlier, after a step. */
  private long settle(OpenSince since, DeliveryStep step) {
    long oldest = since.settle(step.delivery().pending());
    boolean known =
        oldest != OpenSince.NEVER && oldest > GlobalWindow.TIMESTAMP_MIN_VALUE.getMillis();
    worker.showOldest(known ? Optional.of(Instant.ofEpochMilli(oldest)) : Optional.empty());
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
      long pause = Math.max(0, Duration.between(worker.clock().instant(), moment.get()).toMillis());
      wake.withOutputTimestamp(hold(openSince))
          .offset(org.joda.time.Duration.millis(pause))
          .setRelative();
    } else {
      wake.clear();
    }
  }
}
