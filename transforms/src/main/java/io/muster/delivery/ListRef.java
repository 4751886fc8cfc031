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

  /**
   * Muster's own key of the list, for vendors that keep one; it outlives the list's name. No two
   * lists have the same, whatever colons are in their names.
   */
  public String key() {
    return "muster:" + dataflow.replace("%", "%25").replace(":", "%3A") + ":" + audience;
  }

  // By hand, as the next one: asked for each change, by code that is not compiled to its best yet.
  @Override
  public boolean equals(Object other) {
    return other instanceof ListRef list
        && audience.equals(list.audience)
        && dataflow.equals(list.dataflow);
  }

  @Override
  public int hashCode() {
    return 31 * dataflow.hashCode() + audience.hashCode();
  }
}
