package io.muster.coders;

import io.muster.model.SourceRecord;
import java.io.IOException;

/** Codes a record as it was read. */
public final class SourceRecordCoder extends WireCoder<SourceRecord> {
  private static final long serialVersionUID = 1L;

  private SourceRecordCoder() {}

  public static SourceRecordCoder of() {
    return new SourceRecordCoder();
  }

  @Override
  String what() {
    return "source record";
  }

  @Override
  int format() {
    return 1;
  }

  @Override
  void write(SourceRecord value, WireWriter out) throws IOException {
    ModelFields.write(value, out);
  }

  @Override
  SourceRecord read(WireReader in, int format) throws IOException {
    return ModelFields.readRecord(in);
  }
}
