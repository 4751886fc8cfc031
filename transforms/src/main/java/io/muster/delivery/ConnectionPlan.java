package io.muster.delivery;

import io.muster.destination.Action;
import io.muster.destination.DestinationSpec;
import io.muster.workspace.Connection;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Workspace;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one connection's delivery has to know beforehand.
 *
 * @param run the run's name
 * @param leftAlone what the workspace calls those lists of the connection that the run does not
 *     work on
 */
public record ConnectionPlan(
    String run,
    Connection connection,
    List<ListPlan> lists,
    Map<ListRef, String> leftAlone,
    VendorTraits vendor,
    RunManner manner)
    implements Serializable {

  private static final Duration ALWAYS_ON_GUARD = Duration.ofHours(1);

  public ConnectionPlan {
    lists = List.copyOf(lists);
    leftAlone = Map.copyOf(leftAlone);
  }

  /** A plan of all lists that the workspace has for the connection. */
  public ConnectionPlan(
      String run,
      Connection connection,
      List<ListPlan> lists,
      VendorTraits vendor,
      RunManner manner) {
    this(run, connection, lists, Map.of(), vendor, manner);
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
    Map<ListRef, String> leftAlone = new HashMap<>();
    for (Dataflow dataflow : workspace.writtenFor(connection.name())) {
      dataflow
          .audiences()
          .forEach(
              audience ->
                  leftAlone.put(new ListRef(dataflow.name(), audience.id()), audience.name()));
    }
    lists.forEach(list -> leftAlone.remove(list.ref()));
    return new ConnectionPlan(
        run,
        connection,
        lists,
        leftAlone,
        VendorTraits.of(spec),
        RunManner.guarding(Duration.ZERO));
  }

  /** The same in a run over input that has no end: the guard looks back an hour. */
  public ConnectionPlan alwaysOn() {
    return in(new RunManner(ALWAYS_ON_GUARD, recall(), mirror()));
  }

  /** The same with another use of what is remembered. */
  public ConnectionPlan recalling(Recall other) {
    return in(new RunManner(guardWindow(), other, mirror()));
  }

  /** The same for a whole snapshot: a profile that isn't in it is let go. */
  public ConnectionPlan mirroring() {
    return in(new RunManner(guardWindow(), recall(), true));
  }

  private ConnectionPlan in(RunManner other) {
    return new ConnectionPlan(run, connection, lists, leftAlone, vendor, other);
  }

  /**
   * The same where no vendor is called, so that there is nothing to wait for. What is sent, and in
   * which calls, stays as it is.
   */
  public ConnectionPlan rehearsed() {
    Connection unhurried = connection.delivering(connection.delivery().pollingEvery(Duration.ZERO));
    return new ConnectionPlan(run, unhurried, lists, leftAlone, vendor.settled(), manner);
  }

  /** What is planned for a list, if the run works on it. */
  Optional<ListPlan> list(ListRef ref) {
    return lists.stream().filter(each -> each.ref().equals(ref)).findFirst();
  }

  /** What the workspace calls a list, if it has it, whether the run works on it or not. */
  Optional<String> nameOf(ListRef ref) {
    return list(ref)
        .map(each -> each.audience().name())
        .or(() -> Optional.ofNullable(leftAlone.get(ref)));
  }

  /** Whether additions and removals share a call. */
  public boolean mixed() {
    return vendor.mixed();
  }

  /** Of a call's members, at most. */
  public long maxBytes() {
    return vendor.maxBytes();
  }

  /** Members that a call which does that can carry, at most. */
  int batchSize(Action action) {
    int most = connection.limits().batchSize();
    return action == Action.REMOVE ? Math.min(most, vendor.maxRemovals()) : most;
  }

  /** Whether the vendor can give a list another name. */
  public boolean renames() {
    return vendor.renames();
  }

  /** How long a new list must rest before it takes members. */
  public Duration settling() {
    return vendor.settling();
  }

  /** How far the guard looks back; {@link Duration#ZERO} for the whole run. */
  public Duration guardWindow() {
    return manner.guardWindow();
  }

  /** What is made of that which earlier runs have left. */
  public Recall recall() {
    return manner.recall();
  }

  /** Whether the input is a whole snapshot: who isn't in it is let go. */
  public boolean mirror() {
    return manner.mirror();
  }

  /** Whether this very run has worked on the connection before, as the registry remembers. */
  public boolean hasBegun(ListRegistry registry) {
    return registry.hasRun(connection.name(), run);
  }
}
