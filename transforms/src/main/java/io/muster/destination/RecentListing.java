package io.muster.destination;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All lists of an account as they were seen a moment ago, for vendors that have no search by name:
 * looking for many names in turn then pages through them once. What this conversation makes is
 * added; at any doubt the listing is dropped, and read anew for the next name.
 *
 * @param <T> a list as the vendor shows it
 */
public final class RecentListing<T> {

  /** How long it is trusted to have every list: others may make some meanwhile. */
  private static final Duration LASTS = Duration.ofMinutes(1);

  private final Clock clock;
  private Optional<Seen<T>> seen = Optional.empty();

  private record Seen<T>(Instant since, List<T> lists) {}

  public RecentListing(Clock clock) {
    this.clock = clock;
  }

  /** All lists; empty when they have to be read (again). */
  public Optional<List<T>> lists() {
    Instant now = clock.instant();
    // A clock that was set back says nothing of its age.
    seen = seen.filter(it -> !now.isBefore(it.since()) && now.isBefore(it.since().plus(LASTS)));
    return seen.map(it -> List.copyOf(it.lists()));
  }

  /** Begins to read them. */
  public Reading read() {
    drop();
    return new Reading(clock.instant());
  }

  /** Adds a list that the vendor has just made for us. */
  public void add(T list) {
    seen.ifPresent(it -> it.lists().add(list));
  }

  /** Forgets them: there may be lists that were not seen. */
  public void drop() {
    seen = Optional.empty();
  }

  /** Lists as they come, page by page. */
  public final class Reading {
    private final Instant begun;
    private final List<T> lists = new ArrayList<>();

    private Reading(Instant begun) {
      this.begun = begun;
    }

    public void page(List<T> more) {
      lists.addAll(more);
    }

    /** The last page has been read. */
    public void end() {
      seen = Optional.of(new Seen<>(begun, lists));
    }
  }
}
