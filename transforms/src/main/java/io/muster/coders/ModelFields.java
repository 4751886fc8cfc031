package io.muster.coders;

import io.muster.model.Member;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.model.Version;
import java.io.IOException;
import java.util.Map;

/** The parts that several values are made of. */
final class ModelFields {

  private ModelFields() {}

  static void write(SourcePosition position, WireWriter out) throws IOException {
    out.name(position.source());
    out.number(position.offset());
  }

  static SourcePosition readPosition(WireReader in) throws IOException {
    return new SourcePosition(in.name(), in.number());
  }

  static void write(Version version, WireWriter out) throws IOException {
    out.instant(version.qualifiedAt());
    out.flag(version.exit());
    out.instant(version.changedAt());
    write(version.position(), out);
  }

  static Version readVersion(WireReader in) throws IOException {
    return new Version(in.instant(), in.flag(), in.instant(), readPosition(in));
  }

  /** A member or null. */
  static void write(Member member, WireWriter out) throws IOException {
    out.flag(member != null);
    if (member != null) {
      out.text(member.key());
      out.number(member.fields().size());
      for (Map.Entry<String, String> field : member.fields().entrySet()) {
        out.name(field.getKey());
        out.text(field.getValue());
      }
    }
  }

  /** A member or null. */
  static Member readMember(WireReader in) throws IOException {
    if (!in.flag()) {
      return null;
    }
    String key = in.text();
    String[] fields = new String[2 * in.size()];
    for (int i = 0; i < fields.length; i += 2) {
      fields[i] = in.name();
      fields[i + 1] = in.text();
    }
    return Member.of(key, fields);
  }

  static void write(SourceRecord record, WireWriter out) throws IOException {
    write(record.position(), out);
    out.bytes(record.value());
    out.flag(record.key() != null);
    if (record.key() != null) {
      out.text(record.key());
    }
    out.instant(record.timestamp());
  }

  static SourceRecord readRecord(WireReader in) throws IOException {
    SourcePosition position = readPosition(in);
    byte[] value = in.bytes();
    String key = in.flag() ? in.text() : null;
    return new SourceRecord(position, value, key, in.instant());
  }
}
