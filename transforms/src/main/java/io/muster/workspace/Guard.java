package io.muster.workspace;

import java.io.Serializable;
import java.math.BigDecimal;

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

  /**
   * Whether so many members of a list may go. Reckoned in decimals, as the guard was written: 29%
   * of 100 are 29, and not a hair less.
   */
  public boolean allows(long removals, long members) {
    return BigDecimal.valueOf(maxRemovals)
            .multiply(BigDecimal.valueOf(members))
            .compareTo(BigDecimal.valueOf(removals))
        >= 0;
  }

  /** As it is written, such as {@code 12.5%}. */
  public String percentage() {
    return BigDecimal.valueOf(maxRemovals).movePointRight(2).stripTrailingZeros().toPlainString()
        + "%";
  }
}
