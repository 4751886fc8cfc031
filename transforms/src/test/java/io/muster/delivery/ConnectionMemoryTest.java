package io.muster.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.coders.GoldenBytes;
import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.ConnectionMemory.QueueMemory;
import io.muster.delivery.ConnectionMemory.Stage;
import io.muster.delivery.GuardCount.Removals;
import io.muster.delivery.MemberEntry.Place;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionMemoryTest {

  /** What is left to a later run is in no queue. */
  private static final Set<Place> QUEUES = EnumSet.complementOf(EnumSet.of(Place.LATER));

  private static ConnectionMemory full() {
    ConnectionMemory memory = ConnectionMemory.empty();
    memory.nextChange = 101;
    memory.nextBatch = 102;
    memory.stopped = "the credential ist tot \uD83D\uDE00";
    memory.stoppedBy = Stop.Cause.SETTINGS;
    memory.tryAgainAt = 103;
    memory.stops = 3;
    memory.epoch = 104;
    memory.enter(105, 1);
    memory.snapshotSeen = true;
    memory.lapsed = true;
    memory.steppedAt = 106;
    memory.pagedFrom = 107;
    memory.runs().add("run-1");
    int next = 200;
    for (Stage stage : Stage.values()) {
      ListMemory list = memory.list(new ListRef("flow", stage.name()));
      list.stage = stage;
      list.listId = "list-" + ++next;
      list.outage.words = "words-" + ++next;
      list.decidedAt = ++next;
      list.outage.failures = ++next;
      list.outage.opaqueRefusals = ++next;
      list.notBefore = ++next;
      list.outage.failingSince = ++next;
      list.sendingUpTo = ++next;
      list.jobEpoch = ++next;
      list.outage.failedAt = ++next;
      list.madeAt = ++next;
      list.outage.refusesAll = true;
      list.remembered = ++next;
      list.rememberedAt = ++next;
      list.pending = ++next;
      list.guard.present = ++next;
      list.guard.heldAtStart = ++next;
      list.guard.unknownAtStart = 109;
      list.guard.braked = true;
      list.recalled = true;
      list.recalledOf = "recalled-" + list.listId;
      list.guard.removals.put((long) ++next, new Removals(++next, ++next, 108));
      list.batches.add("batch-" + ++next);
      list.batches.add("batch-" + ++next);
      for (Place place : QUEUES) {
        QueueMemory queue = list.queue(place);
        queue.head = ++next;
        queue.tail = ++next;
        queue.live = ++next;
        queue.since = ++next;
      }
    }
    return memory;
  }

  @Test
  void writesAndReadsTheBytesOfItsFormat() {
    GoldenBytes golden = new GoldenBytes("connection-memory", 5);
    Map<String, byte[]> actual = new LinkedHashMap<>();
    actual.put("empty", ConnectionMemory.empty().toBytes());
    actual.put("full", full().toBytes());

    golden
        .read(actual)
        .forEach(
            (name, bytes) -> {
              assertThat(golden.mismatch(name), hex(actual.get(name)), is(hex(bytes)));
              byte[] again = ConnectionMemory.fromBytes(bytes).toBytes();
              assertThat(golden.mismatch(name), hex(again), is(hex(bytes)));
            });
  }

  @Test
  void readsTheFormatBeforeMembershipsWereRemembered() {
    Map<String, byte[]> written = new GoldenBytes("connection-memory", 1).written();
    ConnectionMemory before = ConnectionMemory.fromBytes(written.get("full"));
    ConnectionMemory now = full();
    now.snapshotSeen = false;
    now.lapsed = false;
    now.steppedAt = 0;
    now.pagedFrom = now.nextChange;
    // Such a list goes on by its own state, and takes nothing in beside it.
    now.lists().values().forEach(list -> list.recalledOf = "");
    withoutUnsure(now);

    assertThat(hex(before.toBytes()), is(hex(now.toBytes())));
  }

  @Test
  void readsTheFormatBeforeWaitingChangesHadPages() {
    Map<String, byte[]> written = new GoldenBytes("connection-memory", 2).written();
    ConnectionMemory before = ConnectionMemory.fromBytes(written.get("full"));
    ConnectionMemory now = full();
    now.steppedAt = 0;
    now.pagedFrom = now.nextChange;
    withoutUnsure(now);

    assertThat(hex(before.toBytes()), is(hex(now.toBytes())));
    before.enter(106, Long.MAX_VALUE);
    assertThat("nothing is known of how long nobody worked", before.idle, is(0L));
  }

  @Test
  void readsTheFormatBeforeTheGuardToldTheKnownFromTheUnknown() {
    Map<String, byte[]> written = new GoldenBytes("connection-memory", 3).written();
    ConnectionMemory now = full();
    withoutUnsure(now);

    assertThat(
        hex(ConnectionMemory.fromBytes(written.get("full")).toBytes()), is(hex(now.toBytes())));
  }

  @Test
  void readsTheFormatBeforeAConnectionStoppedForAnythingButItsCredential() {
    Map<String, byte[]> written = new GoldenBytes("connection-memory", 4).written();
    ConnectionMemory now = full();
    now.stoppedBy = Stop.Cause.CREDENTIAL;

    assertThat(
        hex(ConnectionMemory.fromBytes(written.get("full")).toBytes()), is(hex(now.toBytes())));
  }

  private static void withoutUnsure(ConnectionMemory memory) {
    memory.stoppedBy = Stop.Cause.CREDENTIAL;
    memory.runs().clear();
    for (ListMemory list : memory.lists().values()) {
      list.guard.unknownAtStart = 0;
      list.guard.removals.replaceAll((minute, each) -> new Removals(each.asked(), each.done(), 0));
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void givesBackEveryPart() {
    ConnectionMemory before = full();
    ConnectionMemory after = ConnectionMemory.fromBytes(before.toBytes());

    assertThat(after.nextChange, is(101L));
    assertThat(after.nextBatch, is(102L));
    assertThat(after.stopped, is(before.stopped));
    assertThat(after.stoppedBy, is(Stop.Cause.SETTINGS));
    assertThat(after.tryAgainAt, is(103L));
    assertThat(after.stops, is(3));
    assertThat(after.epoch, is(104));
    assertThat(after.snapshotSeen, is(true));
    assertThat(after.lapsed, is(true));
    assertThat(after.steppedAt, is(106L));
    assertThat(after.pagedFrom, is(107L));
    assertThat(after.runs(), is(Set.of("run-1")));
    assertThat(after.lists().keySet(), is(before.lists().keySet()));
    ListMemory list = after.list(new ListRef("flow", "UNAVAILABLE"));
    ListMemory same = before.list(new ListRef("flow", "UNAVAILABLE"));
    assertThat(list.stage, is(Stage.UNAVAILABLE));
    assertThat(list.listId, is(same.listId));
    assertThat(list.outage.words, is(same.outage.words));
    assertThat(list.decidedAt, is(same.decidedAt));
    assertThat(list.outage.failures, is(same.outage.failures));
    assertThat(list.outage.opaqueRefusals, is(same.outage.opaqueRefusals));
    assertThat(list.notBefore, is(same.notBefore));
    assertThat(list.outage.failingSince, is(same.outage.failingSince));
    assertThat(list.jobEpoch, is(same.jobEpoch));
    assertThat(list.sendingUpTo, is(same.sendingUpTo));
    assertThat(list.outage.failedAt, is(same.outage.failedAt));
    assertThat(list.madeAt, is(same.madeAt));
    assertThat(list.outage.refusesAll, is(true));
    assertThat(list.remembered, is(same.remembered));
    assertThat(list.rememberedAt, is(same.rememberedAt));
    assertThat(list.pending, is(same.pending));
    assertThat(list.guard.present, is(same.guard.present));
    assertThat(list.guard.heldAtStart, is(same.guard.heldAtStart));
    assertThat(list.guard.unknownAtStart, is(same.guard.unknownAtStart));
    assertThat(list.guard.braked, is(true));
    assertThat(list.recalled, is(true));
    assertThat(list.recalledOf, is(same.recalledOf));
    assertThat(list.guard.removals, is(same.guard.removals));
    assertThat(list.batches, is(same.batches));
    for (Place place : QUEUES) {
      assertThat(list.queue(place).head, is(same.queue(place).head));
      assertThat(list.queue(place).tail, is(same.queue(place).tail));
      assertThat(list.queue(place).live, is(same.queue(place).live));
      assertThat(list.queue(place).since, is(same.queue(place).since));
    }
  }

  @Test
  void newEpochBeginsWhenAnotherGoesOn() {
    ConnectionMemory same = ConnectionMemory.fromBytes(full().toBytes());
    same.enter(105, 1);
    assertThat(same.epoch, is(104));
    ConnectionMemory other = ConnectionMemory.fromBytes(full().toBytes());
    other.enter(106, 1);
    assertThat(other.epoch, is(105));
    assertThat(
        "it is remembered again how many members each list holds",
        other.lists().values().stream().mapToLong(list -> list.remembered).max().getAsLong(),
        is(0L));
  }

  @Test
  void keepsTextOfAnyLength() {
    ConnectionMemory memory = ConnectionMemory.empty();
    memory.stopped = "ä".repeat(70_000);
    ListMemory list = memory.list(new ListRef("flow", "x".repeat(70_000)));
    list.outage.words = "w".repeat(70_000);
    ConnectionMemory after = ConnectionMemory.fromBytes(memory.toBytes());
    assertThat(after.stopped.equals(memory.stopped), is(true));
    assertThat(after.lists().keySet(), is(memory.lists().keySet()));
  }

  @Test
  void refusesAFormatOfALaterVersion() {
    byte[] bytes = full().toBytes();
    bytes[0]++;
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> ConnectionMemory.fromBytes(bytes));
    assertThat(refusal.getMessage(), containsString("this Muster reads up to 5"));
  }

  @Test
  void refusesBytesThatBreakOff() {
    byte[] bytes = full().toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] head = Arrays.copyOf(bytes, length);
      assertThrows(
          UncheckedIOException.class,
          () -> ConnectionMemory.fromBytes(head),
          () -> head.length + " of " + bytes.length + " bytes");
    }
  }
}
