package io.muster.workspace;

import java.io.Serializable;

/**
 * The brake on mass removals.
 *
 * @param maxRemovals the part of a list that one run may remove, from 0 to 1; with 1 there is no
 *     guard, whatever the list is known to hold
 * @param minMembers lists that hold fewer members are not guarded
 */
public record Guard(double maxRemovals, int minMembers) implements Serializable {
  public static final Guard DEFAULT = new Guard(0.30, 50);

  /** Whether nothing is held back. */
  public boolean isOff() {
    return maxRemovals >= 1;
  }
}
