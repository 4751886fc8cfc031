package io.muster.coders;

import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import io.muster.model.Standing;
import io.muster.model.StandingOf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Codes counts and standings. */
public final class CountsDeltaCoder extends WireCoder<CountsDelta> {
  private static final long serialVersionUID = 1L;

  private CountsDeltaCoder() {}

  public static CountsDeltaCoder of() {
    return new CountsDeltaCoder();
  }

  @Override
  String what() {
    return "counts";
  }

  @Override
  int format() {
    return 1;
  }

  @Override
  void write(CountsDelta value, WireWriter out) throws IOException {
    out.number(value.malformed());
    out.number(value.counts().size());
    for (Counts counts : value.counts()) {
      out.name(counts.dataflow());
      out.name(counts.audience());
      out.text(counts.list());
      out.number(counts.received());
      out.number(counts.activated());
      out.number(counts.added());
      out.number(counts.removed());
      out.number(counts.excluded());
      out.number(counts.failed());
      out.number(counts.unchanged());
      out.number(counts.superseded());
      out.number(counts.calls());
      writeCodes(counts.byCode(), out);
      writeCodes(counts.warnings(), out);
    }
    out.number(value.standings().size());
    for (StandingOf part : value.standings()) {
      out.name(part.dataflow());
      out.name(part.audience());
      out.text(part.standing().state());
      writeCount(part.standing().landed(), out);
      writeCount(part.standing().matched(), out);
      writeCount(part.standing().audienceSize(), out);
    }
  }

  private static void writeCount(OptionalLong count, WireWriter out) throws IOException {
    out.flag(count.isPresent());
    if (count.isPresent()) {
      out.number(count.getAsLong());
    }
  }

  private static void writeCodes(Map<String, Long> codes, WireWriter out) throws IOException {
    out.number(codes.size());
    for (Map.Entry<String, Long> code : codes.entrySet()) {
      out.name(code.getKey());
      out.number(code.getValue());
    }
  }

  @Override
  CountsDelta read(WireReader in, int format) throws IOException {
    long malformed = in.number();
    int size = in.size();
    List<Counts> counts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      counts.add(
          new Counts(
              in.name(),
              in.name(),
              in.text(),
              in.number(),
              in.number(),
              in.number(),
              in.number(),
              in.number(),
              in.number(),
              in.number(),
              in.number(),
              in.number(),
              readCodes(in),
              readCodes(in)));
    }
    int said = in.size();
    List<StandingOf> standings = new ArrayList<>(said);
    for (int i = 0; i < said; i++) {
      standings.add(
          new StandingOf(
              in.name(),
              in.name(),
              new Standing(in.text(), readCount(in), readCount(in), readCount(in))));
    }
    return new CountsDelta(counts, standings, malformed);
  }

  private static OptionalLong readCount(WireReader in) throws IOException {
    return in.flag() ? OptionalLong.of(in.number()) : OptionalLong.empty();
  }

  private static Map<String, Long> readCodes(WireReader in) throws IOException {
    int size = in.size();
    Map<String, Long> codes = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      codes.put(in.name(), in.number());
    }
    return codes;
  }
}
