package io.muster.delivery;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers, between runs and among the workspaces that share one state, which dataflow owns which
 * list at which connection. Implementations are safe for several processes.
 */
public interface ListRegistry {

  /**
   * What is registered for one audience, and who has the name that its list is to have, compared
   * trimmed and without case.
   */
  Known look(String connection, ListRef list, String name);

  /** For whom a vendor's list is registered, under whatever name. */
  Optional<Registration> holder(String connection, String listId);

  /**
   * For whom a vendor's list of that name is registered at another connection to the same vendor
   * account. One that doesn't look there finds none.
   */
  default Optional<Registration> holderElsewhere(String connection, String listId, String name) {
    return Optional.empty();
  }

  /** Whether a run was the last to use any of a connection's lists. */
  boolean hasRun(String connection, String run);

  /** Registers a list, or changes what is registered; written when it returns. */
  void put(Registration registration);

  /**
   * The same for a list that the vendor has and that would be found there again: it may wait for
   * {@link #write}. Asked here, it is known at once; and so that {@link #hasRun} never forgets a
   * run that has called, a run's first is written when this returns.
   */
  default void putSoon(Registration registration) {
    put(registration);
  }

  /**
   * Notes how many members lists are known to hold at least; it may wait for {@link #write}. What
   * isn't registered is left out.
   */
  void remember(String connection, Map<ListRef, Long> members);

  /**
   * Writes what waits, all at once or nothing: at once, or where it has waited for some seconds.
   *
   * @param now whether at once, as when nothing may come for a while
   */
  default void write(boolean now) {}

  /**
   * Forgets a list; the vendor is not asked.
   *
   * @return whether it was registered
   */
  boolean remove(String connection, ListRef list);

  /**
   * What is known of an audience's list before it is looked for.
   *
   * @param registered what is registered for the audience
   * @param owner who has the name, the audience itself included
   */
  record Known(Optional<Registration> registered, Optional<Registration> owner) {}

  /**
   * One list.
   *
   * @param listId the vendor's id; empty while Muster is about to create it, so that a list found
   *     under its name after a crash is known to be ours
   * @param createdAt when the list of that id was made, as far as is known, else taken over;
   *     without an id, when it was about to be made
   * @param members how many members the list is known to hold at least, as the last run left it
   */
  record Registration(
      String connection,
      ListRef list,
      String name,
      String listId,
      Instant createdAt,
      Instant lastRunAt,
      String lastRun,
      long members)
      implements Serializable {

    /** The same list with another number of members. */
    public Registration holding(long count) {
      return new Registration(connection, list, name, listId, createdAt, lastRunAt, lastRun, count);
    }

    /** The same list under another name; no run has used it for that. */
    Registration called(String other) {
      return new Registration(
          connection, list, other, listId, createdAt, lastRunAt, lastRun, members);
    }
  }
}
