package io.muster.delivery;

import io.muster.destination.CallLimit;
import io.muster.vendor.CallBudget;
import io.muster.workspace.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts one connection's calls: over a sliding minute and a UTC day, each kind on its own. What it
 * has counted is part of the connection's memory, so that it holds over restarts.
 */
public final class CallLedger implements CallBudget {

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final Clock clock;
  private final Map<String, CallLimit> limits = new LinkedHashMap<>();
  private final Map<String, Spent> spent = new LinkedHashMap<>();

  public CallLedger(List<CallLimit> limits, Clock clock) {
    this.clock = clock;
    limits.forEach(limit -> this.limits.put(limit.kind(), limit));
  }

  /** Calls of one kind. */
  private static final class Spent {
    private final Deque<Long> lastMinute = new ArrayDeque<>();
    private long day;
    private int today;
  }

  @Override
  public Duration take(String kind) {
    CallLimit limit = limits.get(kind);
    if (limit == null) {
      return Duration.ZERO;
    }
    long now = clock.millis();
    Spent calls = spent.computeIfAbsent(kind, key -> new Spent());
    long day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toEpochDay();
    if (calls.day != day) {
      calls.day = day;
      calls.today = 0;
    }
    if (calls.today >= limit.perDay()) {
      Instant tomorrow = LocalDate.ofEpochDay(day + 1).atStartOfDay(ZoneOffset.UTC).toInstant();
      return Duration.ofMillis(tomorrow.toEpochMilli() - now);
    }
    if (limit.perMinute() != Limits.UNLIMITED) {
      while (!calls.lastMinute.isEmpty() && calls.lastMinute.peekFirst() <= now - MINUTE) {
        calls.lastMinute.removeFirst();
      }
      if (calls.lastMinute.size() >= limit.perMinute()) {
        return Duration.ofMillis(calls.lastMinute.peekFirst() + MINUTE - now + 1);
      }
      calls.lastMinute.addLast(now);
    }
    calls.today++;
    return Duration.ZERO;
  }

  /** What has been spent, for {@link #restore}. */
  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(spent.size());
      for (Map.Entry<String, Spent> entry : spent.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeLong(entry.getValue().day);
        out.writeInt(entry.getValue().today);
        out.writeInt(entry.getValue().lastMinute.size());
        for (Long at : entry.getValue().lastMinute) {
          out.writeLong(at);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Goes on from what was spent; no bytes mean nothing. */
  void restore(byte[] bytes) {
    spent.clear();
    if (bytes.length == 0) {
      return;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int kinds = in.readInt();
      for (int i = 0; i < kinds; i++) {
        Spent calls = spent.computeIfAbsent(in.readUTF(), key -> new Spent());
        calls.day = in.readLong();
        calls.today = in.readInt();
        int recent = in.readInt();
        for (int j = 0; j < recent; j++) {
          calls.lastMinute.addLast(in.readLong());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
