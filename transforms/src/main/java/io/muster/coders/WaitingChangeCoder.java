package io.muster.coders;

import io.muster.delivery.ListRef;
import io.muster.delivery.WaitingChange;
import java.io.IOException;

/** Codes a change whose outcome is open. */
public final class WaitingChangeCoder extends WireCoder<WaitingChange> {
  private static final long serialVersionUID = 1L;

  private WaitingChangeCoder() {}

  public static WaitingChangeCoder of() {
    return new WaitingChangeCoder();
  }

  @Override
  String what() {
    return "waiting change";
  }

  @Override
  int format() {
    return 1;
  }

  @Override
  void write(WaitingChange value, WireWriter out) throws IOException {
    out.number(value.id());
    out.text(value.list().dataflow());
    out.text(value.list().audience());
    writeRest(value, out);
  }

  @Override
  WaitingChange read(WireReader in, int format) throws IOException {
    return readRest(in.number(), new ListRef(in.text(), in.text()), in);
  }

  /** One of several, whose list's names are written once. */
  static void writeNamed(WaitingChange value, WireWriter out) throws IOException {
    out.number(value.id());
    out.name(value.list().dataflow());
    out.name(value.list().audience());
    writeRest(value, out);
  }

  /** What {@link #writeNamed} wrote. */
  static WaitingChange readNamed(WireReader in) throws IOException {
    return readRest(in.number(), new ListRef(in.name(), in.name()), in);
  }

  private static void writeRest(WaitingChange value, WireWriter out) throws IOException {
    out.text(value.profileId());
    ModelFields.write(value.origin(), out);
    out.texts(value.keys());
    out.flag(value.superseded());
  }

  private static WaitingChange readRest(long id, ListRef list, WireReader in) throws IOException {
    return new WaitingChange(
        id, list, in.text(), ModelFields.readRecord(in), in.texts(), in.flag());
  }
}
