package io.muster.transforms;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What has been opened, in its order, so that all of it is closed again, the last first: also where
 * the next one can't be opened, and where another one fails to close. For one thread.
 */
final class Opened implements AutoCloseable {

  private final Deque<Runnable> closings = new ArrayDeque<>();

  /** Remembers how to close it. */
  <T> T add(T thing, Consumer<? super T> closing) {
    closings.push(() -> closing.accept(thing));
    return thing;
  }

  /**
   * Closes all; again, nothing.
   *
   * @throws RuntimeException the first that one threw, with the others in its suppressed ones
   */
  @Override
  public void close() {
    RuntimeException failure = null;
    while (!closings.isEmpty()) {
      try {
        closings.pop().run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Closes all after a failure, which stays the one to throw. */
  void closeAfter(RuntimeException failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
