package io.muster.delivery;

import io.muster.delivery.ListRegistry.Registration;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.destination.VendorLists;
import io.muster.destination.VendorLists.ListName;
import io.muster.destination.VendorLists.VendorList;
import io.muster.destination.VendorLists.Whose;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds or creates the vendor's list of an audience, and refuses a name that is somebody else's.
 * Looks before it creates, and registers the intention first, so that a list whose creation lost
 * its answer is found again as ours.
 */
final class ListResolver {

  /** How long one whose creation lost its answer is looked for before it is made again. */
  private static final Duration LOOKED_FOR = Duration.ofSeconds(5);

  /** A vendor that refuses to make it again until then may have it, and not show it yet. */
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(1);

  private final ConnectionPlan plan;
  private final VendorLists vendor;
  private final ListRegistry registry;
  private final Clock clock;

  ListResolver(ConnectionPlan plan, VendorLists vendor, ListRegistry registry, Clock clock) {
    this.plan = plan;
    this.vendor = vendor;
    this.registry = registry;
    this.clock = clock;
  }

  /** What came of a try. */
  sealed interface Resolution {

    /**
     * The list is there and ours.
     *
     * @param isNew whether it has just been made
     * @param isTakenOver whether it has not been this audience's until now: another may have filled
     *     it meanwhile, and what this one remembers of it need not be true any more
     * @param members how many it is known to hold at least
     * @param madeAt when it was made, as far as is known; the epoch where it isn't
     */
    record Ready(String listId, boolean isNew, boolean isTakenOver, long members, Instant madeAt)
        implements Resolution {}

    /** The name is somebody else's; the words say whose, and the mend. */
    record Taken(String words) implements Resolution {}

    /** The vendor gave no list. */
    record NotYet(VendorAnswer<?> answer) implements Resolution {}
  }

  /**
   * Looks for the list.
   *
   * @param gone whether the vendor has said that the registered list is not there any more
   */
  Resolution resolve(ListPlan list, boolean gone) {
    String connection = plan.connection().name();
    ListName name = list.listName();
    ListRegistry.Known known = registry.look(connection, list.ref(), name.name());
    Optional<Registration> registered = known.registered();
    Optional<Registration> owner = known.owner().filter(other -> !other.list().equals(list.ref()));
    if (owner.isPresent() && plan.nameOf(owner.get().list()).isPresent()) {
      Set<ListRef> waiting = new HashSet<>(Set.of(list.ref()));
      Optional<Resolution> hindered = makeWay(owner.get(), waiting);
      if (hindered.isPresent()) {
        return hindered.get();
      }
      owner = Optional.empty();
    }
    if (owner.isPresent() && !list.audience().adopt()) {
      return belongs(name.name(), owner.get(), true);
    }
    if (owner.isPresent() && !owner.get().listId().isEmpty() && !gone) {
      // Adopted: the list goes on as this audience's, whatever this one has filled before.
      registerSoon(list, owner.get().listId(), owner);
      return new Resolution.Ready(
          owner.get().listId(), false, true, owner.get().members(), owner.get().createdAt());
    }
    if (registered.isPresent() && !registered.get().listId().isEmpty() && !gone) {
      Optional<Resolution> kept = keep(list, registered.get());
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    VendorAnswer<Optional<VendorList>> found = vendor.find(name);
    if (!(found instanceof VendorAnswer.Accepted<Optional<VendorList>> answer)) {
      return new Resolution.NotYet(found);
    }
    return answer.value().isPresent()
        ? claim(list, answer.value().get(), registered)
        : create(list, registered);
  }

  /**
   * Gives a list of the workspace's the name that it is to have now, so that another may have its
   * old one. Nobody adopts such a list: two audiences would fill it.
   *
   * @param waiting the lists that wait for this one's name, each for the one before it
   * @return why the old name is not free; empty when it is
   */
  private Optional<Resolution> makeWay(Registration owner, Set<ListRef> waiting) {
    boolean leftAlone = plan.list(owner.list()).isEmpty();
    ListName present = new ListName(plan.nameOf(owner.list()).orElseThrow(), owner.list().key());
    if (present.isCalled(owner.name()) || owner.listId().isEmpty()) {
      return Optional.of(belongs(owner.name(), owner, false));
    }
    if (leftAlone || !plan.renames() || !waiting.add(owner.list())) {
      return Optional.of(stillNamed(owner, present, leftAlone));
    }
    Optional<Registration> next =
        registry
            .look(plan.connection().name(), owner.list(), present.name())
            .owner()
            .filter(other -> !other.list().equals(owner.list()));
    if (next.isPresent()) {
      Optional<Resolution> hindered =
          plan.nameOf(next.get().list()).isPresent()
              ? makeWay(next.get(), waiting)
              : Optional.of(belongs(present.name(), next.get(), true));
      if (hindered.isPresent()) {
        return hindered;
      }
    }
    Optional<Resolution> hindered = unlessFree(present, owner.listId());
    if (hindered.isPresent()) {
      return hindered;
    }
    VendorAnswer<VendorList> renamed = vendor.rename(owner.listId(), present);
    if (renamed instanceof VendorAnswer.Accepted || renamed instanceof VendorAnswer.ListGone) {
      // It has not been worked on: what it held when the run began is still to be asked.
      registry.put(owner.called(present.name()));
      return Optional.empty();
    }
    return Optional.of(new Resolution.NotYet(renamed));
  }

  private static Resolution belongs(String name, Registration owner, boolean adoptable) {
    return new Resolution.Taken(
        "the list \"%s\" belongs to dataflow %s (audience %s); give the audience another name%s"
            .formatted(
                name,
                owner.list().dataflow(),
                owner.list().audience(),
                adoptable ? ", or say adopt: true" : ""));
  }

  /** A list that is to have another name, and does not come to it. */
  private Resolution stillNamed(Registration owner, ListName present, boolean leftAlone) {
    String why;
    if (leftAlone) {
      why = "this run leaves it alone: let it work on both";
    } else if (plan.renames()) {
      why = "the two wait for each other: give one of them a third name first";
    } else {
      why = "it can't be renamed: give the audience another name";
    }
    return new Resolution.Taken(
        "the list \"%s\" is still that of dataflow %s (audience %s), which is to be called \"%s\" now, but %s"
            .formatted(
                owner.name(),
                owner.list().dataflow(),
                owner.list().audience(),
                present.name(),
                why));
  }

  /** The registered list under its present name; empty when the vendor says that it is gone. */
  private Optional<Resolution> keep(ListPlan list, Registration registered) {
    ListName name = list.listName();
    if (name.isCalled(registered.name())) {
      return Optional.of(kept(list, registered));
    }
    if (!plan.renames()) {
      return Optional.of(
          new Resolution.Taken(
              "the list \"%s\" can't be renamed to \"%s\": %s has no call for that; keep the old name, or activate the audience under a new id"
                  .formatted(registered.name(), name.name(), plan.connection().destination())));
    }
    Optional<Resolution> hindered = unlessFree(name, registered.listId());
    if (hindered.isPresent()) {
      return hindered;
    }
    VendorAnswer<VendorList> renamed = vendor.rename(registered.listId(), name);
    if (renamed instanceof VendorAnswer.Accepted) {
      return Optional.of(kept(list, registered));
    }
    return renamed instanceof VendorAnswer.ListGone
        ? Optional.empty()
        : Optional.of(new Resolution.NotYet(renamed));
  }

  /** Why a list can't have a name: another has it, or that isn't known; empty where it can. */
  private Optional<Resolution> unlessFree(ListName name, String listId) {
    VendorAnswer<Optional<VendorList>> found = vendor.findNamed(name);
    if (!(found instanceof VendorAnswer.Accepted<Optional<VendorList>> answer)) {
      return Optional.of(new Resolution.NotYet(found));
    }
    return answer
        .value()
        .filter(each -> !each.id().equals(listId) && name.isCalled(each.name()))
        .map(this::inTheWay);
  }

  /** No audience that has a list moves to another by its new name, adopt or not. */
  private Resolution inTheWay(VendorList found) {
    return new Resolution.Taken(
        "the list \"%s\" exists at %s already (id %s), and one that is there can't be renamed to that; give the audience another name, or activate it in another dataflow with adopt: true, to fill that list"
            .formatted(found.name(), plan.connection().name(), found.id()));
  }

  private Resolution kept(ListPlan list, Registration registered) {
    registerSoon(list, registered.listId(), Optional.of(registered));
    return new Resolution.Ready(
        registered.listId(),
        false,
        false,
        membersAtStart(Optional.of(registered), registered.listId()),
        registered.createdAt());
  }

  private Resolution claim(ListPlan list, VendorList found, Optional<Registration> registered) {
    // One of our name in place of ours that is gone is somebody else's; a creation that lost its
    // answer is registered without an id.
    boolean intended =
        registered
            .filter(ours -> list.listName().isCalled(ours.name()))
            .filter(ours -> ours.listId().isEmpty() || ours.listId().equals(found.id()))
            .filter(ours -> found.whose() != Whose.FOREIGN)
            .isPresent();
    if (!found.takesMembers()) {
      return new Resolution.Taken(
          "the list \"%s\" exists at %s already (id %s) and is of a kind whose members nobody can write; give the audience another name"
              .formatted(found.name(), plan.connection().name(), found.id()));
    }
    // Found by its key or under a name that it was given by hand, it may be another audience's by
    // now: one that has adopted it.
    Optional<Registration> here =
        registry
            .holder(plan.connection().name(), found.id())
            .filter(other -> !other.list().equals(list.ref()));
    boolean kept = here.flatMap(other -> plan.nameOf(other.list())).isPresent();
    Optional<Registration> holder =
        here.or(() -> intended ? Optional.empty() : elsewhere(list, found));
    if (kept || (holder.isPresent() && !list.audience().adopt())) {
      return found.ours()
          ? givenAway(found, holder.get())
          : belongs(found.name(), holder.get(), !kept);
    }
    if (found.ours() || intended || list.audience().adopt()) {
      // Found after a creation that lost its answer, it is as new as one that was answered.
      boolean isNew = intended && registered.get().listId().isEmpty();
      if (!list.listName().isCalled(found.name()) && plan.renames()) {
        Optional<Resolution> hindered = unlessFree(list.listName(), found.id());
        if (hindered.isPresent()) {
          return hindered.get();
        }
        VendorAnswer<VendorList> renamed = vendor.rename(found.id(), list.listName());
        if (!(renamed instanceof VendorAnswer.Accepted)) {
          return new Resolution.NotYet(renamed);
        }
      }
      holder.ifPresent(other -> registry.remove(other.connection(), other.list()));
      registerSoon(list, found.id(), registered);
      Optional<Registration> known = of(found.id(), registered);
      return new Resolution.Ready(
          found.id(),
          isNew,
          known.isEmpty(),
          membersAtStart(registered, found.id()),
          known.map(Registration::createdAt).orElse(isNew ? clock.instant() : Instant.EPOCH));
    }
    return taken(found);
  }

  /** Another audience's, at another connection to the vendor account: two would fill the list. */
  private Optional<Registration> elsewhere(ListPlan list, VendorList found) {
    return registry
        .holderElsewhere(plan.connection().name(), found.id(), found.name())
        .filter(other -> !other.list().equals(list.ref()));
  }

  /** Whatever the audience is called: the list that was made for it has its key. */
  private static Resolution givenAway(VendorList found, Registration holder) {
    return new Resolution.Taken(
        "the list \"%s\" (id %s) was made for this audience and belongs to dataflow %s (audience %s) now; activate this one under a new id or in another dataflow"
            .formatted(
                found.name(), found.id(), holder.list().dataflow(), holder.list().audience()));
  }

  private Resolution taken(VendorList found) {
    return new Resolution.Taken(
        "the list \"%s\" exists at %s already (id %s) and this Muster did not make it; give the audience another name, or say adopt: true to take it over"
            .formatted(found.name(), plan.connection().name(), found.id()));
  }

  private Resolution create(ListPlan list, Optional<Registration> registered) {
    Optional<Duration> unanswered = sinceUnanswered(list, registered);
    Optional<Duration> rest =
        unanswered.map(LOOKED_FOR::minus).filter(left -> left.compareTo(Duration.ZERO) > 0);
    if (rest.isPresent()) {
      String words =
          "the list \"%s\" was to be made and nobody answered for it: it is looked for again"
              .formatted(list.audience().name());
      return notShownYet(new Problem(0, words, false), rest.get());
    }
    register(list, "", registered);
    VendorAnswer<VendorList> created = vendor.create(list.listName());
    if (created instanceof VendorAnswer.Accepted<VendorList> answer) {
      register(list, answer.value().id(), registered);
      return new Resolution.Ready(answer.value().id(), true, false, 0, clock.instant());
    }
    if (!mayExist(created)) {
      // Whoever makes a list of that name now is somebody else.
      registered.ifPresentOrElse(
          registry::put, () -> registry.remove(plan.connection().name(), list.ref()));
    }
    return created instanceof VendorAnswer.Refused
        ? refused(list, created, registered)
        : new Resolution.NotYet(created);
  }

  /** A name that somebody has taken since it was looked for is refused like one that is invalid. */
  private Resolution refused(
      ListPlan list, VendorAnswer<VendorList> created, Optional<Registration> registered) {
    if (vendor.find(list.listName()) instanceof VendorAnswer.Accepted<Optional<VendorList>> again
        && again.value().isPresent()) {
      return claim(list, again.value().get(), registered);
    }
    return sinceUnanswered(list, registered)
            .filter(past -> past.compareTo(SHOWN_WITHIN) < 0)
            .isPresent()
        ? notShownYet(created.failure().problem(), Duration.ZERO)
        : new Resolution.NotYet(created);
  }

  private static Resolution notShownYet(Problem problem, Duration after) {
    return new Resolution.NotYet(
        new VendorAnswer.Retry<VendorList>(Cause.LIST_PENDING, problem, after));
  }

  /** How long ago the list was to be made, where nobody has answered for that. */
  private Optional<Duration> sinceUnanswered(ListPlan list, Optional<Registration> registered) {
    return registered
        .filter(ours -> ours.listId().isEmpty() && list.listName().isCalled(ours.name()))
        .map(ours -> Duration.between(ours.lastRunAt(), clock.instant()));
  }

  /** Whether a creation that was not accepted may have made the list all the same. */
  private static boolean mayExist(VendorAnswer<VendorList> created) {
    return created instanceof VendorAnswer.Retry<VendorList> retry && retry.problem().reached();
  }

  /** Before the vendor makes it, and when it has. */
  private void register(ListPlan list, String listId, Optional<Registration> before) {
    registry.put(registration(list, listId, before));
  }

  /** One that the vendor has: after a crash it is found again as it was found now. */
  private void registerSoon(ListPlan list, String listId, Optional<Registration> before) {
    registry.putSoon(registration(list, listId, before));
  }

  private Registration registration(ListPlan list, String listId, Optional<Registration> before) {
    Instant now = clock.instant();
    return new Registration(
        plan.connection().name(),
        list.ref(),
        list.audience().name(),
        listId,
        of(listId, before).map(Registration::createdAt).orElse(now),
        now,
        plan.run(),
        members(before, listId));
  }

  /** What is registered, where it is of that very list. */
  private static Optional<Registration> of(String listId, Optional<Registration> registered) {
    return registered.filter(known -> known.listId().equals(listId));
  }

  /**
   * What the list held when the run began. Once the run itself has used the list, the registry
   * tells what it holds now: after a restore nothing is known of the beginning.
   */
  private long membersAtStart(Optional<Registration> before, String listId) {
    return members(before.filter(known -> !known.lastRun().equals(plan.run())), listId);
  }

  /** What another list held says nothing of this one. */
  private static long members(Optional<Registration> before, String listId) {
    return of(listId, before).map(Registration::members).orElse(0L);
  }
}
