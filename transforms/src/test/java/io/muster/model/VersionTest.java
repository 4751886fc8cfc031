package io.muster.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.sameInstance;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of two changes of one profile counts. */
class VersionTest {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private static Version version(
      long qualified, boolean exit, long changed, String file, int line) {
    return new Version(
        NOON.plusSeconds(qualified),
        exit,
        changed < 0 ? Instant.MIN : NOON.plusSeconds(changed),
        new SourcePosition(file, line));
  }

  /** Each is newer than all before it. */
  @Test
  void newerIsByTimeThenExitThenChangeThenFileThenLine() {
    List<Version> ascending =
        List.of(
            version(0, false, 9, "z", 9),
            version(1, false, -1, "a", 9),
            version(1, false, -1, "b", 1),
            version(1, false, -1, "b", 2),
            version(1, false, -1, "b", 10),
            version(1, false, 1, "a", 1),
            version(1, false, 2, "a", 1),
            version(1, true, -1, "a", 1),
            version(2, false, -1, "a", 1));
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        assertThat(
            ascending.get(i) + " against " + ascending.get(j),
            Integer.signum(ascending.get(i).compareTo(ascending.get(j))),
            is(Integer.compare(i, j)));
      }
    }
  }

  @Test
  void placesMakeNoneOlder() {
    Version version = version(1, false, 1, "a", 1);
    assertThat(version.isAsOldAs(version(1, false, 1, "b", 2)), is(true));
    assertThat(version.isAsOldAs(version(2, false, 1, "a", 1)), is(false));
    assertThat(version.isAsOldAs(version(1, true, 1, "a", 1)), is(false));
    assertThat(version.isAsOldAs(version(1, false, 2, "a", 1)), is(false));
  }

  @Test
  void anEarlierRunsIsTheOlderOfTwoThatOnlyPlacesTellApart() {
    Version earlier = version(1, false, 1, "b", 2).ofEarlierRun();
    assertThat(earlier, is(lessThan(version(1, false, 1, "a", 1))));
    assertThat(earlier, is(greaterThan(version(0, false, 1, "c", 3))));
    assertThat(earlier.ofEarlierRun(), is(sameInstance(earlier)));
  }

  /** A letter does not say when its record was written to Kafka. */
  @Test
  void aLettersRecordIsItselfWithoutItsTime() {
    Version record = version(1, false, 1, "t-0", 7);
    Version letter = version(1, false, -1, "t-0", 7);
    assertThat(letter.isUntimed(record), is(true));
    assertThat(letter.isUntimed(record.ofEarlierRun()), is(true));
    assertThat(letter.ofEarlierRun().isUntimed(record), is(true));
    assertThat(record.isUntimed(record), is(false));
    assertThat(letter.isUntimed(letter), is(false));
    assertThat(letter.isUntimed(version(2, false, 1, "t-0", 7)), is(false));
    assertThat(letter.isUntimed(version(1, true, 1, "t-0", 7)), is(false));
    assertThat(letter.isUntimed(version(1, false, 1, "t-0", 8)), is(false));
    assertThat(letter.isUntimed(version(1, false, 1, "t-1", 7)), is(false));
  }

  @Test
  void whatASnapshotLacksHasEndedBeforeItsMembershipComesBack() {
    Version membership = version(1, false, 1, "a", 1);
    assertThat(membership.lapsed(), is(lessThan(membership)));
    assertThat(membership.lapsed().exit(), is(true));
    assertThat(membership.lapsed(), is(greaterThan(version(0, true, 9, "z", 9))));
  }
}
