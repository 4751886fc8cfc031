package io.muster.pipelines.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.muster.model.LedgerLine;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A ledger line as the run folder has it. */
final class LedgerJson {

  private final JsonFactory factory = new JsonFactory();

  String line(LedgerLine line) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = factory.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField(LedgerKeys.BATCH, line.batch());
      json.writeStringField(LedgerKeys.CONNECTION, line.connection());
      json.writeStringField(LedgerKeys.DATAFLOW, line.dataflow());
      json.writeStringField(LedgerKeys.AUDIENCE, line.audience());
      json.writeStringField(LedgerKeys.LIST, line.list());
      json.writeStringField(LedgerKeys.ACTION, line.action());
      json.writeNumberField(LedgerKeys.MEMBERS, line.members());
      json.writeNumberField(LedgerKeys.ATTEMPT, line.attempt());
      json.writeStringField(LedgerKeys.STATUS, line.status());
      json.writeNumberField(LedgerKeys.HTTP_STATUS, line.httpStatus());
      json.writeStringField(LedgerKeys.AT, line.at().toString());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
