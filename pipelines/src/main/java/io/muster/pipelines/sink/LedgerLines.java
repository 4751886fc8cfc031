package io.muster.pipelines.sink;

import io.muster.model.LedgerLine;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Turns ledger lines into the run folder's JSON, a line each. */
public final class LedgerLines extends PTransform<PCollection<LedgerLine>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private LedgerLines() {}

  public static LedgerLines toJson() {
    return new LedgerLines();
  }

  @Override
  public PCollection<String> expand(PCollection<LedgerLine> values) {
    return values.apply("Json", ParDo.of(new JsonFn())).setCoder(StringUtf8Coder.of());
  }

  private static final class JsonFn extends DoFn<LedgerLine, String> {
    private static final long serialVersionUID = 1L;

    private transient LedgerJson json;

    @Setup
    public void setup() {
      json = new LedgerJson();
    }

    @ProcessElement
    public void process(@Element LedgerLine value, OutputReceiver<String> out) {
      out.output(json.line(value));
    }
  }
}
