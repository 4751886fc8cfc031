package io.muster.coders;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.beam.sdk.util.VarInt;
import org.junit.jupiter.api.Test;

/** What a writer has written, its reader reads, however it falls into their buffers. */
class WireTest {

  private static final int ROUNDS = 400;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final WireWriter out = new WireWriter();

  private WireReader in() {
    return new WireReader(new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static byte[] filler(int length) {
    byte[] filler = new byte[length];
    for (int i = 0; i < length; i++) {
      filler[i] = (byte) (i * 31 + length);
    }
    return filler;
  }

  /** One writer is used again and again, and its buffer grows meanwhile. */
  @Test
  void valuesOfAllLengthsComeBackInTheirOrder() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < ROUNDS; round++) {
      bytes.reset();
      // Around where a buffer of 512, 2,048 and 8,192 is full, and far beyond.
      List<Integer> lengths =
          IntStream.range(0, 1 + random.nextInt(5))
              .map(i -> (1 << (2 * random.nextInt(8))) + random.nextInt(-1, 14))
              .boxed()
              .toList();
      out.begin(bytes);
      for (int length : lengths) {
        out.bytes(filler(length));
        out.number(length);
        out.flag(length % 2 == 0);
        out.instant(Instant.ofEpochSecond(-length, length));
      }
      out.end();

      WireReader in = in();
      for (int length : lengths) {
        assertThat(in.bytes(), is(filler(length)));
        assertThat(in.number(), is((long) length));
        assertThat(in.flag(), is(length % 2 == 0));
        assertThat(in.instant(), is(Instant.ofEpochSecond(-length, length)));
      }
      assertThrows(EOFException.class, in::flag);
    }
  }

  @Test
  void numbersAreBeamsOwn() throws IOException {
    ByteArrayOutputStream beams = new ByteArrayOutputStream();
    out.begin(bytes);
    for (int bits = 0; bits < Long.SIZE; bits++) {
      for (long number : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits)}) {
        out.number(number);
        VarInt.encode(number, beams);
      }
    }
    out.end();

    assertThat(bytes.toByteArray(), is(beams.toByteArray()));
  }

  @Test
  void aNameIsWrittenOnceAndAnewByWhoeverBeginsAgain() throws IOException {
    out.begin(bytes);
    out.name("one");
    out.name("two");
    out.name("one");
    out.name("two");
    out.end();
    WireReader in = in();
    for (String name : List.of("one", "two", "one", "two")) {
      assertThat(in.name(), is(name));
    }
    assertThat("a name is a nought, its length and its letters", bytes.size(), is(2 * 5 + 2));

    bytes.reset();
    out.begin(bytes);
    out.name("two");
    out.end();
    assertThat(in().name(), is("two"));
  }

  /** There is one with each record of a file. */
  @Test
  void noTimeIsOneObject() throws IOException {
    out.begin(bytes);
    out.instant(Instant.MIN);
    out.instant(Instant.MAX);
    out.end();
    WireReader in = in();
    assertThat(in.instant(), is(sameInstance(Instant.MIN)));
    assertThat(in.instant(), is(Instant.MAX));
  }

  @Test
  void textsThatAreGatheredAreAsTheyWereWritten() throws IOException {
    out.begin(bytes);
    for (int length : new int[] {0, 1, 127, 128, 129, 300, 20_000}) {
      out.bytes(filler(length));
    }
    out.end();
    WireReader in = in();
    for (int i = 0; i < 7; i++) {
      in.gatherText();
    }
    assertThat(in.gathered(), is(bytes.toByteArray()));
    assertThat("nothing of before", in.gathered(), is(new byte[0]));
  }
}
