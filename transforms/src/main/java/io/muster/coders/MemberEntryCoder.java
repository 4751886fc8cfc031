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
    return 1;
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
    ModelFields.write(value.sent(), out);
    out.number(PLACES.indexOf(value.queue()));
    out.numbers(value.waiters());
    Flight flight = value.flight();
    out.flag(flight != null);
    if (flight != null) {
      out.number(ACTIONS.indexOf(flight.action()));
      ModelFields.write(flight.member(), out);
      out.number(flight.upTo());
    }
    out.flag(value.marks().suspect());
    out.number(value.marks().leftAt());
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
    Member sent = ModelFields.readMember(in);
    Place queue = PLACES.get(in.size());
    List<Long> waiters = in.numbers();
    Flight flight =
        in.flag()
            ? new Flight(ACTIONS.get(in.size()), ModelFields.readMember(in), in.number())
            : null;
    Marks marks = new Marks(in.flag(), in.number());
    return new MemberEntry(holders, wanted, known, epoch, sent, queue, waiters, flight, marks);
  }
}
