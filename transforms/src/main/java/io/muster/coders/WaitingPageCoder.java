package io.muster.coders;

import io.muster.delivery.WaitingChange;
import io.muster.delivery.WaitingPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Codes changes of one list whose outcome is open: each name once. */
public final class WaitingPageCoder extends WireCoder<WaitingPage> {
  private static final long serialVersionUID = 1L;

  private WaitingPageCoder() {}

  public static WaitingPageCoder of() {
    return new WaitingPageCoder();
  }

  @Override
  String what() {
    return "page of waiting changes";
  }

  @Override
  int format() {
    return 1;
  }

  @Override
  void write(WaitingPage value, WireWriter out) throws IOException {
    out.number(value.changes().size());
    for (WaitingChange each : value.changes()) {
      WaitingChangeCoder.writeNamed(each, out);
    }
  }

  @Override
  WaitingPage read(WireReader in, int format) throws IOException {
    int size = in.size();
    List<WaitingChange> changes = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      changes.add(WaitingChangeCoder.readNamed(in));
    }
    return new WaitingPage(changes);
  }
}
