package io.muster.delivery;

import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers, between runs and among the workspaces that share one state, which dataflow owns which
 * list at which connection. Implementations are safe for several processes.
 */
public interface ListRegistry extends AutoCloseable {

  /** What is registered for one audience of one dataflow. */
  Optional<Registration> find(String connection, ListRef list);

  /** Who has the name at a connection, compared trimmed and without case. */
  Optional<Registration> ownerOf(String connection, String name);

  /** Registers a list, or changes what is registered. */
  void put(Registration registration);

  /**
   * Forgets a list; the vendor is not asked.
   *
   * @return whether it was registered
   */
  boolean remove(String connection, ListRef list);

  @Override
  void close();

  /**
   * One list.
   *
   * @param listId the vendor's id; empty while Muster is about to create it, so that a list found
   *     under its name after a crash is known to be ours
   */
  record Registration(
      String connection,
      ListRef list,
      String name,
      String listId,
      Instant createdAt,
      Instant lastRunAt,
      String lastRun) {}

  /** Opens the registry where the work is done. */
  @FunctionalInterface
  interface Opener extends Serializable {
    ListRegistry open();
  }
}
