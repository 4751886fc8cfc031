package io.muster.delivery;

import io.muster.destination.DestinationSpec;
import java.io.Serializable;
import java.time.Duration;

/**
 * What a delivery has to know of its vendor.
 *
 * @param mixed whether additions and removals share a call
 * @param maxBytes of a call's members, at most
 * @param maxRemovals members that a call can remove, at most
 * @param renames whether the vendor can give a list another name
 * @param settling how long a new list must rest before it takes members
 */
public record VendorTraits(
    boolean mixed, long maxBytes, int maxRemovals, boolean renames, Duration settling)
    implements Serializable {

  /** Those of a destination. */
  public static VendorTraits of(DestinationSpec spec) {
    return new VendorTraits(
        spec.batch().mixed(),
        spec.batch().maxBytes(),
        spec.batch().maxRemovals(),
        spec.lifecycle().renames(),
        spec.lifecycle().settling());
  }

  /** The same where no list has to rest. */
  public VendorTraits settled() {
    return new VendorTraits(mixed, maxBytes, maxRemovals, renames, Duration.ZERO);
  }
}
