package io.muster.coders;

import io.muster.delivery.BatchEntry;
import io.muster.delivery.MemberEntry.Place;
import java.io.IOException;
import java.util.List;

/** Codes a batch that is not over. */
public final class BatchEntryCoder extends WireCoder<BatchEntry> {
  private static final long serialVersionUID = 1L;

  private static final List<Place> PLACES = List.of(Place.values());

  private BatchEntryCoder() {}

  public static BatchEntryCoder of() {
    return new BatchEntryCoder();
  }

  @Override
  String what() {
    return "batch";
  }

  @Override
  int format() {
    return 1;
  }

  @Override
  void write(BatchEntry value, WireWriter out) throws IOException {
    out.text(value.id());
    out.number(PLACES.indexOf(value.place()));
    out.texts(value.keys());
    out.number(value.attempts());
    out.number(value.firstFailedAt());
    out.number(value.deadline());
    out.text(value.job());
    out.text(value.words());
    out.number(value.httpStatus());
  }

  @Override
  BatchEntry read(WireReader in, int format) throws IOException {
    return new BatchEntry(
        in.text(),
        PLACES.get(in.size()),
        in.texts(),
        in.size(),
        in.number(),
        in.number(),
        in.text(),
        in.text(),
        in.size());
  }
}
