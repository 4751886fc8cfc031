package io.muster.coders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Where the parts of a sample come from. */
interface Values {

  String text();

  long number();

  /** A whole number that is no size: an {@code int} of any sign. */
  int integer();

  /** How many elements a list has. */
  int size();

  boolean flag();

  Instant instant();

  default <E> E one(E[] of) {
    return of[Math.floorMod(integer(), of.length)];
  }

  default <E> E orNull(Supplier<E> value) {
    return flag() ? value.get() : null;
  }

  default <E> List<E> list(Supplier<E> element) {
    List<E> elements = new ArrayList<>();
    for (int i = size(); i > 0; i--) {
      elements.add(element.get());
    }
    return elements;
  }

  /** No two parts alike, so that none can take another's place unseen. */
  static Values distinct() {
    return new Values() {
      private int next;

      @Override
      public String text() {
        return "text-" + ++next;
      }

      @Override
      public long number() {
        return ++next;
      }

      @Override
      public int integer() {
        return ++next;
      }

      @Override
      public int size() {
        return 2;
      }

      @Override
      public boolean flag() {
        return true;
      }

      @Override
      public Instant instant() {
        return Instant.parse("2026-11-20T10:00:00.000000001Z").plusSeconds(++next);
      }
    };
  }

  /** The least there can be of everything: no elements, no text, the first instant. */
  static Values least() {
    return constant("", Long.MIN_VALUE, Integer.MIN_VALUE, 0, false, Instant.MIN);
  }

  /** The most, and text that is hard to write. */
  static Values most() {
    return constant(
        "\uFEFF\u0000\n\r\"\\ ÄÖ 漢字 \uD83D\uDE00 \u202E",
        Long.MAX_VALUE,
        Integer.MAX_VALUE,
        3,
        true,
        Instant.MAX);
  }

  private static Values constant(
      String text, long number, int integer, int size, boolean flag, Instant instant) {
    return new Values() {
      @Override
      public String text() {
        return text;
      }

      @Override
      public long number() {
        return number;
      }

      @Override
      public int integer() {
        return integer;
      }

      @Override
      public int size() {
        return size;
      }

      @Override
      public boolean flag() {
        return flag;
      }

      @Override
      public Instant instant() {
        return instant;
      }
    };
  }

  static Values random(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    return new Values() {
      @Override
      public String text() {
        int length = random.nextInt(8) == 0 ? random.nextInt(70_000) : random.nextInt(12);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
          // All of Unicode but the surrogates, plain letters more often.
          int point = random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x110000);
          text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? '?' : point);
        }
        return text.toString();
      }

      @Override
      public long number() {
        return random.nextLong() >> random.nextInt(64);
      }

      @Override
      public int integer() {
        return random.nextInt() >> random.nextInt(32);
      }

      @Override
      public int size() {
        return random.nextInt(4);
      }

      @Override
      public boolean flag() {
        return random.nextBoolean();
      }

      @Override
      public Instant instant() {
        return switch (random.nextInt(4)) {
          case 0 -> Instant.MIN;
          case 1 -> Instant.MAX;
          default ->
              Instant.ofEpochSecond(
                  random.nextLong(-100_000_000_000L, 100_000_000_000L),
                  random.nextInt(1_000_000_000));
        };
      }
    };
  }
}
