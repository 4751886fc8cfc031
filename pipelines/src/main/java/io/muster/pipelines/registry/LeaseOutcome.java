package io.muster.pipelines.registry;

import java.time.Duration;
import java.time.Instant;

/** What came of asking for a lease. */
public sealed interface LeaseOutcome {

  /**
   * All connections are the asker's.
   *
   * @param again whether some were already: the very same run's, whose job may be at work
   */
  record Granted(Lease lease, boolean again) implements LeaseOutcome {}

  /**
   * None is, since one at least is another run's.
   *
   * @param connection the first of those in order of name
   * @param since when that run took it
   * @param heartbeatAge how long ago that run was last seen; zero when its clock is ahead
   */
  record Taken(String connection, LeaseHolder holder, Instant since, Duration heartbeatAge)
      implements LeaseOutcome {

    /** The reason and the mend, for people. */
    public String words() {
      return ("run %s writes to %s: %s, since %s, last seen %d s ago; %s"
              + " (a dead run's lease ends within %d s)")
          .formatted(
              holder.run(),
              connection,
              holder.place(),
              since,
              heartbeatAge.toSeconds(),
              holder.mend(),
              Leases.DEAD_AFTER.toSeconds());
    }
  }
}
