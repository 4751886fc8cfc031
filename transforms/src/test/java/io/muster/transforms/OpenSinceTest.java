package io.muster.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSinceTest {

  @Test
  void nothingIsHeldWhileNothingIsOpen() {
    OpenSince open = new OpenSince();
    open.arrive(10);
    assertThat(open.settle(0), is(OpenSince.NEVER));
  }

  @Test
  void theHoldMovesOnWhileThereIsAlwaysSomethingOpen() {
    OpenSince open = new OpenSince();
    long id = 1;
    open.arrive(0);
    open.opened(id);
    open.settle(1);
    long hold = 0;
    for (int second = 1; second <= 10; second++) {
      open.arrive(second);
      open.opened(id + 1);
      open.decided(id);
      id++;
      hold = open.settle(1);
    }
    assertThat("two generations behind at most", 8L, lessThanOrEqualTo(hold));
  }

  /** Never later than the oldest that is open, whatever the order of decisions. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theHoldIsNeverLaterThanTheOldestOpenChange(long seed) throws Exception {
    Random random = new Random(seed);
    OpenSince open = new OpenSince();
    Map<Long, Long> readAt = new TreeMap<>();
    long id = 0;
    for (int step = 0; step < 2_000; step++) {
      if (random.nextInt(3) > 0) {
        // Sources overlap: what comes later may have been read a little earlier.
        long at = step * 10L + random.nextInt(50);
        open.arrive(at);
        for (int i = random.nextInt(4); i > 0; i--) {
          readAt.put(++id, at);
          open.opened(id);
        }
      }
      for (Long each : readAt.keySet().toArray(Long[]::new)) {
        if (random.nextInt(20) == 0) {
          readAt.remove(each);
          open.decided(each);
        }
      }
      long oldest = readAt.values().stream().mapToLong(Long::longValue).min().orElse(-1);
      long hold = open.settle(readAt.size());
      if (oldest >= 0) {
        assertThat("seed " + seed + ", step " + step, hold, lessThanOrEqualTo(oldest));
      } else {
        assertThat("seed " + seed + ", step " + step, hold, is(OpenSince.NEVER));
      }
      open = CoderUtils.clone(OpenSince.Coder.of(), open);
    }
  }

  @Test
  void itsBytesAreTheFirstFormat() throws Exception {
    OpenSince open = new OpenSince();
    open.arrive(5);
    open.opened(1);
    open.settle(1);
    assertThat(
        HexFormat.of().formatHex(CoderUtils.encodeToByteArray(OpenSince.Coder.of(), open)),
        is(
            "01"
                + "0000000000000001"
                + "0000000000000001"
                + "0000000000000001"
                + "0000000000000005"
                + "7fffffffffffffff"));
  }
}
