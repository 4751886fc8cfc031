package io.muster.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.google.common.base.Utf8;
import io.muster.model.Reason;
import io.muster.model.SourceRecord;
import io.muster.workspace.SourcePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns records into profile changes, one after the other. It streams over the bytes and descends
 * only into what the plan wants, but checks all of them. Not thread-safe.
 *
 * <p>A path is a way through nested objects: a key with a dot in it is a key. Where an array stands
 * in the way, the value does not qualify; where a scalar does, nothing is there. The two maps are
 * not attributes: an attribute path into one does not qualify.
 */
public final class RecordParser {

  /** The longest record that is read, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  /** The map of a record in which its memberships stand, by namespace. */
  public static final String SEGMENT_MEMBERSHIP = "segmentMembership";

  /** The namespace of Experience Platform's own audiences, by their ids. */
  public static final String UPS = "ups";

  private static final String CHANGED_AT = "changedAt";
  private static final String ACCOUNT_ID = "accountKey.sourceKey";
  private static final String PERSON_ID = "b2b.personKey.sourceKey";
  private static final ParsedRecord.Blank BLANK = new ParsedRecord.Blank();

  private final JsonFactory json = jsonFactory();
  private final PathNode attributes;
  private final int slots;
  private final int changedAtSlot;
  private final int accountIdSlot;
  private final int personIdSlot;
  private final IdentityReader identities;
  private final MembershipReader memberships;

  /** A parser of what a plan wants. */
  public RecordParser(ParsePlan plan) {
    Map<String, Integer> slotByPath = new HashMap<>();
    Map<String, Integer> slotByNamespace = new HashMap<>();
    plan.indexes()
        .forEach(
            (source, index) -> {
              if (source instanceof SourcePath.Identity identity) {
                slotByNamespace.put(identity.namespace(), index);
              } else if (source instanceof SourcePath.Attribute attribute) {
                slotByPath.put(attribute.path(), index);
              }
            });
    int next = plan.indexes().size();
    // What every record is read for, behind the mapped values unless it is one of them.
    for (String path : List.of(CHANGED_AT, ACCOUNT_ID, PERSON_ID)) {
      if (slotByPath.putIfAbsent(path, next) == null) {
        next++;
      }
    }
    this.slots = next;
    this.changedAtSlot = slotByPath.get(CHANGED_AT);
    this.accountIdSlot = slotByPath.get(ACCOUNT_ID);
    this.personIdSlot = slotByPath.get(PERSON_ID);
    this.attributes = PathNode.treeOf(slotByPath);
    this.identities = new IdentityReader(slotByNamespace);
    this.memberships = new MembershipReader(plan);
  }

  /**
   * What makes parsers of records, and of what holds records. The only limit is {@link #MAX_BYTES}:
   * Jackson's own would refuse records that are legal.
   */
  public static JsonFactory jsonFactory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .build())
        // A record is UTF-8, and one of zero bytes in between is no UTF-16 in disguise.
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        // Keys are data here (audience ids): they neither belong in the JVM's table nor may fail.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .build();
  }

  /** What a record is. Never throws for what is in it. */
  public ParsedRecord parse(SourceRecord record) {
    byte[] bytes = record.value();
    if (bytes.length > MAX_BYTES) {
      return new ParsedRecord.Malformed(
          Reason.TOO_LARGE, "", "the record is larger than " + MAX_BYTES + " bytes");
    }
    int start = ByteOrderMark.length(bytes);
    if (isBlank(bytes, start)) {
      return BLANK;
    }
    if (!Utf8.isWellFormed(bytes)) {
      return new ParsedRecord.Malformed(
          Reason.NOT_JSON, "", "the record is not UTF-8, from byte " + firstBadByte(bytes) + " on");
    }
    try (JsonParser parser = json.createParser(bytes, start, bytes.length - start)) {
      return read(parser, record);
    } catch (JsonProcessingException e) {
      return new ParsedRecord.Malformed(Reason.NOT_JSON, "", syntaxFault(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading an array of bytes", e);
    }
  }

  private ParsedRecord read(JsonParser parser, SourceRecord record) throws IOException {
    FieldValue[] values = new FieldValue[slots];
    Arrays.fill(values, FieldValue.ABSENT);
    identities.clear();
    memberships.clear();

    boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
    if (isObject) {
      readRecord(parser, values);
    } else {
      parser.skipChildren();
    }
    // What is wrong with the JSON is said first, so that all of it has to be read before the rest.
    if (parser.nextToken() != null) {
      return new ParsedRecord.Malformed(
          Reason.NOT_JSON, "", "text after the JSON value, at " + where(parser.currentLocation()));
    }
    if (!isObject) {
      return new ParsedRecord.Malformed(
          Reason.NOT_AN_OBJECT, "", "the record is JSON, but not an object");
    }
    Optional<MapFault> fault = memberships.fault().or(identities::fault);
    if (fault.isPresent()) {
      String field = fault.get().field();
      return new ParsedRecord.Malformed(
          Reason.INVALID_RECORD, field, field + " " + fault.get().words());
    }
    return new ParsedRecord.Profile(profileChange(record, values));
  }

  private void readRecord(JsonParser parser, FieldValue[] values) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      PathNode wanted = attributes.child(name);
      if (name.equals(SEGMENT_MEMBERSHIP)) {
        setMap(parser, wanted, values);
        memberships.read(parser);
      } else if (name.equals(IdentityReader.NAME)) {
        setMap(parser, wanted, values);
        identities.read(parser, values);
      } else {
        readValue(parser, wanted, values);
      }
    }
  }

  /** An attribute path into one of the maps, which is not read for it. */
  private static void setMap(JsonParser parser, PathNode wanted, FieldValue[] values) {
    if (wanted != null) {
      boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
      wanted.setAll(values, absent ? FieldValue.ABSENT : FieldValue.UNSUPPORTED);
    }
  }

  private static void readObject(JsonParser parser, PathNode node, FieldValue[] values)
      throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      readValue(parser, node.child(name), values);
    }
  }

  private static void readValue(JsonParser parser, PathNode wanted, FieldValue[] values)
      throws IOException {
    if (wanted == null) {
      parser.skipChildren();
      return;
    }
    // Of a repeated key the last value counts, and nothing of those before.
    wanted.setAll(values, FieldValue.ABSENT);
    wanted.set(values, Scalars.read(parser));
    if (parser.currentToken() == JsonToken.START_OBJECT && wanted.hasChildren()) {
      readObject(parser, wanted, values);
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      wanted.setAll(values, FieldValue.UNSUPPORTED);
      parser.skipChildren();
    } else {
      parser.skipChildren();
    }
  }

  private ProfileChange profileChange(SourceRecord record, FieldValue[] values) {
    Instant changedAt = null;
    FieldValue written = values[changedAtSlot];
    if (written instanceof FieldValue.Text text) {
      changedAt = XdmTime.parse(text.text());
    }
    boolean unreadable = changedAt == null && !written.equals(FieldValue.ABSENT);
    return new ProfileChange(
        profileId(record, values),
        changedAt == null ? record.timestamp() : changedAt,
        unreadable,
        values,
        new ArrayList<>(memberships.memberships()),
        record);
  }

  private String profileId(SourceRecord record, FieldValue[] values) {
    String id = trimmed(values[accountIdSlot]);
    if (id.isEmpty()) {
      id = trimmed(values[personIdSlot]);
    }
    if (id.isEmpty()) {
      id = identities.primaryId();
    }
    if (id.isEmpty() && record.key() != null) {
      id = WhiteSpace.trim(record.key());
    }
    return encodable(id);
  }

  private static String trimmed(FieldValue value) {
    return value instanceof FieldValue.Text text ? WhiteSpace.trim(text.text()) : "";
  }

  /**
   * The id with each half of a surrogate pair, which an escape can bring and UTF-8 can't write,
   * replaced: else an id would be another one after it went through a coder.
   */
  private static String encodable(String id) {
    if (Utf8Text.isEncodable(id)) {
      return id;
    }
    StringBuilder replaced = new StringBuilder(id.length());
    id.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
        .forEach(replaced::appendCodePoint);
    return replaced.toString();
  }

  private static boolean isBlank(byte[] bytes, int start) {
    for (int i = start; i < bytes.length; i++) {
      if (bytes[i] < 0 || !WhiteSpace.isWhiteSpace((char) bytes[i])) {
        return false;
      }
    }
    return true;
  }

  /** Counted from 1. */
  private static int firstBadByte(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
    return in.position() + 1;
  }

  /** Jackson's own words quote the record, which is personal data. */
  private static String syntaxFault(JsonProcessingException e) {
    String fault = e instanceof JsonEOFException ? "the JSON breaks off" : "the record is not JSON";
    return fault + ", at " + where(e.getLocation());
  }

  private static String where(JsonLocation location) {
    String column = "column " + location.getColumnNr();
    return location.getLineNr() > 1 ? "line " + location.getLineNr() + ", " + column : column;
  }
}
