package io.muster.sandbox.journal;

import io.muster.sandbox.vendor.CallNotes;
import io.muster.sandbox.vendor.Rule;
import io.muster.sandbox.vendor.Vendor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/** The last calls and breaches, oldest first; older ones are forgotten. */
public final class Journal {

  /** A call that is about to be recorded. */
  public record Entry(
      Instant at,
      Vendor vendor,
      String method,
      String path,
      String query,
      int status,
      Duration duration,
      String fault,
      CallNotes notes,
      Map<String, String> headers,
      Optional<byte[]> body) {}

  private final IntSupplier keptCalls;
  private final IntSupplier keptBodies;
  private final Deque<RecordedCall> calls = new ArrayDeque<>();
  private final Deque<RecordedCall> withBody = new ArrayDeque<>();
  private final Deque<Breach> breaches = new ArrayDeque<>();
  private long seq;

  /** A journal that keeps so many calls, and so many of them with their body. */
  public Journal(IntSupplier keptCalls, IntSupplier keptBodies) {
    this.keptCalls = keptCalls;
    this.keptBodies = keptBodies;
  }

  /** Records a call and its breaches; returns its number. */
  public synchronized long record(Entry entry) {
    CallNotes notes = entry.notes();
    RecordedCall call =
        new RecordedCall(
            ++seq,
            entry.at(),
            entry.vendor(),
            notes.account(),
            entry.method(),
            entry.path(),
            entry.query(),
            notes.endpoint(),
            notes.list(),
            notes.action(),
            entry.status(),
            notes.members(),
            entry.duration(),
            entry.fault(),
            notes.breaches().stream().map(CallNotes.Note::rule).map(Rule::id).distinct().toList(),
            entry.headers(),
            entry.body());
    calls.addLast(call.withoutBody());
    trim(calls, keptCalls.getAsInt());
    if (entry.body().isPresent()) {
      withBody.addLast(call);
      trim(withBody, keptBodies.getAsInt());
    }
    for (CallNotes.Note note : notes.breaches()) {
      breaches.addLast(new Breach(note.rule().id(), note.text(), seq, entry.vendor(), entry.at()));
    }
    trim(breaches, keptCalls.getAsInt());
    return seq;
  }

  private static void trim(Deque<?> deque, int kept) {
    while (deque.size() > kept) {
      deque.pollFirst();
    }
  }

  /** The calls after that number which fit, the newest {@code limit} of them, oldest first. */
  public synchronized List<RecordedCall> calls(
      long since, Predicate<RecordedCall> fits, int limit) {
    List<RecordedCall> fitting =
        calls.stream().filter(call -> call.seq() > since).filter(fits).toList();
    return fitting.subList(Math.max(0, fitting.size() - limit), fitting.size());
  }

  /** The newest calls whose bodies are still held, oldest first. */
  public synchronized List<RecordedCall> callsWithBody() {
    return List.copyOf(withBody);
  }

  /** The breaches of calls after that number, oldest first. */
  public synchronized List<Breach> breaches(long since) {
    return breaches.stream().filter(breach -> breach.call() > since).toList();
  }

  /** Forgets all; the numbers start again at 1. */
  public synchronized void reset() {
    calls.clear();
    withBody.clear();
    breaches.clear();
    seq = 0;
  }
}
