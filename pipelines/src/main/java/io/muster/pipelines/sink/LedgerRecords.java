package io.muster.pipelines.sink;

import io.muster.model.LedgerLine;
import io.muster.pipelines.kafka.WriteTopic;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/** Turns ledger lines into a topic's records: the run folder's JSON under the connection's name. */
public final class LedgerRecords
    extends PTransform<PCollection<LedgerLine>, PCollection<KV<String, String>>> {
  private static final long serialVersionUID = 1L;

  private LedgerRecords() {}

  public static LedgerRecords toJson() {
    return new LedgerRecords();
  }

  @Override
  public PCollection<KV<String, String>> expand(PCollection<LedgerLine> values) {
    return values.apply("Json", ParDo.of(new RecordFn())).setCoder(WriteTopic.coder());
  }

  private static final class RecordFn extends DoFn<LedgerLine, KV<String, String>> {
    private static final long serialVersionUID = 1L;

    private transient LedgerJson json;

    @Setup
    public void setup() {
      json = new LedgerJson();
    }

    @ProcessElement
    public void process(@Element LedgerLine value, OutputReceiver<KV<String, String>> out) {
      out.output(KV.of(value.connection(), json.line(value)));
    }
  }
}
