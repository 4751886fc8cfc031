package io.muster.destination;

import io.muster.vendor.Rehearsal;
import io.muster.vendor.VendorHttp;
import io.muster.workspace.Connection;
import java.util.List;

/**
 * A vendor that Muster can deliver to. Implementations are stateless and are registered in {@code
 * META-INF/services/io.muster.destination.Destination}.
 */
public interface Destination {

  /** The catalogue entry: fields, keys, limits and where each fact comes from. */
  DestinationSpec spec();

  /**
   * Opens the conversation about one connection's lists. Makes no call.
   *
   * @param http sends requests within the connection's budget and with its credentials
   */
  VendorLists open(Connection connection, VendorHttp.Factory http);

  /** The vendor's part in a rehearsal of one connection's deliveries. */
  Rehearsal rehearsal(Connection connection);

  /**
   * How often each kind of call may be made by the connections that share one budget. A kind that
   * is not among them is not limited; but it is drawn all the same, since only a run that may write
   * draws.
   */
  List<CallLimit> callLimits(Connection connection);
}
