package io.muster.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.muster.delivery.ConnectionMemory.QueueMemory;
import io.muster.delivery.MemberEntry.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class OwedQueueTest {

  private static final ListRef LIST = new ListRef("flow", "a1");
  private static final long NOW = 1_000_000;

  private final InMemoryStore behind = new InMemoryStore();
  private final QueueMemory memory = new QueueMemory();
  private int members;

  private OwedQueue queue(CachedStore store) {
    return new OwedQueue(store, LIST, Place.MIXED, memory);
  }

  private CachedStore store() {
    return new CachedStore(behind, 0, 0, full -> {});
  }

  private void step(int added) {
    CachedStore store = store();
    OwedQueue queue = queue(store);
    for (int i = 0; i < added; i++) {
      queue.add("k" + members++, NOW);
    }
    queue.save();
    store.flush();
  }

  private List<Integer> pageSizes() {
    return LongStream.range(memory.head, memory.tail)
        .mapToObj(number -> behind.page(LIST, Place.MIXED, number).orElseThrow().keys().size())
        .toList();
  }

  @Test
  void membersComeOutInTheOrderInWhichTheyBecameOwed() {
    IntStream.of(1, 70, 2, 1_500, 3).forEach(this::step);

    CachedStore store = store();
    OwedQueue queue = queue(store);
    List<String> taken = new ArrayList<>(queue.take(100, key -> OwedQueue.Picker.Pick.TAKEN));
    taken.addAll(queue.take(10_000, key -> OwedQueue.Picker.Pick.TAKEN));
    store.flush();

    assertThat(taken, is(IntStream.range(0, members).mapToObj(i -> "k" + i).toList()));
    assertThat(queue.live(), is(0L));
    assertThat("no page is left", behind.leftovers(), is(0));
  }

  /** Each step that adds to a page writes all of it. */
  @Test
  void wherePagesGrowByAFewMembersTheyStaySmall() {
    for (int i = 0; i < 300; i++) {
      step(2);
    }

    assertThat(pageSizes().stream().mapToInt(Integer::intValue).max().orElseThrow(), lessThan(70));
    assertThat(pageSizes().size(), greaterThan(1));
  }

  @Test
  void whatOneStepAddsIsOnePage() {
    step(900);

    assertThat(pageSizes(), hasSize(1));
  }
}
