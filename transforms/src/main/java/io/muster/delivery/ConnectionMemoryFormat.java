package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.ConnectionMemory.QueueMemory;
import io.muster.delivery.ConnectionMemory.Stage;
import io.muster.delivery.GuardCount.Removals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * How a {@link ConnectionMemory} is kept as bytes: the format's number first, so that what an older
 * Muster has kept can be read.
 */
final class ConnectionMemoryFormat {

  private static final int FORMAT = 5;
  private static final int BEFORE_MEMBERSHIPS = 1;
  private static final int BEFORE_PAGES = 2;
  private static final int BEFORE_UNSURE = 3;
  private static final int BEFORE_STOPS = 4;

  private ConnectionMemoryFormat() {}

  static byte[] write(ConnectionMemory memory) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeInt(memory.epoch);
      out.writeLong(memory.incarnation);
      out.writeInt(memory.turn);
      out.writeLong(memory.nextChange);
      out.writeLong(memory.nextBatch);
      writeText(out, memory.stopped);
      writeText(out, memory.stoppedBy.name());
      out.writeInt(memory.stops);
      out.writeLong(memory.tryAgainAt);
      out.writeBoolean(memory.snapshotSeen);
      out.writeBoolean(memory.lapsed);
      out.writeLong(memory.steppedAt);
      out.writeLong(memory.pagedFrom);
      out.writeInt(memory.runs().size());
      for (String run : memory.runs()) {
        writeText(out, run);
      }
      out.writeInt(memory.lists().size());
      for (Map.Entry<ListRef, ListMemory> entry : memory.lists().entrySet()) {
        writeText(out, entry.getKey().dataflow());
        writeText(out, entry.getKey().audience());
        write(out, entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  // Not writeUTF: it ends at 64 KiB, and a vendor's id may be of any length.
  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void write(DataOutputStream out, ListMemory list) throws IOException {
    writeText(out, list.stage.name());
    writeText(out, list.listId);
    writeText(out, list.outage.words);
    out.writeBoolean(list.recalled);
    writeText(out, list.recalledOf);
    out.writeLong(list.decidedAt);
    out.writeInt(list.outage.failures);
    out.writeInt(list.outage.opaqueRefusals);
    out.writeLong(list.notBefore);
    out.writeLong(list.outage.failingSince);
    out.writeLong(list.sendingUpTo);
    out.writeLong(list.outage.failedAt);
    out.writeLong(list.madeAt);
    out.writeBoolean(list.outage.refusesAll);
    out.writeLong(list.remembered);
    out.writeLong(list.rememberedAt);
    out.writeInt(list.jobEpoch);
    out.writeLong(list.pending);
    out.writeLong(list.guard.present);
    out.writeLong(list.guard.heldAtStart);
    out.writeLong(list.guard.unknownAtStart);
    out.writeBoolean(list.guard.braked);
    out.writeInt(list.guard.removals.size());
    for (Map.Entry<Long, Removals> minute : list.guard.removals.entrySet()) {
      out.writeLong(minute.getKey());
      out.writeLong(minute.getValue().asked());
      out.writeLong(minute.getValue().done());
      out.writeLong(minute.getValue().unsure());
    }
    out.writeInt(list.batches.size());
    for (String batch : list.batches) {
      writeText(out, batch);
    }
    out.writeInt(list.queues.size());
    for (Map.Entry<MemberEntry.Place, QueueMemory> entry : list.queues.entrySet()) {
      writeText(out, entry.getKey().name());
      out.writeLong(entry.getValue().head);
      out.writeLong(entry.getValue().tail);
      out.writeLong(entry.getValue().live);
      out.writeLong(entry.getValue().since);
    }
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws IllegalStateException when the bytes are of a later version of Muster
   */
  static ConnectionMemory read(byte[] bytes) {
    ConnectionMemory memory = ConnectionMemory.empty();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int format = in.readUnsignedByte();
      if (format < BEFORE_MEMBERSHIPS || format > FORMAT) {
        throw new IllegalStateException(
            "the state is of format " + format + ", this Muster reads up to " + FORMAT);
      }
      memory.epoch = in.readInt();
      memory.incarnation = in.readLong();
      memory.turn = in.readInt();
      memory.nextChange = in.readLong();
      memory.nextBatch = in.readLong();
      memory.stopped = readText(in);
      if (format > BEFORE_STOPS) {
        memory.stoppedBy = Stop.Cause.valueOf(readText(in));
      }
      memory.stops = in.readInt();
      memory.tryAgainAt = in.readLong();
      if (format > BEFORE_MEMBERSHIPS) {
        memory.snapshotSeen = in.readBoolean();
        memory.lapsed = in.readBoolean();
      }
      boolean paged = format > BEFORE_PAGES;
      memory.steppedAt = paged ? in.readLong() : 0;
      memory.pagedFrom = paged ? in.readLong() : memory.nextChange;
      int runs = format > BEFORE_UNSURE ? in.readInt() : 0;
      for (int i = 0; i < runs; i++) {
        memory.runs().add(readText(in));
      }
      int lists = in.readInt();
      for (int i = 0; i < lists; i++) {
        ListRef ref = new ListRef(readText(in), readText(in));
        read(in, memory.list(ref), format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return memory;
  }

  private static void read(DataInputStream in, ListMemory list, int format) throws IOException {
    list.stage = Stage.valueOf(readText(in));
    list.listId = readText(in);
    list.outage.words = readText(in);
    // What an older Muster has begun goes on by its own state.
    list.recalled = format == BEFORE_MEMBERSHIPS || in.readBoolean();
    list.recalledOf = format == BEFORE_MEMBERSHIPS ? "" : readText(in);
    list.decidedAt = in.readLong();
    list.outage.failures = in.readInt();
    list.outage.opaqueRefusals = in.readInt();
    list.notBefore = in.readLong();
    list.outage.failingSince = in.readLong();
    list.sendingUpTo = in.readLong();
    list.outage.failedAt = in.readLong();
    list.madeAt = in.readLong();
    list.outage.refusesAll = in.readBoolean();
    list.remembered = in.readLong();
    list.rememberedAt = in.readLong();
    list.jobEpoch = in.readInt();
    list.pending = in.readLong();
    list.guard.present = in.readLong();
    list.guard.heldAtStart = in.readLong();
    boolean unsure = format > BEFORE_UNSURE;
    list.guard.unknownAtStart = unsure ? in.readLong() : 0;
    list.guard.braked = in.readBoolean();
    int minutes = in.readInt();
    for (int i = 0; i < minutes; i++) {
      list.guard.removals.put(
          in.readLong(), new Removals(in.readLong(), in.readLong(), unsure ? in.readLong() : 0));
    }
    int batches = in.readInt();
    for (int i = 0; i < batches; i++) {
      list.batches.add(readText(in));
    }
    int queues = in.readInt();
    for (int i = 0; i < queues; i++) {
      QueueMemory queue = list.queue(MemberEntry.Place.valueOf(readText(in)));
      queue.head = in.readLong();
      queue.tail = in.readLong();
      queue.live = in.readLong();
      queue.since = in.readLong();
    }
  }
}
