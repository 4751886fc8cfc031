package io.muster.pipelines.registry;

import io.muster.delivery.BudgetBook.Writer;
import io.muster.pipelines.registry.LeaseOutcome.Granted;
import io.muster.pipelines.registry.LeaseOutcome.Taken;
import io.muster.pipelines.registry.Transactions.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One writer per connection. A lease lives while its holder says so every {@link #HEARTBEAT_EVERY}.
 * It is dead {@link #DEAD_AFTER} its last heartbeat, or as soon as its process is seen to be gone
 * from the machine that asks. A job's lease is kept by its launcher until its workers do. Safe for
 * several threads and processes. Every method throws {@link RegistryException} when the database
 * fails.
 */
public final class Leases {

  /** How often a holder should say that it lives; three may be missed. */
  public static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(15);

  /** How long a lease outlives its last heartbeat. */
  public static final Duration DEAD_AFTER = Duration.ofSeconds(60);

  private static final String OF_HOLDER =
      " WHERE connection = ? AND run = ? AND machine = ? AND pid = ? AND process_start = ?"
          + " AND taken_at = ?";

  private final Transactions transactions;
  private final Clock clock;
  private final Processes processes;

  Leases(Transactions transactions, Clock clock, Processes processes) {
    this.transactions = transactions;
    this.clock = clock;
    this.processes = processes;
  }

  /**
   * Takes all the connections, or none. A living lease is never shared: a process that asks again
   * is refused by its own lease. A job whose launcher begins anew in the same run's name has what
   * it has, and its workers go on.
   */
  public LeaseOutcome acquire(Collection<String> connections, LeaseHolder me) {
    List<String> wanted = List.copyOf(new TreeSet<>(connections));
    return transactions.change(
        Subject.LEASES,
        database -> {
          // Asked when it is our turn: waiting for it must not make a heartbeat look old.
          Instant now = clock.instant();
          for (String connection : wanted) {
            Optional<Taken> other = living(connection, now, database);
            if (other.isPresent() && !isSameJob(other.get().holder(), me)) {
              return other.get();
            }
          }
          Lease lease = new Lease(me, now, wanted);
          boolean again = false;
          for (String connection : wanted) {
            if (renew(connection, lease, database)) {
              again = true;
            } else {
              delete(connection, database);
              insert(connection, lease, database);
            }
          }
          return new Granted(lease, again);
        });
  }

  private static boolean isSameJob(LeaseHolder holder, LeaseHolder me) {
    return me instanceof LeaseHolder.Job
        && holder instanceof LeaseHolder.Job
        && holder.run().equals(me.run());
  }

  /** Takes what is the same job's as before: the worker that goes on with it stays the one. */
  private static boolean renew(String connection, Lease lease, Connection database)
      throws SQLException {
    if (!(lease.holder() instanceof LeaseHolder.Job job)) {
      return false;
    }
    try (PreparedStatement update =
        database.prepareStatement(
            "UPDATE muster_lease SET taken_at = ?, heartbeat_at = ?"
                + " WHERE connection = ? AND run = ? AND pid = "
                + HolderColumns.NO_PROCESS)) {
      Instants.set(update, 1, lease.since());
      Instants.set(update, 2, lease.since());
      update.setString(3, connection);
      update.setString(4, job.run());
      return update.executeUpdate() > 0;
    }
  }

  /**
   * Says that the holder lives.
   *
   * @return the connections that the lease has lost to another run, since it was silent for too
   *     long: they must not be written any more. Empty when all is well.
   */
  public List<String> heartbeat(Lease lease) {
    return transactions.change(
        Subject.LEASES,
        database -> {
          List<String> lost = new ArrayList<>();
          try (PreparedStatement update =
              database.prepareStatement("UPDATE muster_lease SET heartbeat_at = ?" + OF_HOLDER)) {
            Instants.set(update, 1, clock.instant());
            for (String connection : lease.connections()) {
              setHolder(update, 2, connection, lease);
              if (update.executeUpdate() == 0) {
                lost.add(connection);
              }
            }
          }
          return List.copyOf(lost);
        });
  }

  /**
   * Who has taken over what the lease has lost, and what to do, for people.
   *
   * @return empty when nothing is lost
   */
  public Optional<String> loss(Lease lease) {
    return transactions.read(
        database -> {
          for (String connection : lease.connections()) {
            Optional<String> loss =
                LeaseFence.loss(new Writer(connection, lease.holder().run()), database);
            if (loss.isPresent()) {
              return loss;
            }
          }
          return Optional.empty();
        });
  }

  /** Gives the connections free. What the lease has lost is left alone; again does nothing. */
  public void release(Lease lease) {
    transactions.change(
        Subject.LEASES,
        database -> {
          try (PreparedStatement delete =
              database.prepareStatement("DELETE FROM muster_lease" + OF_HOLDER)) {
            for (String connection : lease.connections()) {
              setHolder(delete, 1, connection, lease);
              delete.executeUpdate();
            }
          }
          return lease;
        });
  }

  /**
   * Gives free what a job holds in a run's name, when the job has been stopped: another run may
   * take the connections at once, and what may still work of the job makes no call any more. A
   * lease that a process holds is left alone.
   *
   * @return the connections that are free now, sorted; empty when the job held none
   */
  public List<String> releaseRun(String run) {
    return transactions.change(
        Subject.LEASES,
        database -> {
          String ofRun = " FROM muster_lease WHERE run = ? AND pid = " + HolderColumns.NO_PROCESS;
          List<String> connections = new ArrayList<>();
          try (PreparedStatement select =
              database.prepareStatement("SELECT connection" + ofRun + " ORDER BY connection")) {
            select.setString(1, run);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                connections.add(row.getString(1));
              }
            }
          }
          try (PreparedStatement delete = database.prepareStatement("DELETE" + ofRun)) {
            delete.setString(1, run);
            delete.executeUpdate();
          }
          return List.copyOf(connections);
        });
  }

  /**
   * How a job's lease fares in its launcher's eyes.
   *
   * @param said when the launcher last said that the job lives
   * @param kept whether workers of the job have said so since, of one connection at least
   */
  public record Bridged(Instant said, boolean kept) {}

  /**
   * Says that a job lives that is being launched, for those connections of which no worker has said
   * so yet: from then on it is for the workers to say.
   *
   * @param said when the launcher said so before; at first, when it took the lease
   */
  public Bridged bridge(Lease lease, Instant said) {
    return transactions.change(
        Subject.LEASES,
        database -> {
          Instant now = Instants.kept(clock.instant());
          int own = heldBy(lease, database);
          int silent = 0;
          try (PreparedStatement update =
              database.prepareStatement(
                  "UPDATE muster_lease SET heartbeat_at = ?"
                      + OF_HOLDER
                      + " AND heartbeat_at = ?")) {
            Instants.set(update, 1, now);
            Instants.set(update, 8, said);
            for (String connection : lease.connections()) {
              setHolder(update, 2, connection, lease);
              silent += update.executeUpdate();
            }
          }
          return new Bridged(now, silent < own);
        });
  }

  /** How many of its connections a lease still has. */
  private static int heldBy(Lease lease, Connection database) throws SQLException {
    int held = 0;
    try (PreparedStatement select =
        database.prepareStatement("SELECT 1 FROM muster_lease" + OF_HOLDER)) {
      for (String connection : lease.connections()) {
        setHolder(select, 1, connection, lease);
        try (ResultSet row = select.executeQuery()) {
          held += row.next() ? 1 : 0;
        }
      }
    }
    return held;
  }

  private Optional<Taken> living(String connection, Instant now, Connection database)
      throws SQLException {
    try (PreparedStatement select =
        database.prepareStatement(
            "SELECT "
                + HolderColumns.ALL
                + ", taken_at, heartbeat_at FROM muster_lease WHERE connection = ?")) {
      select.setString(1, connection);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        LeaseHolder holder = HolderColumns.read(row);
        Duration silence = Duration.between(Instants.get(row, "heartbeat_at"), now);
        if (isDead(holder, silence, processes)) {
          return Optional.empty();
        }
        // A clock that is ahead of ours is no reason to think its run dead.
        return Optional.of(
            new Taken(
                connection,
                holder,
                Instants.get(row, "taken_at"),
                silence.isNegative() ? Duration.ZERO : silence));
      }
    }
  }

  /**
   * Whether a lease is nobody's any more.
   *
   * @param silence since its last heartbeat; negative where that clock is ahead
   */
  static boolean isDead(LeaseHolder holder, Duration silence, Processes processes) {
    return silence.compareTo(DEAD_AFTER) > 0
        || (holder instanceof LeaseHolder.Process process && processes.isGone(process));
  }

  private static void delete(String connection, Connection database) throws SQLException {
    try (PreparedStatement delete =
        database.prepareStatement("DELETE FROM muster_lease WHERE connection = ?")) {
      delete.setString(1, connection);
      delete.executeUpdate();
    }
  }

  private static void insert(String connection, Lease lease, Connection database)
      throws SQLException {
    try (PreparedStatement insert =
        database.prepareStatement(
            "INSERT INTO muster_lease (connection, run, machine, pid, process_start, taken_at,"
                + " host, heartbeat_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      setHolder(insert, 1, connection, lease);
      insert.setString(7, lease.holder().host());
      Instants.set(insert, 8, lease.since());
      insert.executeUpdate();
    }
  }

  private static void setHolder(
      PreparedStatement statement, int first, String connection, Lease lease) throws SQLException {
    statement.setString(first, connection);
    HolderColumns.set(statement, first + 1, lease.holder());
    Instants.set(statement, first + 5, lease.since());
  }
}
