package io.muster.coders;

import io.muster.model.Member;
import io.muster.model.PackedFields;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.model.Version;
import java.io.IOException;

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

  /**
   * A version that is most often of a record's own place, and shares it then: both stay in memory
   * as long as the change waits.
   */
  static Version readVersion(WireReader in, SourcePosition usual) throws IOException {
    Version read = readVersion(in);
    return read.position().equals(usual)
        ? new Version(read.qualifiedAt(), read.exit(), read.changedAt(), usual)
        : read;
  }

  /** A member or null. */
  static void write(Member member, WireWriter out) throws IOException {
    out.flag(member != null);
    if (member != null) {
      out.text(member.key());
      out.number(member.packed().size());
      member
          .packed()
          .each(
              (name, bytes, from, length) -> {
                out.name(name);
                out.written(bytes, from, length);
              });
    }
  }

  /** A member or null. */
  static Member readMember(WireReader in) throws IOException {
    if (!in.flag()) {
      return null;
    }
    String key = in.text();
    String[] names = new String[in.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = in.name();
      in.gatherText();
    }
    return new Member(key, PackedFields.ofPacked(in.shared(names), in.gathered()));
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
