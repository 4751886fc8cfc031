package io.muster.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of a long end. */
class DrainProgressTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final DrainProgress progress = new DrainProgress("linkedin", START);

  private Optional<String> told(int second, long changes) {
    return progress.sentence(changes, START.plusSeconds(second));
  }

  @Test
  void howMuchIsLeftIsToldEachHalfMinute() {
    assertThat(
        told(30, 59_200),
        is(
            Optional.of(
                "connection linkedin has all of its input, and 59,200 changes of it are left to"
                    + " deliver")));
    assertThat(told(59, 50_000), is(Optional.empty()));
    assertThat(told(60, 50_000).isPresent(), is(true));
  }

  @Test
  void aShortEndIsNotToldOf() {
    assertThat(told(0, 59_200), is(Optional.empty()));
    assertThat(told(29, 100), is(Optional.empty()));
  }

  @Test
  void whatHasNotChangedIsNotToldAgain() {
    assertThat(told(30, 100).isPresent(), is(true));
    assertThat(told(60, 100), is(Optional.empty()));
    assertThat(told(61, 99).isPresent(), is(true));
  }
}
