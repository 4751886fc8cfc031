package io.muster.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * Some members in the order in which they became owed.
 *
 * @param since when the first of them did, epoch milliseconds
 */
public record OwedPage(long since, List<String> keys) {

  public OwedPage {
    keys = List.copyOf(keys);
  }

  OwedPage with(List<String> more) {
    List<String> all = new ArrayList<>(keys);
    all.addAll(more);
    return new OwedPage(since, all);
  }
}
