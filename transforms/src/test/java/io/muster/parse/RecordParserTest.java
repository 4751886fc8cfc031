package io.muster.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.hamcrest.Matchers.startsWith;

import io.muster.model.Reason;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordParserTest {

  private static final String TIME = "2026-11-20T10:00:00Z";
  private static final String TIME_KEY = "lastQualificationTime";

  private static ParsedRecord parse(ParsePlan plan, byte[] bytes) {
    return new RecordParser(plan)
        .parse(SourceRecord.ofFile(new SourcePosition("in.jsonl", 1), bytes));
  }

  private static ParsedRecord parse(String json, String... sources) {
    return parse(Plans.reading(sources), json.getBytes(UTF_8));
  }

  private static ProfileChange profile(String json, String... sources) {
    ParsedRecord parsed = parse(json, sources);
    assertThat(parsed, instanceOf(ParsedRecord.Profile.class));
    return ((ParsedRecord.Profile) parsed).change();
  }

  private static FieldValue value(String json, String source) {
    return profile(json, source).value(0);
  }

  private static ParsedRecord.Malformed malformed(byte[] bytes) {
    ParsedRecord parsed = parse(Plans.reading("accountName"), bytes);
    assertThat(parsed, instanceOf(ParsedRecord.Malformed.class));
    return (ParsedRecord.Malformed) parsed;
  }

  private static FieldValue text(String text) {
    return new FieldValue.Text(text);
  }

  private static String membership(String item) {
    return "{\"segmentMembership\":{\"ups\":{\"a1\":" + item + "}}}";
  }

  @Nested
  class WellFormedness {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "acme",
          "{} x",
          "{}{}",
          "{}}",
          "{},",
          "{",
          "{\"accountName\":\"Ac",
          "{'accountName':1}",
          "{accountName:1}",
          "{\"a\":1,}",
          "{\"a\":[1,]}",
          "{\"a\":1 /* why */}",
          "{\"a\":NaN}",
          "{\"a\":01}",
          "{\"a\":+1}",
          "{\"a\":.5}",
          "{\"a\":1.}",
          "{\"a\":\"\t\"}",
          "{\"a\":\"\\x\"}",
          "{\"a\":\"\\u12\"}",
          "{\"a\":tru}",
          "{\"a\" 1}",
          "{\"accountName\":[1}",
          "[1",
          "[] x",
          "1 2",
          "\u00a0",
          "{\"segmentMembership\":5",
        })
    void callsWhatIsNoJsonNotJson(String text) {
      assertThat(malformed(text.getBytes(UTF_8)).code(), is(Reason.NOT_JSON));
    }

    @Test
    void saysWhatIsWrongAndWhere() {
      assertThat(
          malformed("{\"a\":".getBytes(UTF_8)).words(),
          equalTo("the JSON breaks off, at column 6"));
      assertThat(
          malformed("{\n \"a\": x}".getBytes(UTF_8)).words(),
          startsWith("the record is not JSON, at line 2, column "));
      assertThat(
          malformed("{}{}".getBytes(UTF_8)).words(),
          startsWith("text after the JSON value, at column "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]", "1", "-1.5e3", "\"{}\"", "null", "true", " false "})
    void callsOtherJsonNotAnObject(String text) {
      assertThat(malformed(text.getBytes(UTF_8)).code(), is(Reason.NOT_AN_OBJECT));
    }

    static Stream<byte[]> badUtf8() {
      return Stream.of(
          "{\"accountName\":\"M\u00fcller\"}".getBytes(ISO_8859_1),
          "{\"unmapped\":\"M\u00fcller\"}".getBytes(ISO_8859_1),
          "{\"M\u00fcller\":1}".getBytes(ISO_8859_1),
          "{\"unmapped\":\"\u00c0\u00af\"}".getBytes(ISO_8859_1),
          "{\"unmapped\":\"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1),
          "{\"unmapped\":\"\u0080\"}".getBytes(ISO_8859_1),
          "{\"unmapped\":[\"\u00ff\"]}".getBytes(ISO_8859_1),
          "{\"accountName\":1}".getBytes(UTF_16LE),
          "\ufeff{\"accountName\":1}".getBytes(UTF_16LE));
    }

    @ParameterizedTest
    @MethodSource("badUtf8")
    void callsBadUtf8NotJsonWhereverItIs(byte[] bytes) {
      assertThat(malformed(bytes).code(), is(Reason.NOT_JSON));
    }

    @Test
    void saysWhereItGoesWrongWithoutQuotingTheRecord() {
      ParsedRecord.Malformed broken =
          malformed("{\"accountName\":\"Secret\",oops}".getBytes(UTF_8));
      assertThat(broken.words(), containsString("column 2"));
      assertThat(broken.words(), not(containsString("oops")));
      assertThat(broken.words(), not(containsString("Secret")));
      assertThat(malformed("{\"a\":".getBytes(UTF_8)).words(), containsString("breaks off"));
      assertThat(malformed("{}{}".getBytes(UTF_8)).words(), containsString("column"));
      assertThat(malformed("{\n\n]".getBytes(UTF_8)).words(), containsString("line 3"));
      assertThat(malformed("{\"\u00e9\"".getBytes(ISO_8859_1)).words(), containsString("byte 3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\r", " \r\n ", "\ufeff", "\ufeff \r"})
    void skipsBlankLines(String text) {
      assertThat(parse(text), instanceOf(ParsedRecord.Blank.class));
    }

    @Test
    void acceptsAByteOrderMarkAndBlanksAround() {
      assertThat(value("\ufeff {\"accountName\":\"A\"}\r", "accountName"), equalTo(text("A")));
    }

    @Test
    void refusesWhatIsOverOneMebibyteAndNothingElse() {
      byte[] record = new byte[RecordParser.MAX_BYTES];
      Arrays.fill(record, (byte) 'x');
      byte[] start = "{\"accountName\":\"".getBytes(UTF_8);
      System.arraycopy(start, 0, record, 0, start.length);
      record[record.length - 2] = '"';
      record[record.length - 1] = '}';
      assertThat(
          parse(Plans.reading("accountName"), record), instanceOf(ParsedRecord.Profile.class));
      assertThat(malformed(Arrays.copyOf(record, record.length + 1)).code(), is(Reason.TOO_LARGE));
    }

    @Test
    void setsNoLimitsToLegalJsonBelowThat() {
      int most = 500_000;
      for (String unmapped :
          List.of(
              "[".repeat(most) + "]".repeat(most),
              "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
              "1".repeat(1_000_000),
              "1e999999999999",
              "\"" + "x".repeat(1_000_000) + "\"",
              "{\"" + "x".repeat(1_000_000) + "\":1}")) {
        String json = "{\"unmapped\":" + unmapped + ",\"accountName\":\"A\"}";
        assertThat(value(json, "accountName"), equalTo(text("A")));
        assertThat(
            value("{\"accountName\":" + unmapped + "}", "accountName"),
            not(equalTo(FieldValue.ABSENT)));
      }
    }

    @Test
    void readsARecordOfVeryManyKeysOfOneHash() {
      StringBuilder json = new StringBuilder("{");
      for (int i = 0; i < 60_000; i++) {
        json.append('"').append(Integer.toHexString(i * 31)).append("\":0,");
      }
      json.append("\"accountName\":\"A\"}");
      assertThat(value(json.toString(), "accountName"), equalTo(text("A")));
    }

    @Test
    void isAsGoodForTheNextRecordAfterABrokenOne() {
      RecordParser parser = new RecordParser(Plans.reading("accountName"));
      String good =
          membership("{\"status\":\"realized\",\"lastQualificationTime\":\"" + TIME + "\"}");
      for (String broken :
          List.of(
              good.replace("}}}", "}}"),
              "{\"identityMap\":7}",
              "{\"identityMap\":{\"Email\":7}}",
              "{")) {
        parser.parse(SourceRecord.ofFile(new SourcePosition("f", 1), broken.getBytes(UTF_8)));
        ParsedRecord next =
            parser.parse(
                SourceRecord.ofFile(
                    new SourcePosition("f", 2), "{\"accountName\":\"A\"}".getBytes(UTF_8)));
        ProfileChange change = ((ParsedRecord.Profile) next).change();
        assertThat(change.memberships(), empty());
        assertThat(change.profileId(), equalTo(""));
      }
    }
  }

  @Nested
  class Maps {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{\"segmentMembership\":[]}|segmentMembership",
          "{\"segmentMembership\":\"ups\"}|segmentMembership",
          "{\"segmentMembership\":5}|segmentMembership",
          "{\"segmentMembership\":false}|segmentMembership",
          "{\"segmentMembership\":{\"ups\":[]}}|segmentMembership.ups",
          "{\"segmentMembership\":{\"ups\":\"a1\"}}|segmentMembership.ups",
          "{\"identityMap\":[]}|identityMap",
          "{\"identityMap\":\"Email\"}|identityMap",
          "{\"identityMap\":{\"Email\":{\"id\":\"a\"}}}|identityMap.Email",
          "{\"identityMap\":{\"Email\":\"a\"}}|identityMap.Email",
          "{\"identityMap\":{\"Email\":[\"a\"]}}|identityMap.Email",
          "{\"identityMap\":{\"Email\":[[]]}}|identityMap.Email",
        })
    void mustHaveTheirType(String json, String field) {
      ParsedRecord.Malformed malformed = malformed(json.getBytes(UTF_8));
      assertThat(malformed.code(), is(Reason.INVALID_RECORD));
      assertThat(malformed.field(), equalTo(field));
      assertThat(malformed.words(), containsString(field));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "{\"segmentMembership\":null,\"identityMap\":null}",
          "{\"segmentMembership\":{\"ups\":null},\"identityMap\":{\"Email\":null}}",
          "{\"segmentMembership\":{\"aam\":[]},\"identityMap\":{\"Email\":[null]}}",
          "{\"segmentMembership\":7,\"segmentMembership\":{}}",
          "{\"segmentMembership\":{\"ups\":7,\"ups\":{}}}",
          "{\"identityMap\":7,\"identityMap\":{}}",
          "{\"identityMap\":{\"Email\":7,\"Email\":[]}}",
          "{\"x\":{\"segmentMembership\":7,\"identityMap\":7}}",
        })
    void mayBeAbsentNullOrElsewhere(String json) {
      ProfileChange change = profile(json);
      assertThat(change.memberships(), empty());
      assertThat(change.profileId(), equalTo(""));
    }
  }

  @Nested
  class Values {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "\"Acme\"|Acme",
          "\" A \\u0041\\n \\\"\"|` A A\n \"`",
          "\"\"|``",
          "7|7",
          "-0|-0",
          "12.50|12.50",
          "1e3|1e3",
          "123456789012345678901234567890|123456789012345678901234567890",
          "true|true",
          "false|false",
        })
    void areTextAsTheRecordWritesIt(String json, String expected) {
      assertThat(
          value(
              "{\"accountOrganization\":{\"domain\":" + json + "}}", "accountOrganization.domain"),
          equalTo(text(expected)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "{\"a\":null}",
          "{\"a\":{}}",
          "{\"a\":{\"b\":null}}",
          "{\"a\":\"text\"}",
          "{\"a\":1}",
          "{\"a.b\":\"x\"}",
          "{\"b\":\"x\"}",
          "{\"x\":{\"a\":{\"b\":\"x\"}}}",
          "{\"a\":{\"x\":{\"b\":\"x\"}}}",
        })
    void areAbsentWhereNothingIsAtThePath(String json) {
      assertThat(value(json, "a.b"), equalTo(FieldValue.ABSENT));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"a\":{\"b\":[]}}",
          "{\"a\":{\"b\":[\"x\"]}}",
          "{\"a\":{\"b\":{}}}",
          "{\"a\":{\"b\":{\"b\":\"x\"}}}",
          "{\"a\":[{\"b\":\"x\"}]}",
          "{\"a\":[]}",
        })
    void doNotQualifyAsArraysAndObjects(String json) {
      assertThat(value(json, "a.b"), equalTo(FieldValue.UNSUPPORTED));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{\"a\":{\"b\":\"x\"},\"a\":{\"b\":\"y\"}}|y",
          "{\"a\":{\"b\":\"x\",\"b\":\"y\"}}|y",
          "{\"a\":[],\"a\":{\"b\":\"y\"}}|y",
          "{\"a\":{\"b\":[],\"b\":\"y\"}}|y",
        })
    void areTheLastOnesOfRepeatedKeys(String json, String expected) {
      assertThat(value(json, "a.b"), equalTo(text(expected)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"a\":{\"b\":\"x\"},\"a\":{}}",
          "{\"a\":{\"b\":\"x\"},\"a\":null}",
          "{\"a\":{\"b\":\"x\"},\"a\":5}",
          "{\"a\":{\"b\":\"x\",\"b\":null}}",
        })
    void areGoneWithARepeatedKeyThatHasNone(String json) {
      assertThat(value(json, "a.b"), equalTo(FieldValue.ABSENT));
    }

    @Test
    void mayLieOneWithinTheOther() {
      ProfileChange change = profile("{\"a\":{\"b\":\"x\",\"c\":\"y\"}}", "a", "a.b", "a.c");
      assertThat(change.value(0), equalTo(FieldValue.UNSUPPORTED));
      assertThat(change.value(1), equalTo(text("x")));
      assertThat(change.value(2), equalTo(text("y")));
      assertThat(profile("{\"a\":7}", "a", "a.b").value(0), equalTo(text("7")));
    }

    @Test
    void mayBeWhatEveryRecordIsReadForAnyway() {
      ProfileChange change =
          profile(
              "{\"changedAt\":\"" + TIME + "\",\"accountKey\":{\"sourceKey\":\" k \"}}",
              "accountKey.sourceKey",
              "changedAt");
      assertThat(change.value(0), equalTo(text(" k ")));
      assertThat(change.value(1), equalTo(text(TIME)));
      assertThat(change.profileId(), equalTo("k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"segmentMembership", "segmentMembership.ups.a1.status", "identityMap"})
    void doNotQualifyWithinTheMaps(String source) {
      String json =
          "{\"segmentMembership\":{\"ups\":{\"a1\":{\"status\":\"exited\"}}},\"identityMap\":{}}";
      assertThat(value(json, source), equalTo(FieldValue.UNSUPPORTED));
      assertThat(value("{}", source), equalTo(FieldValue.ABSENT));
      assertThat(
          value("{\"segmentMembership\":null,\"identityMap\":null}", source),
          equalTo(FieldValue.ABSENT));
    }
  }

  @Nested
  class Identities {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "[{\"id\":\"a\"}]|a",
          "[{\"id\":\"a\"},{\"id\":\"b\"}]|a",
          "[{\"id\":\"a\"},{\"id\":\"b\",\"primary\":true}]|b",
          "[{\"primary\":true,\"id\":\"b\"},{\"id\":\"c\",\"primary\":true}]|b",
          "[{\"id\":\"a\"},{\"id\":\" \",\"primary\":true}]|a",
          "[{\"id\":\"\"},{},null,{\"id\":null},{\"id\":[]},{\"id\":\" d \"}]|d",
          "[{\"id\":\"a\"},{\"id\":\"b\",\"primary\":\"true\"}]|a",
          "[{\"id\":\"a\",\"primary\":true,\"primary\":false},{\"id\":\"b\",\"primary\":true}]|b",
          "[{\"id\":\"a\"},{\"id\":\"b\",\"verified\":true}]|a",
          "[{\"id\":17}]|17",
          "[{\"id\":\"a\",\"authenticatedState\":{\"x\":[{\"id\":\"z\"}]}}]|a",
        })
    void arePrimaryEntryElseTheFirst(String entries, String expected) {
      assertThat(
          value("{\"identityMap\":{\"Email\":" + entries + "}}", "identityMap.Email"),
          equalTo(text(expected)));
    }

    @Test
    void areAbsentOrDoNotQualify() {
      for (String entries : List.of("null", "[]", "[{}]", "[{\"id\":\" \"}]", "[null]")) {
        assertThat(
            value("{\"identityMap\":{\"Email\":" + entries + "}}", "identityMap.Email"),
            equalTo(FieldValue.ABSENT));
      }
      for (String entries :
          List.of(
              "[{\"id\":[\"a\"]}]",
              "[{},{\"id\":{}}]",
              "[{\"id\":[]},{}]",
              "[{\"id\":[]},{\"id\":\"\"}]")) {
        assertThat(
            value("{\"identityMap\":{\"Email\":" + entries + "}}", "identityMap.Email"),
            equalTo(FieldValue.UNSUPPORTED));
      }
      assertThat(
          value(
              "{\"identityMap\":{\"Email\":[{\"id\":\"a\"}]},\"identityMap\":{}}",
              "identityMap.Email"),
          equalTo(FieldValue.ABSENT));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{\"accountKey\":{\"sourceKey\":\" acc \"}}|acc",
          "{\"accountKey\":{\"sourceKey\":90188}}|90188",
          "{\"b2b\":PER}|per",
          "{\"b2b\":PER,\"accountKey\":{\"sourceKey\":\"acc\"}}|acc",
          "{\"b2b\":PER,\"accountKey\":{\"sourceKey\":\"" + " \"}}|per",
          "{\"accountKey\":{\"sourceKey\":[\"acc\"]},\"identityMap\":{\"x\":[I]}}|i",
          "{\"accountKey\":{\"sourceKey\":\"acc\"},\"identityMap\":{\"x\":[I]}}|acc",
          "{\"identityMap\":{\"x\":[{\"id\":\"h\"},{\"id\":\" i \",\"primary\":true}]}}|i",
          "{\"identityMap\":{\"y\":[J],\"x\":[I]}}|i",
          "{\"identityMap\":{\"x\":[{\"id\":\" \",\"primary\":true}]}}|key",
          "{\"identityMap\":{\"x\":[{\"id\":\"i\"}]}}|key",
          "{}|key",
        })
    void knowTheProfile(String pattern, String expected) {
      String json =
          pattern
              .replace("PER", "{\"personKey\":{\"sourceKey\":\"per\"}}")
              .replace("I]", "{\"id\":\"i\",\"primary\":true}]")
              .replace("J]", "{\"id\":\"j\",\"primary\":true}]");
      SourceRecord record =
          new SourceRecord(
              new SourcePosition("t-0", 1), json.getBytes(UTF_8), " key ", Instant.EPOCH);
      ParsedRecord parsed = new RecordParser(Plans.reading()).parse(record);
      assertThat(((ParsedRecord.Profile) parsed).change().profileId(), equalTo(expected));
    }

    @Test
    void mayBeMissingWithoutMakingTheRecordMalformed() {
      assertThat(profile("{\"accountName\":\"Acme\"}").profileId(), equalTo(""));
    }

    @Test
    void surviveACoder() {
      String id =
          profile("{\"accountKey\":{\"sourceKey\":\"a\\ud800b\\ud83d\\ude80\"}}").profileId();
      assertThat(id, equalTo("a\ufffdb\ud83d\ude80"));
      assertThat(new String(id.getBytes(UTF_8), UTF_8), equalTo(id));
    }
  }

  @Nested
  class Memberships {

    @ParameterizedTest
    @CsvSource({"realized, REALIZED", "existing, EXISTING", "exited, EXITED"})
    void haveAStatusAndATime(String status, Membership.Status expected) {
      String item =
          "{\"validUntil\":[{}],\"status\":\""
              + status
              + "\",\"lastQualificationTime\":\"2026-11-20T10:00:00.5+0000\"}";
      assertThat(
          profile(membership(item)).memberships(),
          contains(
              new Membership.Valid("a1", expected, Instant.parse("2026-11-20T10:00:00.500Z"))));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "null|PATH|is not an object",
          "\"realized\"|PATH|is not an object",
          "[]|PATH|is not an object",
          "{}|PATH.status|is missing",
          "{\"status\":\"entered\",\"LQT\":\"T\"}|PATH.status|is none of realized, existing and exited",
          "{\"status\":\"Realized\",\"LQT\":\"T\"}|PATH.status|is none of realized, existing and exited",
          "{\"status\":null,\"LQT\":\"T\"}|PATH.status|is missing",
          "{\"status\":1,\"LQT\":\"T\"}|PATH.status|is none of realized, existing and exited",
          "{\"status\":[\"realized\"],\"LQT\":\"T\"}|PATH.status|is none of realized, existing and exited",
          "{\"status\":\"exited\"}|PATH.LQT|is missing",
          "{\"status\":\"exited\",\"LQT\":null}|PATH.LQT|is missing",
          "{\"status\":\"exited\",\"LQT\":\"\"}|PATH.LQT|is no time such as 2026-11-20T10:00:00Z",
          "{\"status\":\"exited\",\"LQT\":1795168800000}|PATH.LQT|is no time such as 2026-11-20T10:00:00Z",
          "{\"status\":\"exited\",\"LQT\":{}}|PATH.LQT|is no time such as 2026-11-20T10:00:00Z",
          "{\"status\":\"exited\",\"LQT\":\"T\",\"LQT\":7}|PATH.LQT|is no time such as 2026-11-20T10:00:00Z",
        })
    void areInvalidWithoutEither(String item, String field, String words) {
      List<Membership> memberships =
          profile(membership(item.replace("\"T\"", "\"" + TIME + "\"").replace("LQT", TIME_KEY)))
              .memberships();
      assertThat(memberships.size(), is(1));
      assertThat(memberships.get(0), instanceOf(Membership.Invalid.class));
      Membership.Invalid invalid = (Membership.Invalid) memberships.get(0);
      assertThat(
          invalid.field(),
          equalTo(field.replace("PATH", "segmentMembership.ups.a1").replace("LQT", TIME_KEY)));
      assertThat("for whoever has to mend it", invalid.words(), equalTo(words));
    }

    @Test
    void areReadForMappedAudiencesOfTheNamespaceUpsAlone() {
      String item = "{\"status\":\"realized\",\"lastQualificationTime\":\"" + TIME + "\"}";
      ProfileChange change =
          profile(
              ("{\"segmentMembership\":{\"CustomerAudienceUpload\":{\"a1\":ITEM},"
                      + "\"ups\":{\"a9\":ITEM,\"a2\":ITEM,\"a8\":7}}}")
                  .replace("ITEM", item));
      assertThat(change.memberships().stream().map(Membership::audience).toList(), contains("a2"));
    }

    @Test
    void areTheLastOnesOfRepeatedKeys() {
      String item = "{\"status\":\"STATUS\",\"lastQualificationTime\":\"" + TIME + "\"}";
      String realized = item.replace("STATUS", "realized");
      String exited = item.replace("STATUS", "exited");
      for (String json :
          List.of(
              "{\"segmentMembership\":{\"ups\":{\"a1\":R,\"a1\":E}}}",
              "{\"segmentMembership\":{\"ups\":{\"a2\":R},\"ups\":{\"a1\":E}}}",
              "{\"segmentMembership\":{\"ups\":{\"a2\":R}},"
                  + "\"segmentMembership\":{\"ups\":{\"a1\":E}}}",
              "{\"segmentMembership\":{\"ups\":{\"a1\":null,\"a1\":E}}}")) {
        assertThat(
            profile(json.replace(":R", ":" + realized).replace(":E", ":" + exited)).memberships(),
            contains(new Membership.Valid("a1", Membership.Status.EXITED, Instant.parse(TIME))));
      }
    }
  }

  @Nested
  class ChangedAt {

    private final Instant kafka = Instant.parse("2026-11-21T00:00:00Z");

    private ProfileChange change(String json) {
      SourceRecord record =
          new SourceRecord(new SourcePosition("t-0", 1), json.getBytes(UTF_8), null, kafka);
      ProfileChange change =
          ((ParsedRecord.Profile) new RecordParser(Plans.reading()).parse(record)).change();
      assertThat(change.origin(), sameInstance(record));
      return change;
    }

    @Test
    void isTheRecordsOwn() {
      ProfileChange change = change("{\"changedAt\":\"" + TIME + "\"}");
      assertThat(change.changedAt(), equalTo(Instant.parse(TIME)));
      assertThat(change.changedAtUnreadable(), is(false));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"{}", "{\"changedAt\":null}", "{\"x\":{\"changedAt\":\"" + TIME + "\"}}"})
    void isKafkasWhereTheRecordHasNone(String json) {
      assertThat(change(json).changedAt(), equalTo(kafka));
      assertThat(change(json).changedAtUnreadable(), is(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "\"\"", "1795168800000", "true", "[]", "{\"at\":1}"})
    void countsAsAbsentButFlaggedWhereItIsNoTime(String value) {
      ProfileChange change = change("{\"changedAt\":" + value + "}");
      assertThat(change.changedAt(), equalTo(kafka));
      assertThat(change.changedAtUnreadable(), is(true));
    }

    @Test
    void isBeforeAllOthersInAFileThatHasNone() {
      assertThat(profile("{}").changedAt(), equalTo(Instant.MIN));
    }
  }

  @Test
  void aProfileChangeShowsNoPersonalData() {
    String json = "{\"workEmail\":{\"address\":\"jane@acme.com\"}}";
    assertThat(
        profile(json, "workEmail.address").toString(), equalTo("profile change of in.jsonl:1"));
  }
}
