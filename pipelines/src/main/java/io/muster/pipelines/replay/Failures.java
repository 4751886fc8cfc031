package io.muster.pipelines.replay;

import static java.util.Objects.requireNonNull;

import io.muster.model.DeadLetter;
import io.muster.model.SourcePosition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * What is known of a change's failures so far.
 *
 * @param first when it failed first
 * @param attempts calls that carried it
 */
public record Failures(Instant first, int attempts) {

  public Failures {
    requireNonNull(first, "first");
  }

  /** What identifies a change in one audience, over all runs in which it fails. */
  static String keyOf(SourcePosition source, String dataflow, String audience) {
    return String.join("\n", dataflow, audience, source.toString());
  }

  static String keyOf(DeadLetter letter) {
    return keyOf(letter.origin().position(), letter.dataflow(), letter.audience());
  }

  /** Two letters of one change: the later one has counted what the earlier one did. */
  Failures or(Failures other) {
    return new Failures(
        first.isBefore(other.first) ? first : other.first, Math.max(attempts, other.attempts));
  }

  /** The letter of a change that has failed again. */
  DeadLetter before(DeadLetter letter) {
    return new DeadLetter(
        letter.reason(),
        letter.field(),
        letter.words(),
        letter.at(),
        first.isBefore(letter.firstFailedAt()) ? first : letter.firstFailedAt(),
        // Written by hand, it may be any number.
        (int) Math.min(Integer.MAX_VALUE, (long) attempts + letter.attempts()),
        letter.dataflow(),
        letter.audience(),
        letter.origin());
  }

  /** Codes them; they live no longer than a replay. */
  static final class Coder extends CustomCoder<Failures> {
    private static final long serialVersionUID = 1L;

    private static final StringUtf8Coder TEXTS = StringUtf8Coder.of();
    private static final VarIntCoder NUMBERS = VarIntCoder.of();

    private Coder() {}

    static Coder of() {
      return new Coder();
    }

    @Override
    public void encode(Failures value, OutputStream out) throws IOException {
      TEXTS.encode(value.first().toString(), out);
      NUMBERS.encode(value.attempts(), out);
    }

    @Override
    public Failures decode(InputStream in) throws IOException {
      return new Failures(Instant.parse(TEXTS.decode(in)), NUMBERS.decode(in));
    }

    @Override
    public void verifyDeterministic() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Coder;
    }

    @Override
    public int hashCode() {
      return Coder.class.hashCode();
    }
  }
}
