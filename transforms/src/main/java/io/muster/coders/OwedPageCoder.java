package io.muster.coders;

import io.muster.delivery.OwedPage;
import java.io.IOException;

/** Codes a page of a queue. */
public final class OwedPageCoder extends WireCoder<OwedPage> {
  private static final long serialVersionUID = 1L;

  private OwedPageCoder() {}

  public static OwedPageCoder of() {
    return new OwedPageCoder();
  }

  @Override
  String what() {
    return "page of owed members";
  }

  @Override
  int format() {
    return 1;
  }

  @Override
  void write(OwedPage value, WireWriter out) throws IOException {
    out.number(value.since());
    out.texts(value.keys());
  }

  @Override
  OwedPage read(WireReader in, int format) throws IOException {
    return new OwedPage(in.number(), in.texts());
  }
}
