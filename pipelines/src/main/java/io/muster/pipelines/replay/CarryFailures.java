package io.muster.pipelines.replay;

import io.muster.coders.DeadLetterCoder;
import io.muster.model.DeadLetter;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Gives the letters of changes that have failed again when they failed first, and the calls of
 * before. Beside the delivery and not through it, whose state would have to hold it for every
 * change; so the letters come when all is delivered.
 */
public final class CarryFailures
    extends PTransform<PCollection<DeadLetter>, PCollection<DeadLetter>> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<Failures> BEFORE = new TupleTag<>("before") {};
  private static final TupleTag<DeadLetter> NOW = new TupleTag<>("now") {};

  private final transient PCollection<KV<String, Failures>> before;

  private CarryFailures(PCollection<KV<String, Failures>> before) {
    this.before = before;
  }

  /**
   * Onto the letters that it is applied to.
   *
   * @param before what {@link ReplayLetters#FAILED_BEFORE} tells; has an end
   */
  public static CarryFailures of(PCollection<KV<String, Failures>> before) {
    return new CarryFailures(before);
  }

  @Override
  public PCollection<DeadLetter> expand(PCollection<DeadLetter> letters) {
    PCollection<KV<String, DeadLetter>> now =
        letters.apply(
            "ByChange",
            WithKeys.<String, DeadLetter>of(Failures::keyOf)
                .withKeyType(TypeDescriptors.strings()));
    return KeyedPCollectionTuple.of(BEFORE, before)
        .and(NOW, now)
        .apply("Meet", CoGroupByKey.create())
        .apply("Carry", ParDo.of(new CarryFn()))
        .setCoder(DeadLetterCoder.of());
  }

  private static final class CarryFn extends DoFn<KV<String, CoGbkResult>, DeadLetter> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<String, CoGbkResult> change, OutputReceiver<DeadLetter> out) {
      Failures before =
          StreamSupport.stream(change.getValue().getAll(BEFORE).spliterator(), false)
              .reduce(Failures::or)
              .orElse(null);
      for (DeadLetter letter : change.getValue().getAll(NOW)) {
        out.output(before == null ? letter : before.before(letter));
      }
    }
  }
}
