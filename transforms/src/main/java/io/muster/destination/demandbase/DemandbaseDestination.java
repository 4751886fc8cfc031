package io.muster.destination.demandbase;

import io.muster.destination.CallLimit;
import io.muster.destination.Destination;
import io.muster.destination.DestinationSpec;
import io.muster.destination.DestinationSpec.EntityType;
import io.muster.destination.TargetField;
import io.muster.destination.VendorLists;
import io.muster.destination.demandbase.ImportLayout.Column;
import io.muster.format.Format;
import io.muster.vendor.Rehearsal;
import io.muster.vendor.VendorHttp;
import io.muster.workspace.Connection;
import java.util.List;

/** Account lists at Demandbase. */
public final class DemandbaseDestination implements Destination {

  /** The required columns and the one that accounts are matched by first (DB-CSV). */
  private static final ImportLayout LAYOUT =
      new ImportLayout(
          "Account",
          List.of(
              new Column("Account Name", "accountName"),
              new Column("Account Domain", "accountEmailDomain"),
              new Column("External Account ID", "identity:primaryId")));

  private static final DestinationSpec SPEC =
      ImportApi.spec(
          "demandbase",
          "Demandbase",
          EntityType.ACCOUNT,
          List.of(
              TargetField.mandatory(
                  "accountName", Format.NAME, "The account's name; column Account Name (DB-CSV)."),
              TargetField.mandatory(
                  "accountEmailDomain",
                  Format.DOMAIN,
                  "The account's domain; column Account Domain (DB-CSV)."),
              TargetField.mandatory(
                  "identity:primaryId",
                  Format.IDENTIFIER,
                  "The account's id in the CRM, by which Demandbase matches first; column External"
                      + " Account ID (DB-CSV).")),
          List.of("identity:primaryId"));

  @Override
  public DestinationSpec spec() {
    return SPEC;
  }

  @Override
  public VendorLists open(Connection connection, VendorHttp.Factory http) {
    return ImportApi.open(connection, http, LAYOUT);
  }

  @Override
  public Rehearsal rehearsal(Connection connection) {
    return ImportApi.rehearsal(connection);
  }

  @Override
  public List<CallLimit> callLimits(Connection connection) {
    return ImportApi.callLimits(connection);
  }
}
