package io.muster.mapping;

import io.muster.format.Normalised;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.model.Version;
import io.muster.parse.FieldValue;
import io.muster.parse.Membership;
import io.muster.parse.ProfileChange;
import io.muster.parse.Utf8Text;
import io.muster.parse.WhiteSpace;
import io.muster.workspace.Audience;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One record as one dataflow sees it, whichever of its audiences it is asked for. */
final class MappedRecord {

  private static final Normalised MISSING =
      new Normalised.Invalid(Reason.MISSING_FIELD, "is absent, null or blank");
  private static final Normalised UNSUPPORTED =
      new Normalised.Invalid(Reason.UNSUPPORTED_TYPE, "is an array or an object, or is within one");
  private static final Normalised NOT_TEXT =
      Normalised.invalidFormat("has half of a surrogate pair, which is no text");

  private final String dataflow;
  private final List<MappedField> fields;
  private final List<MappedField> keyFields;
  private final List<String> memberKey;
  private final ProfileChange change;

  // The valid values, and what is wrong with the others, once the record was asked for.
  private boolean evaluated;
  private Optional<MappingOutcome.Excluded> fault = Optional.empty();
  private Optional<Member> member = Optional.empty();
  private final List<Reason> fieldWarnings = new ArrayList<>(0);

  MappedRecord(
      String dataflow,
      List<MappedField> fields,
      List<MappedField> keyFields,
      List<String> memberKey,
      ProfileChange change) {
    this.dataflow = dataflow;
    this.fields = fields;
    this.keyFields = keyFields;
    this.memberKey = memberKey;
    this.change = change;
  }

  /**
   * What becomes of the record in one audience. A member change needs a valid value of every
   * mandatory field and a member key. An exit needs neither: it carries the member that its valid
   * fields name, if they name one.
   *
   * @param membership one of the record's own
   * @param audience the dataflow's audience of that id
   * @param now processing time, which the audience's schedule is held against
   */
  MappingOutcome map(Membership membership, Audience audience, Instant now) {
    if (change.profileId().isEmpty()) {
      return new MappingOutcome.Excluded(
          Reason.NO_PROFILE_ID,
          "",
          "the record has no accountKey.sourceKey, b2b.personKey.sourceKey, primary entry of"
              + " identityMap or Kafka key");
    }
    if (membership instanceof Membership.Invalid invalid) {
      return new MappingOutcome.Excluded(
          Reason.INVALID_MEMBERSHIP, invalid.field(), invalid.field() + " " + invalid.words());
    }
    if (!audience.isActiveAt(now)) {
      String words =
          now.isBefore(audience.start())
              ? "the audience is activated from " + audience.start()
              : "the audience was activated until " + audience.end();
      return new MappingOutcome.Excluded(Reason.OUT_OF_SCHEDULE, "", words);
    }
    return map((Membership.Valid) membership);
  }

  private MappingOutcome map(Membership.Valid membership) {
    evaluate();
    boolean exit = membership.status().isExit();
    List<Reason> warnings = new ArrayList<>(0);
    if (change.changedAtUnreadable()) {
      warnings.add(Reason.INVALID_FORMAT);
    }
    if (!exit) {
      if (fault.isPresent()) {
        return fault.get();
      }
      if (member.isEmpty()) {
        return new MappingOutcome.Excluded(
            Reason.NO_MEMBER_KEY, "", "none of " + String.join(", ", memberKey) + " has a value");
      }
      warnings.addAll(fieldWarnings);
    }
    Version version =
        new Version(membership.qualifiedAt(), exit, change.changedAt(), change.origin().position());
    return new MappingOutcome.Qualified(
        new MembershipChange(
            dataflow,
            membership.audience(),
            change.profileId(),
            version,
            member.orElse(null),
            change.origin()),
        warnings);
  }

  private void evaluate() {
    if (evaluated) {
      return;
    }
    evaluated = true;
    String[] valid = new String[fields.size()];
    for (int i = 0; i < valid.length; i++) {
      Normalised value = normalise(fields.get(i));
      if (value instanceof Normalised.Value text) {
        valid[i] = text.text();
      } else if (value instanceof Normalised.Invalid invalid) {
        addFault(fields.get(i), invalid);
      }
    }
    member = keyOf(valid).map(key -> Member.of(key, sent(valid)));
  }

  /** What the first key field with a value makes of the member. */
  private Optional<String> keyOf(String[] valid) {
    for (MappedField field : keyFields) {
      String target = field.target().name();
      for (int i = 0; i < valid.length; i++) {
        if (valid[i] != null && fields.get(i).target().name().equals(target)) {
          return Optional.of(target + "=" + valid[i]);
        }
      }
    }
    return Optional.empty();
  }

  private Normalised normalise(MappedField field) {
    FieldValue value = change.value(field.index());
    if (value instanceof FieldValue.Unsupported) {
      return UNSUPPORTED;
    }
    if (!(value instanceof FieldValue.Text text) || WhiteSpace.isBlank(text.text())) {
      return MISSING;
    }
    if (!Utf8Text.isEncodable(text.text())) {
      return NOT_TEXT;
    }
    return field.rule().normalise(text.text());
  }

  private void addFault(MappedField field, Normalised.Invalid invalid) {
    if (!field.isRequired()) {
      // Nothing there is normal; what is there and does not qualify is worth a warning.
      if (invalid.reason() != Reason.MISSING_FIELD) {
        fieldWarnings.add(invalid.reason());
      }
    } else if (fault.isEmpty()) {
      fault =
          Optional.of(
              new MappingOutcome.Excluded(
                  invalid.reason(), field.target().name(), field.source() + " " + invalid.words()));
    }
  }

  /** Names and values in turn. */
  private String[] sent(String[] valid) {
    String[] pairs = new String[2 * valid.length];
    int filled = 0;
    for (int i = 0; i < valid.length; i++) {
      if (valid[i] != null && fields.get(i).target().sent()) {
        pairs[filled++] = fields.get(i).target().name();
        pairs[filled++] = valid[i];
      }
    }
    return Arrays.copyOf(pairs, filled);
  }
}
