package io.muster.destination.bombora;

import io.muster.destination.RehearsedReply;
import io.muster.vendor.Exchange;
import io.muster.vendor.Rehearsal;
import io.muster.vendor.VendorRequest;

/** Bombora as it would answer (BO-SPEC). */
final class BomboraRehearsal implements Rehearsal {

  private int made;

  @Override
  public Exchange.Reply answer(VendorRequest request) {
    return switch (request.kind()) {
      case BomboraLists.LISTS ->
          request.method().equals("POST")
              ? RehearsedReply.of(200, "{\"id\":\"" + NEW_LIST + ++made + "\"}")
              : RehearsedReply.of(200, "[]");
      case BomboraLists.ACCOUNTS, BomboraLists.DELETE_ACCOUNTS -> RehearsedReply.of(202, "");
      // A definition to be read before it is changed, and a list whose numbers say nothing yet.
      default ->
          RehearsedReply.of(
              200,
              "{\"type\":\"Manual\",\"metadata\":{\"pendingUpdate\":true},\"specification\":{}}");
    };
  }
}
