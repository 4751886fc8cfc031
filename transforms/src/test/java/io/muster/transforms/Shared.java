package io.muster.transforms;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a test and the functions that a runner runs for it have in common: a runner copies its
 * functions, and each copy finds the one value by its number.
 */
final class Shared<T> implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private static final Map<Integer, Object> VALUES = new ConcurrentHashMap<>();
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final int number = NEXT.incrementAndGet();

  static <T> Shared<T> of(T value) {
    Shared<T> shared = new Shared<>();
    VALUES.put(shared.number, value);
    return shared;
  }

  @SuppressWarnings("unchecked") // only of() puts values in
  T get() {
    return (T) VALUES.get(number);
  }

  @Override
  public void close() {
    VALUES.remove(number);
  }
}
