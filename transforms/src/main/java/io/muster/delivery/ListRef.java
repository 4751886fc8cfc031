package io.muster.delivery;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * One audience of one dataflow: what a vendor list is made for.
 *
 * @param audience the audience's id
 */
public record ListRef(String dataflow, String audience) implements Serializable {

  public ListRef {
    requireNonNull(dataflow, "dataflow");
    requireNonNull(audience, "audience");
  }

  /** Muster's own key of the list, for vendors that keep one; it outlives the list's name. */
  public String key() {
    return "muster:" + dataflow + ":" + audience;
  }
}
