package io.muster.delivery;

import io.muster.delivery.ConnectionMemory.ListMemory;
import io.muster.delivery.ConnectionMemory.Stage;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorLists;
import io.muster.model.Reason;
import io.muster.model.Standing;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The end of a run: what can't be delivered any more fails, and the vendor is asked what it has.
 */
final class RunClosing {

  private final StepTools tools;
  private final VendorLists vendor;
  private final ListKeeper keeper;
  private final GivingUp givingUp;
  private final HeldMembers heldMembers;
  private final Desks desks;
  private final Stoppage stoppage;

  RunClosing(
      StepTools tools,
      VendorLists vendor,
      ListKeeper keeper,
      GivingUp givingUp,
      HeldMembers heldMembers,
      Desks desks,
      Stoppage stoppage) {
    this.tools = tools;
    this.vendor = vendor;
    this.keeper = keeper;
    this.givingUp = givingUp;
    this.heldMembers = heldMembers;
    this.desks = desks;
    this.stoppage = stoppage;
  }

  /** Fails all that is still owed: the run ends, or the connection can't go on. */
  void abandon() {
    Reason reason = stoppage.reason();
    givingUp.runEnds();
    for (ListDesk desk : desks.all()) {
      ListMemory list = desk.memory();
      for (String id : List.copyOf(list.batches)) {
        BatchEntry batch = tools.store().batch(id).orElseThrow();
        // What was heard of it since it was sent.
        String words = list.outage.words.isEmpty() ? batch.words() : list.outage.words;
        givingUp.batch(desk, batch, reason, lastWords(words));
      }
      List<String> rest = desk.takeAll();
      if (!rest.isEmpty()) {
        BatchEntry never =
            BatchEntry.formed("", MemberEntry.Place.NONE, rest, tools.clock().millis());
        givingUp.batch(desk, never, reason, lastWords(list.outage.words));
      }
    }
  }

  private String lastWords(String words) {
    return stoppage
        .words()
        .orElse(words.isEmpty() ? "the run's time was over before the vendor had taken it" : words);
  }

  /**
   * Asks the vendor what has become of each list, as far as budget and time allow, and writes down
   * how many members each is known to hold. A list to which nothing was owed is looked for as well,
   * and where it is gone, all that it must hold is owed again.
   *
   * @param until when to stop asking
   * @return whether anything is owed again
   */
  boolean closeOut(Instant until) {
    boolean answers = !stoppage.isOn();
    boolean owed = false;
    Map<ListRef, Long> held = new LinkedHashMap<>();
    for (ListDesk desk : desks.all()) {
      boolean untouched =
          desk.memory().stage == Stage.UNRESOLVED && !desk.memory().recalledOf.isEmpty();
      if (untouched && !desk.owes() && answers && isBefore(until)) {
        keeper.look(desk, false);
      }
      if (desk.memory().stage != Stage.READY) {
        continue;
      }
      Optional<Standing> standing = Optional.empty();
      if (answers && isBefore(until)) {
        VendorAnswer<Standing> answer = vendor.standing(desk.memory().listId);
        if (answer instanceof VendorAnswer.Accepted<Standing> accepted) {
          standing = Optional.of(accepted.value());
        } else if (untouched && answer.saysMissing()) {
          keeper.look(desk, true);
        }
        // Who doesn't answer at all is not asked for a thousand lists more.
        answers = !isOut(answer);
      }
      standing.ifPresent(desk.tally()::standing);
      long landed = standing.map(Standing::landed).orElse(OptionalLong.empty()).orElse(0);
      held.put(desk.plan().ref(), Math.max(desk.brake().held(), landed));
      owed |= desk.owes();
    }
    heldMembers.write(held);
    return owed;
  }

  private boolean isBefore(Instant until) {
    return tools.clock().instant().isBefore(until);
  }

  private static boolean isOut(VendorAnswer<?> answer) {
    return Stop.of(answer).isPresent()
        || (answer instanceof VendorAnswer.Retry<?> retry && retry.cause() != Cause.LIST_PENDING);
  }
}
