package io.muster.transforms;

import io.muster.delivery.WriterLease;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says from a thread of its own that a lease lives: steps may take long, or not come for days. It
 * fails nothing; a run that has lost its lease sees that when it draws from the budget.
 */
final class LeaseBeats implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseBeats.class);

  private static final Duration LONGEST_BEAT = Duration.ofSeconds(5);

  private final WriterLease lease;
  private final Beats beats;
  private boolean lost;

  private LeaseBeats(WriterLease lease, Duration every) {
    this.lease = lease;
    this.beats =
        Beats.start(
            "lease of " + lease.writer().connection(),
            Duration.ZERO,
            every,
            LONGEST_BEAT,
            this::beat);
  }

  /** Begins at once. */
  static LeaseBeats start(WriterLease lease, Duration every) {
    return new LeaseBeats(lease, every);
  }

  private void beat() {
    Optional<String> loss = lease.beat();
    if (loss.isPresent() && !lost) {
      LOG.warn(loss.get());
    }
    lost = loss.isPresent();
  }

  @Override
  public void close() {
    beats.close();
  }
}
