package io.muster.delivery;

import java.io.Serializable;
import java.time.Duration;

/**
 * What kind of run a delivery belongs to.
 *
 * @param guardWindow how far the guard looks back; {@link Duration#ZERO} for the whole run
 * @param recall what is made of that which earlier runs have left
 * @param mirror whether the input is a whole snapshot: who isn't in it is let go
 */
public record RunManner(Duration guardWindow, Recall recall, boolean mirror)
    implements Serializable {

  /** A run over some changes that believes what it remembers, and whose guard looks so far back. */
  public static RunManner guarding(Duration window) {
    return new RunManner(window, Recall.BELIEVED, false);
  }
}
