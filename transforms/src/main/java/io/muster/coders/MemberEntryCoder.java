package io.muster.coders;

import io.muster.delivery.Holder;
import io.muster.delivery.MemberEntry;
import io.muster.delivery.MemberEntry.Flight;
import io.muster.delivery.MemberEntry.Known;
import io.muster.delivery.MemberEntry.Marks;
import io.muster.delivery.MemberEntry.Place;
import io.muster.destination.Action;
import io.muster.model.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Codes what is known of a member. Enums travel by number: their order is part of the format. */
public final class MemberEntryCoder extends WireCoder<MemberEntry> {
  private static final long serialVersionUID = 1L;

  /** In the first format every member was written whole. */
  private static final int SAYS_WHAT_IS_LIKE_WANTED = 2;

  private static final List<Known> KNOWN = List.of(Known.values());
  private static final List<Place> PLACES = List.of(Place.values());
  private static final List<Action> ACTIONS = List.of(Action.values());

  private MemberEntryCoder() {}

  public static MemberEntryCoder of() {
    return new MemberEntryCoder();
  }

  @Override
  String what() {
    return "member entry";
  }

  @Override
  int format() {
    return 2;
  }

  @Override
  void write(MemberEntry value, WireWriter out) throws IOException {
    out.number(value.holders().size());
    for (Holder holder : value.holders()) {
      out.text(holder.profileId());
      ModelFields.write(holder.version(), out);
    }
    ModelFields.write(value.wanted(), out);
    out.number(KNOWN.indexOf(value.known()));
    out.number(value.epoch());
    writeLike(value.wanted(), value.sent(), out);
    out.number(PLACES.indexOf(value.queue()));
    out.numbers(value.waiters());
    Flight flight = value.flight();
    out.flag(flight != null);
    if (flight != null) {
      out.number(ACTIONS.indexOf(flight.action()));
      writeLike(value.wanted(), flight.member(), out);
      out.number(flight.upTo());
    }
    out.flag(value.marks().suspect());
    out.number(value.marks().leftAt());
  }

  /** A member or null, in a byte where it is the same as another; most often it is. */
  private static void writeLike(Member other, Member member, WireWriter out) throws IOException {
    boolean same = member != null && member.equals(other);
    out.flag(same);
    if (!same) {
      ModelFields.write(member, out);
    }
  }

  /** A member or null. */
  private static Member readLike(Member other, WireReader in, int format) throws IOException {
    boolean same = format >= SAYS_WHAT_IS_LIKE_WANTED && in.flag();
    return same ? other : ModelFields.readMember(in);
  }

  @Override
  MemberEntry read(WireReader in, int format) throws IOException {
    int size = in.size();
    List<Holder> holders = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      holders.add(new Holder(in.text(), ModelFields.readVersion(in)));
    }
    Member wanted = ModelFields.readMember(in);
    Known known = KNOWN.get(in.size());
    int epoch = in.size();
    Member sent = readLike(wanted, in, format);
    Place queue = PLACES.get(in.size());
    List<Long> waiters = in.numbers();
    Flight flight =
        in.flag()
            ? new Flight(ACTIONS.get(in.size()), readLike(wanted, in, format), in.number())
            : null;
    Marks marks = new Marks(in.flag(), in.number());
    return new MemberEntry(holders, wanted, known, epoch, sent, queue, waiters, flight, marks);
  }
}
