package io.muster.destination.bombora;

import io.muster.destination.CallLimit;
import io.muster.destination.CallLimit.Purpose;
import io.muster.destination.Destination;
import io.muster.destination.DestinationSpec;
import io.muster.destination.DestinationSpec.AuthKind;
import io.muster.destination.DestinationSpec.BatchShape;
import io.muster.destination.DestinationSpec.EntityType;
import io.muster.destination.DestinationSpec.Evidence;
import io.muster.destination.DestinationSpec.Lifecycle;
import io.muster.destination.TargetField;
import io.muster.destination.VendorLists;
import io.muster.format.Format;
import io.muster.vendor.Rehearsal;
import io.muster.vendor.VendorHttp;
import io.muster.workspace.Connection;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Account lists at Bombora. */
public final class BomboraDestination implements Destination {

  private static final DestinationSpec SPEC =
      new DestinationSpec(
          "bombora",
          "Bombora",
          EntityType.ACCOUNT,
          List.of(
              TargetField.mandatory(
                  "companyWebsiteDomain",
                  Format.DOMAIN,
                  "The company's domain, which is its identity in the list (BO-SPEC)."),
              TargetField.mappedButNotSent(
                  "identity:primaryId",
                  Format.IDENTIFIER,
                  "The account's id in the CRM; mapped, never exported (seed-BO).")),
          List.of("companyWebsiteDomain"),
          Set.of(AuthKind.CLIENT_CREDENTIALS),
          false,
          Map.of(),
          Map.of(),
          "https://api.bombora.com/account-list/v1",
          "https://api.bombora.com/oauth/token",
          // Neither a batch size nor a rate is published: these are assumed, the rate from
          // Bombora's older API (BO-PART).
          new Limits(1_000, 60, Limits.UNLIMITED),
          // 10,000 is the only size that the API names, of a page that is read (BO-SPEC).
          new Limits(10_000, Limits.UNLIMITED, Limits.UNLIMITED),
          new DeliverySettings(
              Duration.ofSeconds(30),
              Duration.ofHours(24),
              Duration.ofSeconds(1),
              // Bombora has no jobs to look at.
              Duration.ofSeconds(30),
              1_000_000),
          // No size of a body is published.
          new BatchShape(false, Long.MAX_VALUE),
          new Lifecycle(true, true, Duration.ZERO),
          new Evidence("its answer to the call", "the members of a list", Evidence.NO_NUMBER),
          "docs/vendors.md#bombora");

  @Override
  public DestinationSpec spec() {
    return SPEC;
  }

  @Override
  public VendorLists open(Connection connection, VendorHttp.Factory http) {
    VendorHttp client = http.open(connection, new ClientTokens(connection.tokenEndpoint()));
    return new BomboraLists(connection.endpoint(), client, http.clock());
  }

  @Override
  public Rehearsal rehearsal(Connection connection) {
    return new BomboraRehearsal();
  }

  /** Each path has the connection's limits, whatever the method: the more careful reading. */
  @Override
  public List<CallLimit> callLimits(Connection connection) {
    return BomboraLists.KINDS.stream()
        .map(kind -> CallLimit.of(kind, connection.limits()).madeFor(purpose(kind)))
        .toList();
  }

  private static Purpose purpose(String kind) {
    return kind.equals(BomboraLists.ACCOUNTS) || kind.equals(BomboraLists.DELETE_ACCOUNTS)
        ? Purpose.MEMBERS
        : Purpose.LISTS;
  }
}
