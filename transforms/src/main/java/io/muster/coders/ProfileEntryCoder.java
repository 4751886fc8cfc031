package io.muster.coders;

import io.muster.delivery.ProfileEntry;
import java.io.IOException;

/** Codes what is known of a profile. */
public final class ProfileEntryCoder extends WireCoder<ProfileEntry> {
  private static final long serialVersionUID = 1L;

  private ProfileEntryCoder() {}

  public static ProfileEntryCoder of() {
    return new ProfileEntryCoder();
  }

  @Override
  String what() {
    return "profile entry";
  }

  @Override
  int format() {
    return 1;
  }

  @Override
  void write(ProfileEntry value, WireWriter out) throws IOException {
    ModelFields.write(value.version(), out);
    ModelFields.write(value.member(), out);
    out.texts(value.keys());
    out.numbers(value.open());
  }

  @Override
  ProfileEntry read(WireReader in, int format) throws IOException {
    return new ProfileEntry(
        ModelFields.readVersion(in), ModelFields.readMember(in), in.texts(), in.numbers());
  }
}
