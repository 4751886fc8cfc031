package io.muster.cli;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Names for runs: later ones sort after earlier ones, and no two are alike. */
record RunNames(Clock clock, RandomGenerator random) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int LONGEST = 40;

  /** Such as {@code 20261122T014501Z-tier-1-03af}. */
  String next(String what) {
    String word = what.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    word = word.substring(0, Math.min(LONGEST, word.length())).replaceAll("^-|-$", "");
    return "%s-%s-%04x".formatted(TIME.format(clock.instant()), word, random.nextInt(1 << 16));
  }
}
