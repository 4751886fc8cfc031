package io.muster.transforms;

import io.muster.delivery.Errands;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Errands on a thread of their own. Safe for several threads. */
final class ErrandsAside implements Errands, AutoCloseable {

  private final ExecutorService thread;
  private final Map<String, CompletableFuture<?>> begun = new HashMap<>();
  private int running;

  ErrandsAside(String name) {
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  @Override
  public synchronized boolean isBegun(String name) {
    return begun.containsKey(name);
  }

  @Override
  public synchronized boolean isBusy() {
    return running > 0;
  }

  @Override
  public synchronized <T> void begin(String name, Supplier<T> errand) {
    if (begun.containsKey(name)) {
      throw new IllegalStateException(name + " is under way already");
    }
    running++;
    CompletableFuture<T> result = new CompletableFuture<>();
    begun.put(name, result);
    thread.execute(() -> run(errand, result));
  }

  private <T> void run(Supplier<T> errand, CompletableFuture<T> result) {
    try {
      result.complete(errand.get());
    } catch (RuntimeException | Error e) {
      // Thrown where the result is taken.
      result.completeExceptionally(e);
    }
    synchronized (this) {
      running--;
      notifyAll();
    }
  }

  @Override
  @SuppressWarnings("unchecked") // it is what the errand of that name returned
  public synchronized <T> Optional<T> take(String name) {
    CompletableFuture<?> result = begun.get(name);
    if (!result.isDone()) {
      return Optional.empty();
    }
    begun.remove(name);
    try {
      return Optional.of((T) result.join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Waits until none is being run, or as long as said. */
  synchronized void await(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    long left = most.toNanos();
    while (running > 0 && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = until - System.nanoTime();
    }
  }

  /** A call under way is broken off. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
