package io.muster.pipelines.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as the registry remembers it.
 *
 * @param job what its cluster calls it; empty where it is no job, or that is not known
 * @param end empty while it goes on, and when it died
 * @param alive whether something has said lately that it goes on
 */
public record PastRun(RunStart start, Optional<String> job, Optional<RunEnd> end, boolean alive) {

  public PastRun {
    requireNonNull(start, "start");
    requireNonNull(job, "job");
    requireNonNull(end, "end");
  }

  /**
   * The report's status once it has ended, before that {@code running}, and without an end {@code
   * died} of a process, {@code gone} of a job, which may have been stopped by other means than
   * {@code muster stop} too.
   */
  public String status() {
    if (end.isPresent()) {
      return end.get().status();
    }
    if (alive) {
      return "running";
    }
    return start.place() instanceof LeaseHolder.Process ? "died" : "gone";
  }

  /**
   * How long it took, or takes until now; empty of one whose end nobody knows.
   *
   * @param now at which a run that goes on is looked at
   */
  public Optional<Duration> duration(Instant now) {
    if (end.isPresent()) {
      return Optional.of(Duration.between(start.startedAt(), end.get().endedAt()));
    }
    return alive ? Optional.of(Duration.between(start.startedAt(), now)) : Optional.empty();
  }
}
