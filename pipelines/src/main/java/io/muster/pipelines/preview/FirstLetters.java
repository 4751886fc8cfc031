package io.muster.pipelines.preview;

import io.muster.coders.DeadLetterCoder;
import io.muster.model.DeadLetter;
import io.muster.model.SourceRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.Combine;

/** Keeps the few letters that come first in the source, without their records. */
final class FirstLetters extends Combine.CombineFn<DeadLetter, List<DeadLetter>, List<DeadLetter>> {
  private static final long serialVersionUID = 1L;

  private static final int MOST = 3;

  @Override
  public List<DeadLetter> createAccumulator() {
    return new ArrayList<>();
  }

  @Override
  public List<DeadLetter> addInput(List<DeadLetter> kept, DeadLetter letter) {
    return first(kept, List.of(withoutRecord(letter)));
  }

  @Override
  public List<DeadLetter> mergeAccumulators(Iterable<List<DeadLetter>> parts) {
    List<DeadLetter> kept = new ArrayList<>();
    for (List<DeadLetter> part : parts) {
      kept = first(kept, part);
    }
    return kept;
  }

  @Override
  public List<DeadLetter> extractOutput(List<DeadLetter> kept) {
    return kept;
  }

  private static List<DeadLetter> first(List<DeadLetter> some, List<DeadLetter> more) {
    List<DeadLetter> all = new ArrayList<>(some);
    all.addAll(more);
    all.sort(Comparator.comparing(letter -> letter.origin().position()));
    return all.size() > MOST ? new ArrayList<>(all.subList(0, MOST)) : all;
  }

  private static DeadLetter withoutRecord(DeadLetter letter) {
    SourceRecord origin = letter.origin();
    return new DeadLetter(
        letter.reason(),
        letter.field(),
        letter.words(),
        letter.at(),
        letter.firstFailedAt(),
        letter.attempts(),
        letter.dataflow(),
        letter.audience(),
        new SourceRecord(origin.position(), new byte[0], null, origin.timestamp()));
  }

  @Override
  public Coder<List<DeadLetter>> getAccumulatorCoder(
      CoderRegistry registry, Coder<DeadLetter> inputCoder) {
    return ListCoder.of(DeadLetterCoder.of());
  }

  @Override
  public Coder<List<DeadLetter>> getDefaultOutputCoder(
      CoderRegistry registry, Coder<DeadLetter> inputCoder) {
    return ListCoder.of(DeadLetterCoder.of());
  }
}
