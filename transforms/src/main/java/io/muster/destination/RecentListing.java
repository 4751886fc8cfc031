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

  /**
   * Begins to read them.
   *
   * @param pageSize how many entries a page is asked to have
   */
  public Reading read(int pageSize) {
    drop();
    return new Reading(clock.instant(), pageSize);
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
    private final int pageSize;
    private final List<T> lists = new ArrayList<>();
    private Optional<List<T>> before = Optional.empty();
    private long entries;

    private Reading(Instant begun, int pageSize) {
      this.begun = begun;
      this.pageSize = pageSize;
    }

    /** How many entries there were so far, readable or not. */
    public long entries() {
      return entries;
    }

    /**
     * Takes in the next page.
     *
     * @param more what can be read of it
     * @param size its entries, readable or not
     * @param total entries of all pages, as the vendor says
     * @return whether it is the last
     */
    public boolean page(List<T> more, int size, long total) {
      lists.addAll(more);
      entries += size;
      boolean last = size == 0 || (entries >= total && isEnd(more, size, total));
      before = Optional.of(more);
      if (last) {
        seen = Optional.of(new Seen<>(begun, lists));
      }
      return last;
    }

    /**
     * Whether a total that is reached may be believed: a list that is not found would be made a
     * second time. A full page may have another behind it, and a total that is smaller than what
     * was shown is none; but a vendor that shows one page for ever does not page at all.
     */
    private boolean isEnd(List<T> more, int size, long total) {
      return (size < pageSize && entries == total) || before.filter(more::equals).isPresent();
    }
  }
}
