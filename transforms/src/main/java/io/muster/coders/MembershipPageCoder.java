package io.muster.coders;

import io.muster.delivery.Holder;
import io.muster.delivery.ListRef;
import io.muster.delivery.MemberEntry;
import io.muster.delivery.MemberEntry.Known;
import io.muster.delivery.MemberEntry.Marks;
import io.muster.delivery.MemberEntry.Place;
import io.muster.delivery.MembershipLog;
import io.muster.delivery.MembershipNote;
import io.muster.delivery.ProfileEntry;
import io.muster.model.Member;
import io.muster.model.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Codes notes of a list as later runs read them: of a member's way to the vendor only whether it
 * was owed. Names and places that repeat are written once a page.
 */
public final class MembershipPageCoder extends WireCoder<MembershipLog.Page> {
  private static final long serialVersionUID = 1L;

  private static final int MEMBER = 0;
  private static final int PROFILE = 1;
  // Not in the first format.
  private static final int ACKNOWLEDGEMENT = 2;

  private static final int NEVER_SENT = 0;
  private static final int SENT_AS_WANTED = 1;
  private static final int SENT_OTHERWISE = 2;

  private static final List<Known> KNOWN = List.of(Known.values());

  private MembershipPageCoder() {}

  public static MembershipPageCoder of() {
    return new MembershipPageCoder();
  }

  @Override
  String what() {
    return "page of memberships";
  }

  @Override
  int format() {
    return 2;
  }

  @Override
  void write(MembershipLog.Page page, WireWriter out) throws IOException {
    out.text(page.list().dataflow());
    out.text(page.list().audience());
    out.text(page.listId());
    out.number(page.notes().size());
    for (MembershipNote note : page.notes()) {
      if (note instanceof MembershipNote.OfProfile profile) {
        out.number(PROFILE);
        out.text(profile.profileId());
        write(profile.entry(), out);
      } else if (note instanceof MembershipNote.OfMember member) {
        out.number(MEMBER);
        out.text(member.key());
        write(member.entry(), out);
      } else if (note instanceof MembershipNote.OfAcknowledgement taken) {
        out.number(ACKNOWLEDGEMENT);
        out.text(taken.key());
        out.number(KNOWN.indexOf(taken.known()));
      } else {
        throw new IllegalStateException("no format for " + note.getClass().getSimpleName());
      }
    }
  }

  private static void write(ProfileEntry entry, WireWriter out) throws IOException {
    ModelFields.write(entry.version(), out);
    ModelFields.write(entry.member(), out);
    boolean own = isOwnKey(entry.keys(), entry.member());
    out.flag(own);
    if (!own) {
      out.texts(entry.keys());
    }
  }

  private static boolean isOwnKey(List<String> keys, Member member) {
    return member != null && keys.size() == 1 && keys.get(0).equals(member.key());
  }

  private static void write(MemberEntry entry, WireWriter out) throws IOException {
    out.number(entry.holders().size());
    for (Holder holder : entry.holders()) {
      out.text(holder.profileId());
      ModelFields.write(holder.version(), out);
    }
    ModelFields.write(entry.wanted(), out);
    out.number(KNOWN.indexOf(entry.known()));
    if (entry.sent() == null) {
      out.number(NEVER_SENT);
    } else if (entry.sent().equals(entry.wanted())) {
      out.number(SENT_AS_WANTED);
    } else {
      out.number(SENT_OTHERWISE);
      ModelFields.write(entry.sent(), out);
    }
    out.flag(entry.queue() != Place.NONE);
  }

  @Override
  MembershipLog.Page read(WireReader in, int format) throws IOException {
    ListRef list = new ListRef(in.text(), in.text());
    String listId = in.text();
    int size = in.size();
    List<MembershipNote> notes = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      notes.add(readNote(in));
    }
    return new MembershipLog.Page(list, listId, notes);
  }

  private static MembershipNote readNote(WireReader in) throws IOException {
    int kind = in.size();
    String subject = in.text();
    return switch (kind) {
      case MEMBER -> new MembershipNote.OfMember(subject, readMember(in));
      case PROFILE -> new MembershipNote.OfProfile(subject, readProfile(in));
      case ACKNOWLEDGEMENT -> new MembershipNote.OfAcknowledgement(subject, KNOWN.get(in.size()));
      default -> throw new IOException("damaged: no such kind of note");
    };
  }

  private static ProfileEntry readProfile(WireReader in) throws IOException {
    Version version = ModelFields.readVersion(in);
    Member member = ModelFields.readMember(in);
    List<String> keys = in.flag() ? List.of(member.key()) : in.texts();
    return new ProfileEntry(version, member, keys, List.of());
  }

  private static MemberEntry readMember(WireReader in) throws IOException {
    int size = in.size();
    List<Holder> holders = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      holders.add(new Holder(in.text(), ModelFields.readVersion(in)));
    }
    Member wanted = ModelFields.readMember(in);
    Known known = KNOWN.get(in.size());
    Member sent =
        switch (in.size()) {
          case NEVER_SENT -> null;
          case SENT_AS_WANTED -> wanted;
          case SENT_OTHERWISE -> ModelFields.readMember(in);
          default -> throw new IOException("damaged: no such way of having been sent");
        };
    Place queue = in.flag() ? Place.BATCH : Place.NONE;
    return new MemberEntry(holders, wanted, known, 0, sent, queue, List.of(), null, Marks.NONE);
  }
}
