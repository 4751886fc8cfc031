package io.muster.pipelines;

import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.Recall;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run uses what is remembered of the vendors' lists.
 *
 * @param mirror whether the input is a whole snapshot: who isn't in it is let go
 */
public record MembershipUse(Recall recall, boolean mirror) {

  /** What is known to be right is left alone. */
  public static MembershipUse believing() {
    return new MembershipUse(Recall.BELIEVED, false);
  }

  /** Of a replay, whose changes are old. */
  public static MembershipUse ofReplay() {
    return new MembershipUse(Recall.AS_READ, false);
  }

  /**
   * Of a run over a snapshot.
   *
   * @param full whether all is sent again, whatever is known
   */
  public static MembershipUse ofSnapshot(boolean full, boolean mirror) {
    return new MembershipUse(full ? Recall.DOUBTED : Recall.BELIEVED, mirror);
  }

  /** What it was asked for by. */
  public List<String> options() {
    List<String> options = new ArrayList<>();
    if (mirror) {
      options.add("--mirror");
    }
    if (recall == Recall.DOUBTED) {
      options.add("--full");
    }
    return options;
  }

  /** A connection's plan in such a run. */
  public ConnectionPlan in(ConnectionPlan plan) {
    ConnectionPlan recalling = plan.recalling(recall);
    return mirror ? recalling.mirroring() : recalling;
  }
}
