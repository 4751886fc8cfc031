package io.muster.coders;

import io.muster.model.DeadLetter;
import io.muster.model.Reason;
import java.io.IOException;

/** Codes a dead letter. */
public final class DeadLetterCoder extends WireCoder<DeadLetter> {
  private static final long serialVersionUID = 1L;

  private DeadLetterCoder() {}

  public static DeadLetterCoder of() {
    return new DeadLetterCoder();
  }

  @Override
  String what() {
    return "dead letter";
  }

  @Override
  int format() {
    return 1;
  }

  @Override
  void write(DeadLetter value, WireWriter out) throws IOException {
    out.text(value.reason().name());
    out.text(value.field());
    out.text(value.words());
    out.instant(value.at());
    out.instant(value.firstFailedAt());
    out.number(value.attempts());
    out.text(value.dataflow());
    out.text(value.audience());
    ModelFields.write(value.origin(), out);
  }

  @Override
  DeadLetter read(WireReader in, int format) throws IOException {
    return new DeadLetter(
        Reason.valueOf(in.text()),
        in.text(),
        in.text(),
        in.instant(),
        in.instant(),
        in.size(),
        in.text(),
        in.text(),
        ModelFields.readRecord(in));
  }
}
