package io.muster.destination.demandbasepeople;

import io.muster.destination.CallLimit;
import io.muster.destination.Destination;
import io.muster.destination.DestinationSpec;
import io.muster.destination.DestinationSpec.EntityType;
import io.muster.destination.TargetField;
import io.muster.destination.VendorLists;
import io.muster.destination.demandbase.ImportApi;
import io.muster.destination.demandbase.ImportLayout;
import io.muster.destination.demandbase.ImportLayout.Column;
import io.muster.format.Format;
import io.muster.vendor.Rehearsal;
import io.muster.vendor.VendorHttp;
import io.muster.workspace.Connection;
import java.util.List;

/** People lists at Demandbase. */
public final class DemandbasePeopleDestination implements Destination {

  /** The required columns, then those that help to find a person's account (DB-CSV). */
  private static final ImportLayout LAYOUT =
      new ImportLayout(
          "Person",
          List.of(
              new Column("First Name", "firstName"),
              new Column("Last Name", "lastName"),
              new Column("Email", "identity:email"),
              new Column("External Person Id", "externalPersonId"),
              new Column("Account Name", "accountName"),
              new Column("Account Domain", "accountEmailDomain"),
              new Column("Title", "title")));

  private static final DestinationSpec SPEC =
      ImportApi.spec(
          "demandbase-people",
          "Demandbase People",
          EntityType.PERSON,
          List.of(
              TargetField.mandatory(
                  "identity:email",
                  Format.EMAIL,
                  "The work e-mail, in plain text; column Email (ADOBE-DBP, DB-CSV)."),
              TargetField.recommended(
                  "externalPersonId",
                  Format.IDENTIFIER,
                  "The person's id in the source system; column External Person Id (DB-CSV)."),
              TargetField.recommended(
                  "firstName", Format.NAME, "Column First Name (ADOBE-DBP, DB-CSV)."),
              TargetField.recommended(
                  "lastName", Format.NAME, "Column Last Name (ADOBE-DBP, DB-CSV)."),
              TargetField.optional(
                  "accountName",
                  Format.NAME,
                  "The employer's name, by which a person finds the account; column Account Name"
                      + " (DB-CSV)."),
              TargetField.optional(
                  "accountEmailDomain",
                  Format.DOMAIN,
                  "The employer's domain, likewise; column Account Domain (DB-CSV)."),
              TargetField.optional("title", Format.NAME, "Column Title (DB-CSV).")),
          List.of("externalPersonId", "identity:email"));

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
