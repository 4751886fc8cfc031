package io.muster.coders;

import io.muster.model.MembershipChange;
import io.muster.model.Packet;
import io.muster.model.SourceRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Codes a packet: each record once, however many audiences it touches, and each name once. */
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
  void write(Packet packet, WireWriter out) throws IOException {
    Map<SourceRecord, Integer> records = new IdentityHashMap<>();
    out.number(packet.changes().size());
    for (MembershipChange change : packet.changes()) {
      Integer known = records.putIfAbsent(change.origin(), records.size());
      if (known == null) {
        out.number(0);
        ModelFields.write(change.origin(), out);
      } else {
        out.number(known + 1L);
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
      changes.add(
          new MembershipChange(
              in.name(),
              in.name(),
              in.text(),
              ModelFields.readVersion(in),
              ModelFields.readMember(in),
              records.get(number - 1)));
    }
    return new Packet(changes);
  }
}
