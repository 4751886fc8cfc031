package io.muster.delivery;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * What the property tests draw from: {@code -Dmuster.seed=N} is one, {@code -Dmuster.seeds=N} more.
 */
public final class Seeds {

  private Seeds() {}

  /**
   * The seeds to run.
   *
   * @param usual how many, where nothing else is asked for
   */
  public static LongStream orSoMany(int usual) {
    Long only = Long.getLong("muster.seed");
    return only != null
        ? LongStream.of(only)
        : LongStream.range(0, Integer.getInteger("muster.seeds", usual));
  }

  /** Chance by a seed; neighbouring seeds of a plain Random begin alike. */
  public static Random random(long seed) {
    return new Random(new SplittableRandom(seed).nextLong());
  }
}
