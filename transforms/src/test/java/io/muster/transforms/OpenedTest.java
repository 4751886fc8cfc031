package io.muster.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayContaining;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** All that was opened is closed. */
final class OpenedTest {

  private final List<String> closed = new ArrayList<>();
  private final Opened opened = new Opened();

  @Test
  void theLastIsClosedFirstAndEachOnce() {
    opened.add("registry", closed::add);
    opened.add("vendor", closed::add);

    opened.close();
    opened.close();

    assertThat(closed, contains("vendor", "registry"));
  }

  @Test
  void oneThatFailsKeepsNoOtherOpen() {
    RuntimeException first = new IllegalStateException("first");
    RuntimeException second = new IllegalStateException("second");
    opened.add("registry", closed::add);
    opened.add("memberships", failing(second));
    opened.add("vendor", failing(first));

    RuntimeException failure = assertThrows(RuntimeException.class, opened::close);

    assertThat(failure, sameInstance(first));
    assertThat(failure.getSuppressed(), arrayContaining(second));
    assertThat(closed, contains("registry"));
  }

  @Test
  void afterAFailureThatOneIsSaid() {
    RuntimeException failure = new IllegalStateException("the vendor does not answer");
    RuntimeException closing = new IllegalStateException("nor can it be closed");
    opened.add("registry", failing(closing));

    opened.closeAfter(failure);

    assertThat(failure.getSuppressed(), arrayContaining(closing));
  }

  private static Consumer<String> failing(RuntimeException failure) {
    return thing -> {
      throw failure;
    };
  }
}
