package io.muster.coders;

import io.muster.parse.ParsePlan;
import io.muster.parse.ParsedRecord;
import io.muster.parse.ProfileChange;
import io.muster.parse.RecordParser;
import java.io.IOException;
import java.util.Objects;
import org.apache.beam.sdk.coders.CoderException;

/**
 * Codes a profile change as the record that it was parsed from, and parses it again: the steps that
 * hand it on are fused, so that it seldom travels at all.
 */
public final class ProfileChangeCoder extends WireCoder<ProfileChange> {
  private static final long serialVersionUID = 1L;

  private final ParsePlan plan;

  private ProfileChangeCoder(ParsePlan plan) {
    this.plan = plan;
  }

  public static ProfileChangeCoder of(ParsePlan plan) {
    return new ProfileChangeCoder(plan);
  }

  @Override
  String what() {
    return "profile change";
  }

  @Override
  int format() {
    return 1;
  }

  @Override
  void write(ProfileChange value, WireWriter out) throws IOException {
    ModelFields.write(value.origin(), out);
  }

  @Override
  ProfileChange read(WireReader in, int format) throws IOException {
    ParsedRecord parsed = new RecordParser(plan).parse(ModelFields.readRecord(in));
    if (parsed instanceof ParsedRecord.Profile profile) {
      return profile.change();
    }
    throw new CoderException("a record that was a profile change is none any more");
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && plan.dataflows().equals(((ProfileChangeCoder) other).plan.dataflows());
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), plan.dataflows());
  }
}
