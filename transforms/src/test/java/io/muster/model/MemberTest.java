package io.muster.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the rest relies on of a member's fields: they are a sorted map like any other. */
class MemberTest {

  private static final String KEY = "companyName=Acme";
  private static final Map<String, String> FIELDS =
      Map.of("companyName", "Acme", "city", "Oslo", "stockSymbol", "ACM", "aa", "1", "zz", "2");

  @Test
  void fieldsAreSortedByTarget() {
    Member member = new Member(KEY, new HashMap<>(FIELDS));

    List<String> targets = new ArrayList<>(member.fields().keySet());
    assertThat(targets, contains("aa", "city", "companyName", "stockSymbol", "zz"));
    assertThat(member.fields().toString(), is(new TreeMap<>(FIELDS).toString()));
  }

  @Test
  void fieldsEqualAnyMapOfThem() {
    Member member = new Member(KEY, FIELDS);

    assertThat(member.fields().equals(new TreeMap<>(FIELDS)), is(true));
    assertThat(new TreeMap<>(FIELDS).equals(member.fields()), is(true));
    assertThat(member.fields().hashCode(), is(FIELDS.hashCode()));
  }

  @Test
  void namesAndValuesMayComeInAnyOrder() {
    assertThat(
        Member.of(KEY, "zz", "2", "city", "Oslo", "aa", "1"),
        is(new Member(KEY, Map.of("aa", "1", "city", "Oslo", "zz", "2"))));
  }

  @Test
  void ofTwoValuesOfOneTargetTheLastCounts() {
    assertThat(Member.of(KEY, "a", "1", "a", "2").fields(), is(Map.of("a", "2")));
  }

  @Test
  void whatIsNotThereIsEmpty() {
    Member member = new Member(KEY, FIELDS);

    assertThat(member.field("city"), is("Oslo"));
    assertThat(member.field("state"), is(""));
    assertThat(member.fields().containsKey("state"), is(false));
    assertThat(Member.of(KEY).fields(), is(Map.of()));
  }

  @Test
  void laterChangesOfTheGivenFieldsDontReachIt() {
    Map<String, String> given = new HashMap<>(FIELDS);
    Member member = new Member(KEY, given);

    given.put("city", "Bergen");

    assertThat(member.field("city"), is("Oslo"));
  }

  /** A length of more than 127 bytes takes two. */
  @Test
  void valuesOfAnyLengthAreWhatTheyWere() {
    for (int length : new int[] {0, 1, 126, 127, 128, 129, 255, 256, 16_383, 16_384, 20_000}) {
      String text = "\u6f22".repeat(length / 3) + "x".repeat(length % 3);
      Member member = Member.of(KEY, "a", "before", "b", text, "c", "after");
      assertThat(member.fields(), is(Map.of("a", "before", "b", text, "c", "after")));
      assertThat(member.length(), is("before".length() + text.length() + "after".length()));
    }
  }

  @Test
  void lengthIsInCharacters() {
    assertThat(Member.of(KEY).length(), is(0));
    assertThat(
        Member.of(KEY, "a", "\u00e9", "b", "\u6f22", "c", "\uD83D\uDE00", "d", "x").length(),
        is(1 + 1 + 2 + 1));
  }

  @Test
  void packedFieldsAreRefusedUnlessTheyAreInOrder() {
    assertThrows(
        IllegalArgumentException.class,
        () -> PackedFields.ofPacked(new String[] {"b", "a"}, new byte[] {0, 0}));
    assertThrows(
        IllegalArgumentException.class,
        () -> PackedFields.ofPacked(new String[] {"a", "a"}, new byte[] {0, 0}));
    assertThat(
        PackedFields.ofPacked(new String[] {"a", "b"}, new byte[] {1, 'x', 0}),
        is(Map.of("a", "x", "b", "")));
  }
}
