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
      json.writeStringField("batch", line.batch());
      json.writeStringField("connection", line.connection());
      json.writeStringField("dataflow", line.dataflow());
      json.writeStringField("audience", line.audience());
      json.writeStringField("list", line.list());
      json.writeStringField("action", line.action());
      json.writeNumberField("members", line.members());
      json.writeNumberField("attempt", line.attempt());
      json.writeStringField("status", line.status());
      json.writeNumberField("httpStatus", line.httpStatus());
      json.writeStringField("at", line.at().toString());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
