package io.muster.delivery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.muster.delivery.ListRegistry.Registration;
import io.muster.delivery.ListResolver.Resolution;
import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.destination.VendorLists;
import io.muster.model.Standing;
import io.muster.workspace.Audience;
import io.muster.workspace.Guard;
import io.muster.workspace.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose a list is, and what is registered of it, case by case. */
class ListResolverTest {

  private static final ListRef OWN = new ListRef("flow", "a1");
  private static final ListRef OTHER = new ListRef("other flow", "b1");
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  private final MutableClock clock = new MutableClock();
  private final MapRegistry registry = new MapRegistry();
  private final Shelf vendor = new Shelf();
  private boolean adopt;
  private boolean renames = true;

  /** Other audiences of the workspace, and what their lists are to be called. */
  private final Map<ListRef, String> neighbours = new LinkedHashMap<>();

  /** What a vendor says, and what it was asked. */
  private static final class Shelf implements VendorLists {
    private final List<String> asked = new ArrayList<>();
    private VendorAnswer<Optional<VendorList>> found = accepted(Optional.empty());
    private VendorAnswer<Optional<VendorList>> named = accepted(Optional.empty());
    private VendorAnswer<VendorList> made = accepted(new VendorList("made", "List", true));
    private VendorAnswer<VendorList> renamed = accepted(new VendorList("any", "List", true));

    private static <T> VendorAnswer<T> accepted(T value) {
      return new VendorAnswer.Accepted<>(value, 200);
    }

    void has(VendorList list) {
      found = accepted(Optional.of(list));
    }

    @Override
    public VendorAnswer<Optional<VendorList>> find(ListName name) {
      asked.add("find " + name.name());
      return found;
    }

    @Override
    public VendorAnswer<Optional<VendorList>> findNamed(ListName name) {
      asked.add("find named " + name.name());
      return named;
    }

    @Override
    public VendorAnswer<VendorList> create(ListName name) {
      asked.add("create " + name.name());
      return made;
    }

    @Override
    public VendorAnswer<VendorList> rename(String listId, ListName name) {
      asked.add("rename " + listId + " " + name.name());
      return renamed;
    }

    @Override
    public VendorAnswer<Receipt> send(MemberBatch batch) {
      throw new AssertionError("nothing is sent");
    }

    @Override
    public VendorAnswer<Standing> standing(String listId) {
      throw new AssertionError("nobody asks");
    }

    @Override
    public VendorAnswer<String> delete(String listId) {
      throw new AssertionError("nothing is deleted");
    }

    @Override
    public VendorAnswer<String> checkCredential() {
      throw new AssertionError("nobody asks");
    }
  }

  private Resolution resolve(boolean gone) {
    ListPlan list =
        new ListPlan(
            OWN, new Audience("a1", "List", Instant.MIN, Instant.MAX, adopt, Guard.DEFAULT), false);
    List<ListPlan> lists = new ArrayList<>(List.of(list));
    neighbours.forEach(
        (ref, name) ->
            lists.add(
                new ListPlan(
                    ref,
                    new Audience(
                        ref.audience(), name, Instant.MIN, Instant.MAX, false, Guard.DEFAULT),
                    false)));
    ConnectionPlan plan =
        new ConnectionPlan(
            "run-2",
            DeliveryRig.connection("shelf", 10, 9),
            lists,
            new VendorTraits(true, 1_000_000, Limits.UNLIMITED, renames, Duration.ZERO),
            new RunManner(Duration.ZERO, Recall.BELIEVED, false));
    return new ListResolver(plan, vendor, registry, clock).resolve(list, gone);
  }

  private Resolution resolve() {
    return resolve(false);
  }

  private static Duration pause(Resolution resolution) {
    return ((VendorAnswer.Retry<?>) ((Resolution.NotYet) resolution).answer()).after();
  }

  private void registered(ListRef list, String name, String id, String run) {
    registry.put(new Registration("shelf", list, name, id, LONG_AGO, LONG_AGO, run, 7));
  }

  private Optional<Registration> registration(ListRef list) {
    return registry.find("shelf", list);
  }

  private static String words(Resolution resolution) {
    return ((Resolution.Taken) resolution).words();
  }

  private static <T> VendorAnswer<T> unavailable(boolean reached) {
    return new VendorAnswer.Retry<>(
        Cause.UNAVAILABLE, new Problem(503, "later", reached), Duration.ZERO);
  }

  private Resolution ready(String id, boolean isNew, long members, Instant madeAt) {
    return new Resolution.Ready(id, isNew, false, members, madeAt);
  }

  /** The list l1, which was not registered as this audience's. */
  private static Resolution takenOver(boolean isNew, long members, Instant madeAt) {
    return new Resolution.Ready("l1", isNew, true, members, madeAt);
  }

  @Test
  void aListThatIsNotThereIsMadeAndRegistered() {
    assertThat(resolve(), is(ready("made", true, 0, clock.instant())));
    assertThat(vendor.asked, contains("find List", "create List"));
    assertThat(
        registration(OWN),
        is(
            Optional.of(
                new Registration(
                    "shelf", OWN, "List", "made", clock.instant(), clock.instant(), "run-2", 0))));
  }

  @Test
  void whatNobodyAnsweredForMakesNoList() {
    vendor.found = unavailable(true);

    assertThat(resolve(), is(new Resolution.NotYet(vendor.found)));
    assertThat(vendor.asked, contains("find List"));
    assertThat(registration(OWN), is(Optional.empty()));
  }

  @Test
  void aCreationThatLostItsAnswerIsFoundAgainAsOursAndAsNew() {
    vendor.made = unavailable(true);
    assertThat(resolve(), is(new Resolution.NotYet(vendor.made)));
    assertThat(registration(OWN).map(Registration::listId), is(Optional.of("")));

    vendor.has(new VendorLists.VendorList("l1", "list ", false));
    clock.advance(Duration.ofMinutes(1));
    assertThat(resolve(), is(takenOver(true, 0, clock.instant())));
    assertThat(registration(OWN).map(Registration::listId), is(Optional.of("l1")));
  }

  @Test
  void aListWhoseCreationLostItsAnswerIsLookedForBeforeItIsMadeAgain() {
    vendor.made = unavailable(true);
    resolve();
    clock.advance(Duration.ofSeconds(2));

    assertThat(pause(resolve()), is(Duration.ofSeconds(3)));
    assertThat(vendor.asked, contains("find List", "create List", "find List"));

    clock.advance(Duration.ofSeconds(3));
    assertThat(resolve(), is(new Resolution.NotYet(vendor.made)));
    assertThat("each time anew", pause(resolve()), is(Duration.ofSeconds(5)));
  }

  @Test
  void aListThatIsRefusedAfterACreationThatLostItsAnswerMayBeShownSoon() {
    vendor.made = unavailable(true);
    resolve();
    vendor.made = new VendorAnswer.Refused<>(new Problem(422, "the name is in use", true));
    clock.advance(Duration.ofSeconds(59));
    assertThat(pause(resolve()), is(Duration.ZERO));

    vendor.has(new VendorLists.VendorList("l1", "List", false));
    assertThat(resolve(), is(takenOver(true, 0, clock.instant())));
  }

  @Test
  void butNotForEver() {
    vendor.made = unavailable(true);
    resolve();
    vendor.made = new VendorAnswer.Refused<>(new Problem(422, "the name is in use", true));
    clock.advance(Duration.ofMinutes(1));

    assertThat(resolve(), is(new Resolution.NotYet(vendor.made)));
  }

  @Test
  void aCreationThatMadeNothingSurelyLeavesNoClaim() {
    vendor.made = unavailable(false);
    resolve();
    assertThat(registration(OWN), is(Optional.empty()));

    vendor.has(new VendorLists.VendorList("l1", "List", false));
    assertThat(words(resolve()), containsString("this Muster did not make it"));
  }

  @Test
  void norDoesOneInPlaceOfAListThatIsGone() {
    registered(OWN, "List", "l0", "run-1");
    Optional<Registration> before = registration(OWN);
    vendor.made = new VendorAnswer.Refused<>(new Problem(400, "bad name", true));

    assertThat(resolve(true), is(new Resolution.NotYet(vendor.made)));
    assertThat(vendor.asked, contains("find List", "create List", "find List"));
    assertThat(registration(OWN), is(before));
  }

  @Test
  void aListThatTheVendorShowsToBeSomebodyElsesIsNotOursThoughWeMeantToMakeOne() {
    registered(OWN, "List", "", "run-1");
    vendor.has(new VendorLists.VendorList("l1", "List", VendorLists.Whose.FOREIGN, true));

    assertThat(words(resolve()), containsString("or say adopt: true"));
  }

  @Test
  void norIsOneThatWasMeantToHaveAnotherName() {
    registered(OWN, "Old name", "", "run-1");
    vendor.has(new VendorLists.VendorList("l1", "List", false));

    assertThat(words(resolve()), containsString("or say adopt: true"));
  }

  @Test
  void aListThatIsFoundAgainThoughItWasSaidToBeGoneIsOurs() {
    registered(OWN, "List", "l1", "run-1");
    vendor.has(new VendorLists.VendorList("l1", "List", false));

    assertThat(resolve(true), is(ready("l1", false, 7, LONG_AGO)));
  }

  @Test
  void anotherOneInItsPlaceIsNot() {
    registered(OWN, "List", "l1", "run-1");
    vendor.has(new VendorLists.VendorList("l2", "List", false));

    assertThat(words(resolve(true)), containsString("or say adopt: true"));
  }

  @Test
  void aListIsAdoptedWhereTheAudienceSaysSo() {
    adopt = true;
    vendor.has(new VendorLists.VendorList("l1", "List", false));

    assertThat(resolve(), is(takenOver(false, 0, Instant.EPOCH)));
    assertThat(registration(OWN).map(Registration::listId), is(Optional.of("l1")));
    assertThat(vendor.asked, contains("find List"));
  }

  @Test
  void butNotOneWhoseMembersNobodyCanWrite() {
    adopt = true;
    vendor.has(new VendorLists.VendorList("l1", "List", VendorLists.Whose.FOREIGN, false));

    assertThat(words(resolve()), allOf(containsString("nobody can write"), containsString("l1")));
    assertThat(registration(OWN), is(Optional.empty()));
  }

  @Test
  void aRegisteredListIsUsedWithoutACall() {
    registered(OWN, "LIST ", "l1", "run-1");

    assertThat(resolve(), is(ready("l1", false, 7, LONG_AGO)));
    assertThat(vendor.asked, is(empty()));
    Registration after = registration(OWN).orElseThrow();
    assertThat(after.lastRun(), is("run-2"));
    assertThat(after.lastRunAt(), is(clock.instant()));
    assertThat(after.createdAt(), is(LONG_AGO));
    assertThat(after.members(), is(7L));
  }

  /** Then the registry tells what it holds now. */
  @Test
  void whatAListHeldAtFirstIsNotKnownOnceTheRunHasUsedIt() {
    registered(OWN, "List", "l1", "run-2");

    assertThat(resolve(), is(ready("l1", false, 0, LONG_AGO)));
  }

  @Test
  void aRegisteredListGetsItsPresentNameWhereNoOtherHasIt() {
    registered(OWN, "Old name", "l1", "run-1");
    vendor.named = Shelf.accepted(Optional.of(new VendorLists.VendorList("l1", "List", true)));
    assertThat(resolve(), is(ready("l1", false, 7, LONG_AGO)));
    assertThat(vendor.asked, contains("find named List", "rename l1 List"));
    assertThat(registration(OWN).map(Registration::name), is(Optional.of("List")));
  }

  /** Some vendors find more than was asked for. */
  @Test
  void aListOfANameThatIsOnlyLikeItIsNotInTheWay() {
    registered(OWN, "Old name", "l1", "run-1");
    vendor.named = Shelf.accepted(Optional.of(new VendorLists.VendorList("l2", "List 2", false)));

    assertThat(resolve(), is(ready("l1", false, 7, LONG_AGO)));
  }

  @Test
  void aNameThatAnotherListHasIsTaken() {
    registered(OWN, "Old name", "l1", "run-1");
    vendor.named = Shelf.accepted(Optional.of(new VendorLists.VendorList("l2", "list", false)));

    assertThat(words(resolve()), containsString("l2"));
    assertThat(vendor.asked, contains("find named List"));
    assertThat(registration(OWN).map(Registration::name), is(Optional.of("Old name")));
  }

  @Test
  void aRenameThatIsNotDoneIsTriedAgain() {
    registered(OWN, "Old name", "l1", "run-1");
    vendor.renamed = unavailable(true);
    assertThat(resolve(), is(new Resolution.NotYet(vendor.renamed)));
    vendor.renamed = Shelf.accepted(new VendorLists.VendorList("l1", "List", true));
    vendor.named = unavailable(true);
    assertThat(resolve(), is(new Resolution.NotYet(vendor.named)));

    assertThat(registration(OWN).map(Registration::name), is(Optional.of("Old name")));
  }

  @Test
  void aListThatIsGoneWhenItIsRenamedIsMadeAnew() {
    registered(OWN, "Old name", "l1", "run-1");
    vendor.renamed = new VendorAnswer.ListGone<>(new Problem(404, "gone", true));

    assertThat(resolve(), is(ready("made", true, 0, clock.instant())));
  }

  @Test
  void whereAVendorRenamesNothingTheOldNameHasToStay() {
    renames = false;
    registered(OWN, "Old name", "l1", "run-1");

    assertThat(words(resolve()), containsString("can't be renamed to \"List\""));
    assertThat(vendor.asked, is(empty()));
  }

  /** It has said adopt: true, so that is not the mend. */
  @Test
  void aNameThatAnotherListHasIsTakenForAnAudienceThatAdoptsToo() {
    adopt = true;
    registered(OWN, "Old name", "l1", "run-1");
    vendor.named = Shelf.accepted(Optional.of(new VendorLists.VendorList("l2", "list", false)));

    assertThat(
        words(resolve()),
        allOf(containsString("another dataflow"), not(containsString("or say adopt"))));
  }

  @Test
  void aListThatIsFoundByItsKeyUnderAnotherNameIsRenamed() {
    vendor.has(new VendorLists.VendorList("l1", "By hand", true));

    assertThat(resolve(), is(takenOver(false, 0, Instant.EPOCH)));
    assertThat(vendor.asked, contains("find List", "find named List", "rename l1 List"));
    assertThat(registration(OWN).map(Registration::listId), is(Optional.of("l1")));
  }

  @Test
  void unlessTheNameIsTakenOrTheVendorDoesNotDoIt() {
    vendor.has(new VendorLists.VendorList("l1", "By hand", true));
    vendor.named = Shelf.accepted(Optional.of(new VendorLists.VendorList("l2", "List", false)));
    assertThat(words(resolve()), containsString("l2"));
    vendor.named = Shelf.accepted(Optional.empty());
    vendor.renamed = unavailable(true);
    assertThat(resolve(), is(new Resolution.NotYet(vendor.renamed)));

    assertThat(registration(OWN), is(Optional.empty()));
  }

  @Test
  void orWhereTheVendorRenamesNothing() {
    renames = false;
    vendor.has(new VendorLists.VendorList("l1", "By hand", true));

    assertThat(resolve(), is(takenOver(false, 0, Instant.EPOCH)));
    assertThat(vendor.asked, contains("find List"));
  }

  @Test
  void aNameThatIsRegisteredForAnotherWorkspacesAudienceIsTaken() {
    registered(OTHER, "list", "l1", "run-1");

    assertThat(
        words(resolve()),
        allOf(
            containsString("dataflow other flow (audience b1)"),
            containsString("or say adopt: true")));
    assertThat(vendor.asked, is(empty()));
  }

  @Test
  void andItsListIsAdoptedWithAllThatIsKnownOfIt() {
    adopt = true;
    registered(OTHER, "List", "l1", "run-1");

    assertThat(resolve(), is(takenOver(false, 7, LONG_AGO)));
    assertThat(vendor.asked, is(empty()));
    Registration own = registration(OWN).orElseThrow();
    assertThat(own.createdAt(), is(LONG_AGO));
    assertThat(own.members(), is(7L));
    assertThat(registration(OTHER), is(Optional.empty()));
  }

  @Test
  void unlessItIsGone() {
    adopt = true;
    registered(OTHER, "List", "l1", "run-1");

    assertThat(resolve(true), is(ready("made", true, 0, clock.instant())));
  }

  @Test
  void aListThatAnotherWorkspacesAudienceHasUnderAnotherNameIsTaken() {
    registered(OTHER, "Theirs", "l1", "run-1");
    vendor.has(new VendorLists.VendorList("l1", "List", false));

    assertThat(
        words(resolve()),
        allOf(containsString("belongs to dataflow other flow"), containsString("adopt: true")));
    assertThat(registration(OTHER).isPresent(), is(true));
  }

  @Test
  void orIsAdoptedAndTheirsNoMore() {
    adopt = true;
    registered(OTHER, "Theirs", "l1", "run-1");
    vendor.has(new VendorLists.VendorList("l1", "List", false));

    assertThat(resolve(), is(takenOver(false, 0, Instant.EPOCH)));
    assertThat(registration(OTHER), is(Optional.empty()));
  }

  private void registeredElsewhere(ListRef list, String name, String id) {
    registry.put(new Registration("other shelf", list, name, id, LONG_AGO, LONG_AGO, "run-1", 7));
  }

  @Test
  void aListThatIsAnothersAtAnotherConnectionToTheAccountIsTaken() {
    registeredElsewhere(OTHER, "list", "l1");
    vendor.has(new VendorLists.VendorList("l1", "List", false));

    assertThat(
        words(resolve()),
        allOf(containsString("belongs to dataflow other flow"), containsString("adopt: true")));
    assertThat(registry.find("other shelf", OTHER).isPresent(), is(true));
  }

  @Test
  void onceAdoptedItIsTheOtherConnectionsNoMore() {
    adopt = true;
    registeredElsewhere(OTHER, "list", "l1");
    vendor.has(new VendorLists.VendorList("l1", "List", false));

    assertThat(resolve(), is(takenOver(false, 0, Instant.EPOCH)));
    assertThat(registry.find("other shelf", OTHER), is(Optional.empty()));
  }

  @Test
  void aListThatWasMadeForTheAudienceAndAdoptedAtAnotherConnectionIsNotTakenBackUnasked() {
    registeredElsewhere(OTHER, "List", "l1");
    vendor.has(new VendorLists.VendorList("l1", "List", true));

    assertThat(
        words(resolve()),
        containsString("was made for this audience and belongs to dataflow other flow"));
  }

  @Test
  void aConnectionThatIsCalledOtherwiseGoesOnWithTheListsOfItsAudiences() {
    registeredElsewhere(OWN, "List", "l1");
    vendor.has(new VendorLists.VendorList("l1", "List", true));

    assertThat(resolve(), is(takenOver(false, 0, Instant.EPOCH)));
  }

  /** Two accounts of a vendor may give their lists the same numbers. */
  @Test
  void aCreationThatLostItsAnswerIsFoundThoughAnotherConnectionHasAListOfItsNumber() {
    registered(OWN, "List", "", "run-1");
    registeredElsewhere(OTHER, "List", "l1");
    vendor.has(new VendorLists.VendorList("l1", "List", false));

    assertThat(resolve(), is(takenOver(true, 0, clock.instant())));
    assertThat(registry.find("other shelf", OTHER).isPresent(), is(true));
  }

  /** Whatever the audience is called: by its key it would be found again each time. */
  @Test
  void aListThatWasMadeForTheAudienceAndGivenAwayIsNotTakenBackUnasked() {
    registered(OTHER, "Theirs", "l1", "run-1");
    vendor.has(new VendorLists.VendorList("l1", "Theirs", true));

    assertThat(
        words(resolve()),
        allOf(
            containsString("was made for this audience and belongs to dataflow other flow"),
            not(containsString("adopt"))));
  }

  @Test
  void aListThatTheirsIsStillToBecomeIsLookedFor() {
    adopt = true;
    registered(OTHER, "List", "", "run-1");

    assertThat(resolve(), is(ready("made", true, 0, clock.instant())));
  }

  /** It has been renamed in the workspace, and this audience has its old name now. */
  @Test
  void aNeighbourMakesWayFirst() {
    neighbours.put(OTHER, "Third");
    registered(OTHER, "List", "l1", "run-1");

    assertThat(resolve(), is(ready("made", true, 0, clock.instant())));
    assertThat(
        vendor.asked, contains("find named Third", "rename l1 Third", "find List", "create List"));
    Registration other = registration(OTHER).orElseThrow();
    assertThat(other.name(), is("Third"));
    assertThat("it has not been worked on", other.lastRun(), is("run-1"));
  }

  @Test
  void aNeighbourWhoseListIsGoneIsNotInTheWay() {
    neighbours.put(OTHER, "Third");
    registered(OTHER, "List", "l1", "run-1");
    vendor.renamed = new VendorAnswer.ListGone<>(new Problem(404, "gone", true));

    assertThat(resolve(), is(ready("made", true, 0, clock.instant())));
    assertThat(registration(OTHER).map(Registration::name), is(Optional.of("Third")));
  }

  @Test
  void aNeighbourThatDoesNotComeToItsNewNameKeepsTheOldOne() {
    neighbours.put(OTHER, "Third");
    registered(OTHER, "List", "l1", "run-1");
    vendor.renamed = unavailable(true);
    assertThat(resolve(), is(new Resolution.NotYet(vendor.renamed)));
    vendor.renamed = Shelf.accepted(new VendorLists.VendorList("l1", "Third", true));
    vendor.named = Shelf.accepted(Optional.of(new VendorLists.VendorList("l2", "Third", false)));
    assertThat(words(resolve()), containsString("l2"));
    renames = false;
    assertThat(words(resolve()), containsString("it can't be renamed"));

    assertThat(registration(OTHER).map(Registration::name), is(Optional.of("List")));
  }

  @Test
  void norDoesOneWhoseNewNameAnotherWorkspaceHas() {
    neighbours.put(OTHER, "Third");
    registered(OTHER, "List", "l1", "run-1");
    registered(new ListRef("far flow", "c1"), "Third", "l3", "run-1");

    assertThat(
        words(resolve()),
        allOf(containsString("dataflow far flow"), containsString("or say adopt: true")));
    assertThat(vendor.asked, is(empty()));
  }

  @Test
  void aNeighbourWhoseListIsAboutToBeMadeHasItsName() {
    adopt = true;
    neighbours.put(OTHER, "Third");
    registered(OTHER, "List", "", "run-1");

    assertThat(
        words(resolve()),
        allOf(containsString("belongs to dataflow other flow"), not(containsString("adopt"))));
  }

  @Test
  void aChainOfNeighboursMakesWayFromItsEnd() {
    ListRef third = new ListRef("third flow", "c1");
    neighbours.put(OTHER, "Third");
    neighbours.put(third, "Fourth");
    registered(OTHER, "List", "l1", "run-1");
    registered(third, "Third", "l3", "run-1");

    assertThat(resolve(), is(ready("made", true, 0, clock.instant())));
    assertThat(
        vendor.asked,
        contains(
            "find named Fourth",
            "rename l3 Fourth",
            "find named Third",
            "rename l1 Third",
            "find List",
            "create List"));
  }
}
