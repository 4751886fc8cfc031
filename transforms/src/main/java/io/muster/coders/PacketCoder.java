package io.muster.coders;

import io.muster.model.MembershipChange;
import io.muster.model.Packet;
import io.muster.model.SourceRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Codes a packet: each name once, and each record, however many audiences it touches; its changes
 * come one after another.
 */
public final class PacketCoder extends WireCoder<Packet> {
  private static final long serialVersionUID = 1L;

  private PacketCoder() {}

  public static PacketCoder of() {
    return new PacketCoder();
  }

  @Override
  String what() {
    return "packet";
  }

  @Override
  int format() {
    return 1;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // comparing records would cost more than writing one twice
  void write(Packet packet, WireWriter out) throws IOException {
    SourceRecord last = null;
    long records = 0;
    out.number(packet.changes().size());
    for (MembershipChange change : packet.changes()) {
      if (change.origin() == last) {
        out.number(records);
      } else {
        out.number(0);
        ModelFields.write(change.origin(), out);
        last = change.origin();
        records++;
      }
      out.name(change.dataflow());
      out.name(change.audience());
      out.text(change.profileId());
      ModelFields.write(change.version(), out);
      ModelFields.write(change.member(), out);
    }
  }

  @Override
  Packet read(WireReader in, int format) throws IOException {
    List<SourceRecord> records = new ArrayList<>();
    int size = in.size();
    List<MembershipChange> changes = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int number = in.size();
      if (number == 0) {
        records.add(ModelFields.readRecord(in));
        number = records.size();
      }
      SourceRecord record = records.get(number - 1);
      changes.add(
          new MembershipChange(
              in.name(),
              in.name(),
              in.text(),
              ModelFields.readVersion(in, record.position()),
              ModelFields.readMember(in),
              record));
    }
    return new Packet(changes);
  }
}
