package io.muster.pipelines.sink;

import io.muster.model.DeadLetter;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Turns dead letters into the run folder's JSON, a line each. */
public final class DeadLetterLines
    extends PTransform<PCollection<DeadLetter>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private DeadLetterLines() {}

  public static DeadLetterLines toJson() {
    return new DeadLetterLines();
  }

  @Override
  public PCollection<String> expand(PCollection<DeadLetter> values) {
    return values.apply("Json", ParDo.of(new JsonFn())).setCoder(StringUtf8Coder.of());
  }

  private static final class JsonFn extends DoFn<DeadLetter, String> {
    private static final long serialVersionUID = 1L;

    private transient DeadLetterJson json;

    @Setup
    public void setup() {
      json = new DeadLetterJson();
    }

    @ProcessElement
    public void process(@Element DeadLetter value, OutputReceiver<String> out) {
      out.output(json.line(value));
    }
  }
}
