package io.muster.coders;

import io.muster.model.MembershipChange;
import java.io.IOException;

/** Codes one membership change. */
public final class MembershipChangeCoder extends WireCoder<MembershipChange> {
  private static final long serialVersionUID = 1L;

  private MembershipChangeCoder() {}

  public static MembershipChangeCoder of() {
    return new MembershipChangeCoder();
  }

  @Override
  String what() {
    return "membership change";
  }

  @Override
  int format() {
    return 1;
  }

  @Override
  void write(MembershipChange value, WireWriter out) throws IOException {
    out.name(value.dataflow());
    out.name(value.audience());
    out.text(value.profileId());
    ModelFields.write(value.version(), out);
    ModelFields.write(value.member(), out);
    ModelFields.write(value.origin(), out);
  }

  @Override
  MembershipChange read(WireReader in, int format) throws IOException {
    return new MembershipChange(
        in.name(),
        in.name(),
        in.text(),
        ModelFields.readVersion(in),
        ModelFields.readMember(in),
        ModelFields.readRecord(in));
  }
}
