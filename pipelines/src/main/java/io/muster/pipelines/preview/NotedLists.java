package io.muster.pipelines.preview;

import io.muster.destination.Action;
import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorLists;
import io.muster.model.Member;
import io.muster.pipelines.preview.KeptState.KeptList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Notes some members of each list that would be added and removed, and how all differ. */
final class NotedLists extends RehearsedLists {

  private final String connection;
  private final UnaryOperator<Member> mask;
  private final Function<String, Optional<KeptList>> kept;
  private final Notes.Pad pad;
  private final int most;
  private final Map<String, Map<Action, Integer>> noted = new HashMap<>();

  /**
   * @param kept what is kept of a list, by its id
   * @param most how many of each list and action are noted
   */
  NotedLists(
      VendorLists lists,
      String connection,
      UnaryOperator<Member> mask,
      Function<String, Optional<KeptList>> kept,
      Notes.Pad pad,
      int most) {
    super(lists);
    this.connection = connection;
    this.mask = mask;
    this.kept = kept;
    this.pad = pad;
    this.most = most;
  }

  @Override
  public VendorAnswer<Receipt> send(MemberBatch batch) {
    Map<Action, Integer> soFar = noted.computeIfAbsent(batch.listId(), list -> new HashMap<>());
    Optional<KeptList> held = kept.apply(batch.listId());
    Diff diff = Diff.NONE;
    for (MemberBatch.Operation operation : batch.operations()) {
      if (soFar.getOrDefault(operation.action(), 0) < most) {
        soFar.merge(operation.action(), 1, Integer::sum);
        note(batch.listId(), operation);
      }
      diff = diff.plus(held.map(list -> differs(list, operation)).orElse(Diff.NONE));
    }
    if (held.isPresent()) {
      pad.write(new Note.Differs(connection, batch.listId(), diff));
    }
    return super.send(batch);
  }

  private void note(String listId, MemberBatch.Operation operation) {
    Member shown = mask.apply(operation.member());
    Note.Fate fate = operation.action() == Action.ADD ? Note.Fate.ADDED : Note.Fate.REMOVED;
    pad.write(new Note.Example(connection, listId, "", "", fate, shown.key(), shown.fields()));
  }

  private static Diff differs(KeptList list, MemberBatch.Operation operation) {
    Optional<Member> there = list.member(operation.member().key());
    if (operation.action() == Action.REMOVE) {
      return there.isPresent() ? new Diff(0, 0, 0, 1, 0) : new Diff(0, 0, 0, 0, 1);
    }
    if (there.isEmpty()) {
      return new Diff(1, 0, 0, 0, 0);
    }
    return there.get().fields().equals(operation.member().fields())
        ? new Diff(0, 0, 1, 0, 0)
        : new Diff(0, 1, 0, 0, 0);
  }
}
