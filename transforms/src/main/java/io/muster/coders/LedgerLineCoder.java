package io.muster.coders;

import io.muster.model.LedgerLine;
import java.io.IOException;

/** Codes a ledger line. */
public final class LedgerLineCoder extends WireCoder<LedgerLine> {
  private static final long serialVersionUID = 1L;

  private LedgerLineCoder() {}

  public static LedgerLineCoder of() {
    return new LedgerLineCoder();
  }

  @Override
  String what() {
    return "ledger line";
  }

  @Override
  int format() {
    return 1;
  }

  @Override
  void write(LedgerLine value, WireWriter out) throws IOException {
    out.text(value.batch());
    out.text(value.connection());
    out.text(value.dataflow());
    out.text(value.audience());
    out.text(value.list());
    out.text(value.action());
    out.number(value.members());
    out.number(value.attempt());
    out.text(value.status());
    out.number(value.httpStatus());
    out.instant(value.at());
  }

  @Override
  LedgerLine read(WireReader in, int format) throws IOException {
    return new LedgerLine(
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        in.size(),
        in.size(),
        in.text(),
        in.size(),
        in.instant());
  }
}
