package io.muster.coders;

import io.muster.delivery.BatchEntry;
import io.muster.delivery.Holder;
import io.muster.delivery.ListRef;
import io.muster.delivery.MemberEntry;
import io.muster.delivery.MemberEntry.Flight;
import io.muster.delivery.MemberEntry.Known;
import io.muster.delivery.MemberEntry.Marks;
import io.muster.delivery.MemberEntry.Place;
import io.muster.delivery.MembershipLog;
import io.muster.delivery.MembershipNote;
import io.muster.delivery.OwedPage;
import io.muster.delivery.ProfileEntry;
import io.muster.delivery.WaitingChange;
import io.muster.delivery.WaitingPage;
import io.muster.destination.Action;
import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.model.Packet;
import io.muster.model.Reason;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.model.Standing;
import io.muster.model.StandingOf;
import io.muster.model.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Values of everything that has a coder. */
final class Samples {

  /** Those that the first format had: the samples that were written then must not change. */
  static final Place[] FIRST_PLACES = {
    Place.NONE, Place.MIXED, Place.ADDS, Place.REMOVES, Place.BATCH, Place.ALONE
  };

  private final Values values;

  Samples(Values values) {
    this.values = values;
  }

  SourcePosition position() {
    return new SourcePosition(values.text(), values.number());
  }

  SourceRecord record() {
    return new SourceRecord(
        position(),
        values.text().getBytes(StandardCharsets.UTF_8),
        values.orNull(values::text),
        values.instant());
  }

  Version version() {
    return new Version(values.instant(), values.flag(), values.instant(), position());
  }

  Member member() {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = values.size(); i > 0; i--) {
      fields.put(values.text(), values.text());
    }
    return new Member(values.text(), fields);
  }

  MembershipChange change(SourceRecord origin) {
    Version version = version();
    Member member = version.exit() ? values.orNull(this::member) : member();
    return new MembershipChange(
        values.text(), values.text(), values.text(), version, member, origin);
  }

  MembershipChange change() {
    return change(record());
  }

  /** Each record in two audiences, and some names more than once. */
  Packet packet() {
    List<MembershipChange> changes = new ArrayList<>();
    for (SourceRecord origin : values.list(this::record)) {
      MembershipChange first = change(origin);
      changes.add(first);
      changes.add(
          new MembershipChange(
              first.dataflow(),
              values.text(),
              first.profileId(),
              first.version(),
              first.member(),
              origin));
    }
    return new Packet(changes);
  }

  DeadLetter letter() {
    return letter(values.one(Reason.values()));
  }

  DeadLetter letter(Reason reason) {
    return new DeadLetter(
        reason,
        values.text(),
        values.text(),
        values.instant(),
        values.instant(),
        values.integer(),
        values.text(),
        values.text(),
        record());
  }

  LedgerLine ledgerLine() {
    return new LedgerLine(
        values.text(),
        values.text(),
        values.text(),
        values.text(),
        values.text(),
        values.text(),
        values.integer(),
        values.integer(),
        values.text(),
        values.integer(),
        values.instant());
  }

  Counts counts() {
    return new Counts(
        values.text(),
        values.text(),
        values.text(),
        values.number(),
        values.number(),
        values.number(),
        values.number(),
        values.number(),
        values.number(),
        values.number(),
        values.number(),
        values.number(),
        codes(),
        codes());
  }

  private Map<String, Long> codes() {
    Map<String, Long> codes = new LinkedHashMap<>();
    for (int i = values.size(); i > 0; i--) {
      codes.put(values.text(), values.number());
    }
    return codes;
  }

  CountsDelta delta() {
    return new CountsDelta(
        values.list(this::counts), values.list(this::standingOf), values.number());
  }

  private StandingOf standingOf() {
    return new StandingOf(
        values.text(), values.text(), new Standing(word(), count(), count(), count()));
  }

  /** On one line, as a standing keeps it. */
  private String word() {
    return Standing.of(values.text()).state();
  }

  private OptionalLong count() {
    Long value = values.orNull(values::number);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  ProfileEntry profile() {
    return new ProfileEntry(
        version(),
        values.orNull(this::member),
        values.list(values::text),
        values.list(values::number));
  }

  MemberEntry memberEntry() {
    return memberEntry(
        values.one(Known.values()), values.one(FIRST_PLACES), values.one(Action.values()));
  }

  MemberEntry memberEntry(Known known, Place queue, Action action) {
    return new MemberEntry(
        values.list(() -> new Holder(values.text(), version())),
        values.orNull(this::member),
        known,
        values.integer(),
        values.orNull(this::member),
        queue,
        values.list(values::number),
        values.orNull(() -> new Flight(action, member(), values.number())),
        new Marks(values.flag(), values.number()));
  }

  BatchEntry batch() {
    return batch(values.one(FIRST_PLACES));
  }

  BatchEntry batch(Place place) {
    return new BatchEntry(
        values.text(),
        place,
        values.list(values::text),
        values.integer(),
        values.number(),
        values.number(),
        values.text(),
        values.text(),
        values.integer());
  }

  OwedPage page() {
    return new OwedPage(values.number(), values.list(values::text));
  }

  WaitingChange waiting() {
    return new WaitingChange(
        values.number(),
        new ListRef(values.text(), values.text()),
        values.text(),
        record(),
        values.list(values::text),
        values.flag());
  }

  WaitingPage waitingPage() {
    WaitingChange first = waiting();
    WaitingChange same =
        new WaitingChange(
            values.number(), first.list(), values.text(), record(), List.of(), values.flag());
    return new WaitingPage(List.of(first, same));
  }

  /** Notes as they are remembered, of which nothing is left out. */
  MembershipLog.Page memberships() {
    Member wanted = member();
    MembershipNote owed =
        new MembershipNote.OfMember(values.text(), remembered(wanted, wanted, Place.BATCH));
    MembershipNote held =
        new MembershipNote.OfMember(values.text(), remembered(null, member(), Place.NONE));
    MembershipNote never =
        new MembershipNote.OfMember(values.text(), remembered(null, null, Place.NONE));
    return new MembershipLog.Page(
        new ListRef(values.text(), values.text()),
        values.text(),
        List.of(
            new MembershipNote.OfProfile(
                values.text(),
                new ProfileEntry(version(), wanted, List.of(wanted.key()), List.of())),
            new MembershipNote.OfProfile(
                values.text(),
                new ProfileEntry(version(), null, values.list(values::text), List.of())),
            owed,
            held,
            never));
  }

  /** A note that the first format did not have. */
  MembershipLog.Page acknowledgement(Known known) {
    return new MembershipLog.Page(
        new ListRef(values.text(), values.text()),
        values.text(),
        List.of(new MembershipNote.OfAcknowledgement(values.text(), known)));
  }

  private MemberEntry remembered(Member wanted, Member sent, Place queue) {
    return new MemberEntry(
        values.list(() -> new Holder(values.text(), version())),
        wanted,
        values.one(Known.values()),
        0,
        sent,
        queue,
        List.of(),
        null,
        Marks.NONE);
  }
}
