package io.muster.pipelines.lists;

import io.muster.delivery.BudgetBook;
import io.muster.delivery.BudgetBook.LeaseLostException;
import io.muster.delivery.BudgetGate;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.destination.NormalisedName;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorLists;
import io.muster.destination.VendorLists.ListName;
import io.muster.destination.VendorLists.VendorList;
import io.muster.pipelines.lists.PruneStep.Action;
import io.muster.pipelines.registry.Lease;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.LeaseOutcome;
import io.muster.pipelines.registry.Leases;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RegistryException;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.RunSetup;
import io.muster.vendor.HttpTimeouts;
import io.muster.vendor.VendorHttpClient;
import io.muster.workspace.Connection;
import io.muster.workspace.Secrets;
import io.muster.workspace.Workspace;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Deletes and forgets the lists of audiences that the workspace no longer has. Nothing else in
 * Muster deletes a list.
 */
public final class ListPruner {

  private final Workspace workspace;
  private final Destinations destinations;
  private final HttpTimeouts timeouts;
  private final Clock clock;

  public ListPruner(
      Workspace workspace, Destinations destinations, HttpTimeouts timeouts, Clock clock) {
    this.workspace = workspace;
    this.destinations = destinations;
    this.timeouts = timeouts;
    this.clock = clock;
  }

  /** What would be done. Asks no vendor and changes nothing. */
  public List<PruneStep> plan(Registry registry, Predicate<KnownList> chosen) {
    List<KnownList> known = KnownList.all(registry, workspace);
    return known.stream()
        .filter(list -> !list.active())
        .filter(chosen)
        .map(list -> step(list, known))
        .toList();
  }

  private PruneStep step(KnownList list, List<KnownList> known) {
    Registration registration = list.registration();
    Optional<Connection> connection = connection(registration.connection());
    if (connection.isEmpty()) {
      return new PruneStep(
          registration,
          Action.LEAVE,
          "the workspace has no connection %s; put it back to prune its lists"
              .formatted(registration.connection()));
    }
    Optional<Registration> sharer =
        known.stream()
            .filter(KnownList::active)
            .map(KnownList::registration)
            .filter(other -> isSameList(registration, other))
            .findFirst();
    if (sharer.isPresent()) {
      return new PruneStep(
          registration,
          Action.FORGET,
          "audience %s of dataflow %s fills this very list, so it stays at the vendor"
              .formatted(sharer.get().list().audience(), sharer.get().list().dataflow()));
    }
    String destination = connection.get().destination();
    if (!destinations.require(destination).spec().lifecycle().deletes()) {
      return new PruneStep(
          registration,
          Action.FORGET,
          ("the vendor's list stays and its name stays taken, since %s has no call that deletes"
                  + " one: delete it there by hand, or use the name again with adopt: true")
              .formatted(destination));
    }
    return new PruneStep(registration, Action.DELETE, beforeDeletion(list));
  }

  private Optional<Connection> connection(String name) {
    return workspace.connections().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** Two connections may lead to one account; an adopted list may have two registrations. */
  private boolean isSameList(Registration one, Registration other) {
    if (one.listId().isEmpty() || !one.listId().equals(other.listId())) {
      return false;
    }
    Connection a = workspace.connection(one.connection());
    Connection b = workspace.connection(other.connection());
    return a.destination().equals(b.destination())
        && a.account().equals(b.account())
        && a.endpoint().equals(b.endpoint());
  }

  private String beforeDeletion(KnownList list) {
    Registration registration = list.registration();
    String wanted =
        workspace.dataflowsOf(registration.connection()).stream()
            .flatMap(
                dataflow ->
                    dataflow.audiences().stream()
                        .filter(audience -> isNamed(registration, audience.name()))
                        .map(
                            audience ->
                                ("audience %s of dataflow %s has the same name: with adopt: true it"
                                        + " takes the list over instead")
                                    .formatted(audience.id(), dataflow.name())))
            .findFirst()
            .orElse("");
    if (!wanted.isEmpty() || list.isConfirmed()) {
      return wanted;
    }
    return "its creation was never confirmed: it is looked for under its name first";
  }

  private static boolean isNamed(Registration registration, String name) {
    return NormalisedName.same(registration.name(), name);
  }

  /**
   * Does it, holding the connections' leases and within their budgets. What a vendor refuses, or
   * can't be asked, stays registered.
   *
   * @param run a name for this work, unique
   * @return what was done, also where it was cut short
   * @throws RunException when another run writes to one of the connections (code 4), or one leads
   *     to another account than its lists (code 2); nothing was done
   */
  public PruneOutcome carryOut(Registry registry, Predicate<KnownList> chosen, String run)
      throws RunException {
    List<String> connections =
        plan(registry, chosen).stream()
            .filter(step -> step.action() != Action.LEAVE)
            .map(step -> step.list().connection())
            .distinct()
            .toList();
    Leases leases = registry.leases(clock);
    LeaseOutcome outcome = leases.acquire(connections, LeaseHolder.ofThisProcess(run));
    if (outcome instanceof LeaseOutcome.Taken taken) {
      throw new RunException(ExitCode.REFUSED, taken.words() + "; nothing was deleted");
    }
    Lease lease = ((LeaseOutcome.Granted) outcome).lease();
    try (VendorHttpClient http = new VendorHttpClient(timeouts, Secrets.ofProcess(), clock)) {
      RunSetup.claimAccounts(registry, connections.stream().map(workspace::connection).toList());
      return new Work(registry, new Vendors(registry, http, run), leases, lease).on(chosen);
    } finally {
      release(leases, lease);
    }
  }

  private static void release(Leases leases, Lease lease) {
    try {
      leases.release(lease);
    } catch (RegistryException e) {
      // What was done is to be shown all the same, and the lease dies by itself.
    }
  }

  /** One pruning under its lease, which a failure of the registry or a lost lease cuts short. */
  private final class Work {
    private final Registry registry;
    private final Vendors vendors;
    private final Leases leases;
    private final Lease lease;

    Work(Registry registry, Vendors vendors, Leases leases, Lease lease) {
      this.registry = registry;
      this.vendors = vendors;
      this.leases = leases;
      this.lease = lease;
    }

    PruneOutcome on(Predicate<KnownList> chosen) {
      // A run may have changed what is registered before the lease was ours.
      List<PruneStep> plan = plan(registry, chosen);
      List<PruneStep> done = new ArrayList<>();
      for (PruneStep step : plan) {
        Optional<String> failure = tryTo(step, done);
        if (failure.isPresent()) {
          plan.subList(done.size(), plan.size()).stream()
              .map(rest -> rest.action() == Action.LEAVE ? rest : rest.kept("not tried"))
              .forEach(done::add);
          return new PruneOutcome(done, failure);
        }
      }
      return new PruneOutcome(done, Optional.empty());
    }

    /** Does a step; answers with what cuts the work short. */
    private Optional<String> tryTo(PruneStep step, List<PruneStep> done) {
      if (step.action() == Action.LEAVE) {
        done.add(step);
        return Optional.empty();
      }
      if (!lease.connections().contains(step.list().connection())) {
        done.add(step.kept("it was registered only just now; run this again"));
        return Optional.empty();
      }
      PruneStep atVendor = step.kept("not tried");
      try {
        Optional<String> lost = loss();
        if (lost.isEmpty()) {
          atVendor = step.action() == Action.DELETE ? delete(step) : step.carriedOut(step.words());
          if (atVendor.done()) {
            registry.lists().remove(step.list().connection(), step.list().list());
          }
        }
        done.add(atVendor);
        return lost;
      } catch (LeaseLostException | RegistryException e) {
        done.add(atVendor.done() ? notForgotten(step) : atVendor);
        return Optional.of(e.getMessage());
      }
    }

    private PruneStep notForgotten(PruneStep step) {
      return step.kept(
          step.action() == Action.DELETE
              ? "the vendor has it no longer, but the state still does; run this again"
              : "the state still has it; run this again");
    }

    private Optional<String> loss() {
      return leases.heartbeat(lease).isEmpty()
          ? Optional.empty()
          : Optional.of(leases.loss(lease).orElse("the lease is lost; run it again"));
    }

    private PruneStep delete(PruneStep step) {
      return ListPruner.delete(step, vendors.of(step.list().connection()));
    }
  }

  /** The conversations with the vendors, each opened when it is needed. */
  private final class Vendors {
    private final Registry registry;
    private final VendorHttpClient http;
    private final String run;
    private final Map<String, VendorLists> open = new HashMap<>();

    Vendors(Registry registry, VendorHttpClient http, String run) {
      this.registry = registry;
      this.http = http;
      this.run = run;
    }

    VendorLists of(String name) {
      return open.computeIfAbsent(name, key -> open(workspace.connection(key)));
    }

    private VendorLists open(Connection connection) {
      Destination destination = destinations.require(connection.destination());
      BudgetGate gate =
          new BudgetGate(
              connection.budget(),
              new BudgetBook.Writer(connection.name(), run),
              destination.callLimits(connection),
              registry.budgets(),
              clock);
      return destination.open(connection, http.within(gate));
    }
  }

  private static PruneStep delete(PruneStep step, VendorLists vendor) {
    String id = step.list().listId();
    if (id.isEmpty()) {
      ListName name = new ListName(step.list().name(), step.list().list().key());
      VendorAnswer<Optional<VendorList>> found = vendor.find(name);
      if (!(found instanceof VendorAnswer.Accepted<Optional<VendorList>> answer)) {
        return step.kept(words(found));
      }
      if (answer.value().isEmpty()) {
        return step.carriedOut("the vendor has no such list");
      }
      VendorList list = answer.value().get();
      if (!list.ours()) {
        // We were about to make a list of that name; somebody else may have.
        return step.kept(
            ("a list of that name exists (id %s) and may not be ours; delete it by hand, or"
                    + " put the audience back and adopt it with adopt: true")
                .formatted(list.id()));
      }
      id = list.id();
    }
    VendorAnswer<String> deleted = vendor.delete(id);
    if (deleted instanceof VendorAnswer.Accepted) {
      return step.carriedOut("");
    }
    return deleted instanceof VendorAnswer.ListGone
        ? step.carriedOut("it was gone at the vendor already")
        : step.kept(words(deleted));
  }

  private static String words(VendorAnswer<?> answer) {
    if (answer instanceof VendorAnswer.Unauthorized<?> dead) {
      return "the credential does not work: %s; mend that, then run this again"
          .formatted(dead.problem().words());
    }
    if (answer instanceof VendorAnswer.Misconfigured<?> unserved) {
      return "the vendor serves nobody with the connection's settings: %s; mend that, then run this again"
          .formatted(unserved.problem().words());
    }
    if (answer instanceof VendorAnswer.Retry<?> later) {
      return "the vendor could not be asked: %s; run this again later"
          .formatted(later.problem().words());
    }
    if (answer instanceof VendorAnswer.Refused<?> refused) {
      return "the vendor refused: " + refused.problem().words();
    }
    return "the vendor answered as if there were no such account";
  }
}
