package io.muster.parse;

import io.muster.model.SourceRecord;
import io.muster.workspace.SourcePath;
import java.time.Instant;
import java.util.List;

/** One well-formed record: as much of a profile as the workspace maps. Immutable. */
public final class ProfileChange {

  private final String profileId;
  private final Instant changedAt;
  private final boolean changedAtUnreadable;
  private final FieldValue[] values;
  private final List<Membership> memberships;
  private final SourceRecord origin;

  /** Takes the array over: the caller keeps no hold of it. */
  ProfileChange(
      String profileId,
      Instant changedAt,
      boolean changedAtUnreadable,
      FieldValue[] values,
      List<Membership> memberships,
      SourceRecord origin) {
    this.profileId = profileId;
    this.changedAt = changedAt;
    this.changedAtUnreadable = changedAtUnreadable;
    this.values = values;
    this.memberships = List.copyOf(memberships);
    this.origin = origin;
  }

  /** What the profile is known by, trimmed; empty where the record has nothing to know it by. */
  public String profileId() {
    return profileId;
  }

  /** The record's {@code changedAt}, else its Kafka timestamp, else {@link Instant#MIN}. */
  public Instant changedAt() {
    return changedAt;
  }

  /**
   * Whether the record has a {@code changedAt} that is no time: it counts as absent, to be warned
   * of.
   */
  public boolean changedAtUnreadable() {
    return changedAtUnreadable;
  }

  /** The value at {@link ParsePlan#indexOf(SourcePath)}. */
  public FieldValue value(int index) {
    return values[index];
  }

  /** One for each mapped audience that the record names. */
  public List<Membership> memberships() {
    return memberships;
  }

  /** The record as it came. */
  public SourceRecord origin() {
    return origin;
  }

  /** Where it came from: its content is personal data, and stays out of logs. */
  @Override
  public String toString() {
    return "profile change of " + origin.position();
  }
}
