package io.muster.destination.demandbase;

import io.muster.destination.MemberBatch;
import io.muster.model.Member;
import io.muster.vendor.VendorRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Members as an import file: UTF-8, a header row, RFC 4180 quoting and CRLF (assumed: DB-CSV prints
 * the headers only). Cells go as they are, a leading {@code =} too: an API reads them, no
 * spreadsheet. A file of removals has the same columns, since a row is matched by them.
 */
final class MemberCsv implements VendorRequest.Body {

  private final ImportLayout layout;
  private final MemberBatch batch;

  MemberCsv(ImportLayout layout, MemberBatch batch) {
    this.layout = layout;
    this.batch = batch;
  }

  @Override
  public String contentType() {
    return "application/octet-stream";
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    String[] header =
        layout.columns().stream().map(ImportLayout.Column::header).toArray(String[]::new);
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader(header).get();
    // Not closed: the stream belongs to the request.
    CSVPrinter csv = new CSVPrinter(writer, format);
    for (MemberBatch.Operation operation : batch.operations()) {
      Member member = operation.member();
      for (ImportLayout.Column column : layout.columns()) {
        csv.print(member.field(column.target()));
      }
      csv.println();
    }
    csv.flush();
  }
}
