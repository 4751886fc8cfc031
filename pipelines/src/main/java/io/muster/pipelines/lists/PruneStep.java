package io.muster.pipelines.lists;

import io.muster.delivery.ListRegistry.Registration;

/**
 * What is to become, or has become, of a list that the workspace no longer has.
 *
 * @param done whether the registration is forgotten now
 * @param words what is to be known about it: why it is left, what the vendor refused, what is left
 *     to do by hand; empty when there is nothing to say
 */
public record PruneStep(Registration list, Action action, boolean done, String words) {

  /** What pruning does with a list. */
  public enum Action {
    /** Delete it at the vendor, and forget it. */
    DELETE,
    /** Forget it; the vendor's list stays. */
    FORGET,
    /** Nothing. */
    LEAVE
  }

  PruneStep(Registration list, Action action, String words) {
    this(list, action, false, words);
  }

  /** Whether it was to be done and could not be. */
  public boolean isKept() {
    return action != Action.LEAVE && !done;
  }

  PruneStep carriedOut(String more) {
    return new PruneStep(list, action, true, more);
  }

  PruneStep kept(String why) {
    return new PruneStep(list, action, false, why);
  }
}
