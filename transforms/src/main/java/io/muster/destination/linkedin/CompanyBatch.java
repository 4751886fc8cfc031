package io.muster.destination.linkedin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.muster.destination.Action;
import io.muster.destination.MemberBatch;
import io.muster.model.Member;
import io.muster.vendor.VendorRequest;
import java.io.IOException;
import java.util.List;

/**
 * A batch as {@code BATCH_CREATE} takes it: each element an action and what names the company. A
 * removal repeats what its addition sent (assumed: LinkedIn says of no field that it is the key).
 */
final class CompanyBatch implements VendorRequest.JsonContent {

  /** In the order in which they are written (SEGMENT, RUDDER). */
  private static final List<String> FIELDS =
      List.of(
          "companyName",
          "companyWebsiteDomain",
          "companyEmailDomain",
          "companyPageUrl",
          "organizationUrn",
          "stockSymbol",
          "industries",
          "city",
          "state",
          "country",
          "postalCode");

  private final MemberBatch batch;

  CompanyBatch(MemberBatch batch) {
    this.batch = batch;
  }

  @Override
  public void writeTo(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("elements");
    for (MemberBatch.Operation operation : batch.operations()) {
      writeElement(json, operation);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeElement(JsonGenerator json, MemberBatch.Operation operation)
      throws IOException {
    Member member = operation.member();
    json.writeStartObject();
    json.writeStringField("action", operation.action() == Action.ADD ? "ADD" : "REMOVE");
    for (String field : FIELDS) {
      String value = member.field(field);
      if (!value.isEmpty()) {
        json.writeStringField(field, value);
      }
    }
    json.writeEndObject();
  }
}
