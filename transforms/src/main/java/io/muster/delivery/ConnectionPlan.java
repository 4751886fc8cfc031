package io.muster.delivery;

import io.muster.destination.DestinationSpec;
import io.muster.workspace.Connection;
import io.muster.workspace.Dataflow;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Workspace;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What one connection's delivery has to know beforehand.
 *
 * @param run the run's name
 * @param mixed whether additions and removals share a call
 * @param maxBytes of a call's members, at most
 * @param renames whether the vendor can give a list another name
 * @param settling how long a new list must rest before it takes members
 * @param guardWindow how far the guard looks back; {@link Duration#ZERO} for the whole run
 * @param recall what is made of that which earlier runs have left
 * @param mirror whether the input is a whole snapshot: who isn't in it is let go
 */
public record ConnectionPlan(
    String run,
    Connection connection,
    List<ListPlan> lists,
    boolean mixed,
    long maxBytes,
    boolean renames,
    Duration settling,
    Duration guardWindow,
    Recall recall,
    boolean mirror)
    implements Serializable {

  private static final Duration ALWAYS_ON_GUARD = Duration.ofHours(1);

  public ConnectionPlan {
    lists = List.copyOf(lists);
  }

  /** The plan of a run that believes what it remembers, and whose input is no snapshot. */
  public ConnectionPlan(
      String run,
      Connection connection,
      List<ListPlan> lists,
      boolean mixed,
      long maxBytes,
      boolean renames,
      Duration settling,
      Duration guardWindow) {
    this(
        run,
        connection,
        lists,
        mixed,
        maxBytes,
        renames,
        settling,
        guardWindow,
        Recall.BELIEVED,
        false);
  }

  /**
   * The plan of a workspace's connection in a run over bounded input.
   *
   * @param confirmedRemovals ids of audiences whose guard the operator has let go
   */
  public static ConnectionPlan of(
      String run,
      Workspace workspace,
      Connection connection,
      DestinationSpec spec,
      Set<String> confirmedRemovals) {
    List<ListPlan> lists = new ArrayList<>();
    for (Dataflow dataflow : workspace.dataflowsOf(connection.name())) {
      dataflow
          .audiences()
          .forEach(
              audience ->
                  lists.add(
                      new ListPlan(
                          new ListRef(dataflow.name(), audience.id()),
                          audience,
                          confirmedRemovals.contains(audience.id()))));
    }
    return new ConnectionPlan(
        run,
        connection,
        lists,
        spec.batch().mixed(),
        spec.batch().maxBytes(),
        spec.lifecycle().renames(),
        spec.lifecycle().settling(),
        Duration.ZERO);
  }

  /** The same in a run over input that has no end: the guard looks back an hour. */
  public ConnectionPlan alwaysOn() {
    return new ConnectionPlan(
        run,
        connection,
        lists,
        mixed,
        maxBytes,
        renames,
        settling,
        ALWAYS_ON_GUARD,
        recall,
        mirror);
  }

  /** The same with another use of what is remembered. */
  public ConnectionPlan recalling(Recall other) {
    return new ConnectionPlan(
        run, connection, lists, mixed, maxBytes, renames, settling, guardWindow, other, mirror);
  }

  /** The same for a whole snapshot: a profile that isn't in it is let go. */
  public ConnectionPlan mirroring() {
    return new ConnectionPlan(
        run, connection, lists, mixed, maxBytes, renames, settling, guardWindow, recall, true);
  }

  /**
   * The same where no vendor is called, so that there is nothing to wait for. What is sent, and in
   * which calls, stays as it is.
   */
  public ConnectionPlan rehearsed() {
    DeliverySettings patience = connection.delivery();
    Connection unhurried =
        new Connection(
            connection.name(),
            connection.destination(),
            connection.description(),
            connection.account(),
            connection.auth(),
            connection.endpoint(),
            connection.tokenEndpoint(),
            connection.budget(),
            connection.options(),
            connection.limits(),
            new DeliverySettings(
                patience.maxBatchAge(),
                patience.retryFor(),
                patience.firstRetry(),
                Duration.ZERO,
                patience.maxPending()));
    return new ConnectionPlan(
        run,
        unhurried,
        lists,
        mixed,
        maxBytes,
        renames,
        Duration.ZERO,
        guardWindow,
        recall,
        mirror);
  }

  /** Whether this very run has worked on the connection before, as the registry remembers. */
  public boolean hasBegun(ListRegistry registry) {
    return registry.hasRun(connection.name(), run);
  }
}
