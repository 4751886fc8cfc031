package io.muster.delivery;

/** What a run makes of that which earlier runs have left in the {@link MembershipLog}. */
public enum Recall {

  /**
   * It is believed, and of two changes of the same time the one of this run is newer: a corrected
   * snapshot under an old name must win.
   */
  BELIEVED,

  /**
   * It is believed, and its places in the source count as those of this run's changes do: what is
   * replayed is old.
   */
  AS_READ,

  /** Who needs what is believed; what the vendor holds is not, so that all is sent again. */
  DOUBTED
}
