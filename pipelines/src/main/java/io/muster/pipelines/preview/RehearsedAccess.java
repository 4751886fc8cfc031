package io.muster.pipelines.preview;

import io.muster.delivery.ListRef;
import io.muster.destination.Destination;
import io.muster.destination.DestinationSpec;
import io.muster.destination.Destinations;
import io.muster.destination.VendorAccess;
import io.muster.destination.VendorLists;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.pipelines.preview.KeptState.KeptList;
import io.muster.vendor.CallBudget;
import io.muster.vendor.CredentialLife;
import io.muster.vendor.RehearsalHttp;
import io.muster.workspace.Connection;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What stands for the vendors in a preview. Either shows each request, or notes a few examples of
 * each list and how all differs from what is kept of it.
 */
final class RehearsedAccess implements VendorAccess {

  private static final int MOST_EXAMPLES = 3;

  private final RehearsalPlan plan;
  private final Clock clock;
  private final Notes.Pad pad;
  private final Map<String, DestinationSpec> specs = new HashMap<>();
  private final Map<String, Optional<KeptList>> kept = new HashMap<>();
  private final Map<ListRef, Integer> leftAlone = new HashMap<>();

  RehearsedAccess(RehearsalPlan plan, Clock clock) {
    this.plan = plan;
    this.clock = clock;
    this.pad = plan.notes().open();
    Destinations destinations = Destinations.load();
    plan.destinations()
        .forEach(
            (dataflow, destination) ->
                specs.put(dataflow, destinations.require(destination).spec()));
  }

  @Override
  public VendorLists open(Destination destination, Connection connection, CallBudget budget) {
    if (plan.showsRequests()) {
      VendorLists lists =
          destination.open(
              connection,
              new RehearsalHttp(
                  destination.rehearsal(connection),
                  clock,
                  Optional.of(request -> pad.write(new Note.Sent(connection.name(), request)))));
      return new MaskedLists(lists, member -> plan.masking().of(destination.spec(), member));
    }
    VendorLists lists =
        destination.open(
            connection,
            new RehearsalHttp(destination.rehearsal(connection), clock, Optional.empty()));
    return new NotedLists(
        lists,
        connection.name(),
        member -> plan.masking().of(destination.spec(), member),
        listId -> kept.computeIfAbsent(listId, id -> plan.kept(connection.name(), id)),
        pad,
        MOST_EXAMPLES);
  }

  @Override
  public CredentialLife lifeOf(Connection connection) {
    return CredentialLife.UNKNOWN;
  }

  @Override
  public synchronized void leftAlone(MembershipChange change) {
    ListRef list = new ListRef(change.dataflow(), change.audience());
    if (plan.showsRequests()
        || change.member() == null
        || leftAlone.merge(list, 1, Integer::sum) > MOST_EXAMPLES) {
      return;
    }
    Member shown = plan.masking().of(specs.get(change.dataflow()), change.member());
    pad.write(
        new Note.Example(
            "",
            "",
            change.dataflow(),
            change.audience(),
            Note.Fate.LEFT_ALONE,
            shown.key(),
            shown.fields()));
  }

  @Override
  public void close() {
    // Every note is written already.
  }
}
