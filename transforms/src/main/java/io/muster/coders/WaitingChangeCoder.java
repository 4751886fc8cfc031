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
    out.text(value.profileId());
    ModelFields.write(value.origin(), out);
    out.texts(value.keys());
    out.flag(value.superseded());
  }

  @Override
  WaitingChange read(WireReader in, int format) throws IOException {
    return new WaitingChange(
        in.number(),
        new ListRef(in.text(), in.text()),
        in.text(),
        ModelFields.readRecord(in),
        in.texts(),
        in.flag());
  }
}
