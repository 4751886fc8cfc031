package io.muster.transforms;

import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/** What came out of a delivery, in its order. */
final class Delivered implements AutoCloseable {

  private final Shared<List<LedgerLine>> ledger = shared();
  private final Shared<List<DeadLetter>> letters = shared();
  private final Shared<List<CountsDelta>> deltas = shared();

  private static <T> Shared<List<T>> shared() {
    return Shared.of(Collections.synchronizedList(new ArrayList<>()));
  }

  void gather(PCollectionTuple outputs) {
    gather(
        outputs.get(DeliverMembers.LEDGER),
        outputs.get(DeliverMembers.FAILED),
        outputs.get(DeliverMembers.COUNTS));
  }

  void gather(
      PCollection<LedgerLine> ledgerLines,
      PCollection<DeadLetter> deadLetters,
      PCollection<CountsDelta> counts) {
    gather(ledgerLines, "Ledger", ledger);
    gather(deadLetters, "Letters", letters);
    gather(counts, "Counts", deltas);
  }

  private static <T> void gather(PCollection<T> values, String name, Shared<List<T>> into) {
    values.apply("Gather" + name, ParDo.of(new GatherFn<>(into)));
  }

  List<LedgerLine> ledger() {
    return ledger.get();
  }

  List<DeadLetter> letters() {
    return letters.get();
  }

  /** The sum of all counts of one audience of the dataflow {@code flow}. */
  Counts counts(String audience) {
    return counts("flow", audience);
  }

  Counts counts(String dataflow, String audience) {
    return Records.counts(deltas.get(), dataflow, audience);
  }

  long malformed() {
    return Records.malformed(deltas.get());
  }

  @Override
  public void close() {
    Stream.of(ledger, letters, deltas).forEach(Shared::close);
  }

  private static final class GatherFn<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1L;

    private final Shared<List<T>> into;

    GatherFn(Shared<List<T>> into) {
      this.into = into;
    }

    @ProcessElement
    public void process(@Element T value) {
      into.get().add(value);
    }
  }
}
