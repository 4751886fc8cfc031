package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RunNamesTest {

  private static final Clock CLOCK = Clock.fixed(CommandRun.NOW, ZoneOffset.UTC);

  @Test
  void namesSayWhenAndWhat() {
    assertThat(
        new RunNames(CLOCK, new Random(1)).next("Tier 1 / spring"),
        matchesRegex("20261122T014501Z-tier-1-spring-[0-9a-f]{4}"));
  }

  @Test
  void laterNamesSortAfterEarlierOnes() {
    String earlier = new RunNames(CLOCK, new Random(1)).next("z");
    String later =
        new RunNames(Clock.offset(CLOCK, Duration.ofSeconds(1)), new Random(1)).next("a");
    assertThat(earlier, is(lessThan(later)));
  }

  @Test
  void namesOfOneSecondDiffer() {
    RunNames names = new RunNames(CLOCK, new Random(1));
    assertThat(names.next("a"), is(not(names.next("a"))));
  }
}
