package io.muster.pipelines.sink;

import io.muster.transforms.DeliverMembers.ClockSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Writes lines to files of the run folder as the run goes: a new file every few seconds in which
 * there is something to write. Names sort by time. A restart may write a line twice, and loses
 * none.
 */
public final class WriteLines extends PTransform<PCollection<String>, PCollection<Void>> {
  private static final long serialVersionUID = 1L;

  private static final Duration LONGEST_WAIT = Duration.standardSeconds(2);

  /** An always-on run would fill its folder with small files. */
  private static final Duration LONGEST_WAIT_OF_ALWAYS_ON = Duration.standardSeconds(30);

  private static final long FILE_BYTES = 16L << 20;

  private final RunFolder folder;
  private final String below;
  private final Duration longestWait;
  private final ClockSource clock;

  private WriteLines(RunFolder folder, String below, Duration longestWait, ClockSource clock) {
    this.folder = folder;
    this.below = below;
    this.longestWait = longestWait;
    this.clock = clock;
  }

  /**
   * To files of a folder below the run folder.
   *
   * @param clock says when a file is written, which is in its name
   */
  public static WriteLines to(RunFolder folder, String below, ClockSource clock) {
    return new WriteLines(folder, below, LONGEST_WAIT, clock);
  }

  /** The same in fewer files: a new one every half minute. */
  public WriteLines alwaysOn() {
    return new WriteLines(folder, below, LONGEST_WAIT_OF_ALWAYS_ON, clock);
  }

  /** Nothing comes out; its watermark says what has been written. */
  @Override
  public PCollection<Void> expand(PCollection<String> lines) {
    return lines
        .apply("OneWriter", WithKeys.of(below))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
        .apply(
            "Gather",
            GroupIntoBatches.<String, String>ofByteSize(FILE_BYTES)
                .withMaxBufferingDuration(longestWait))
        .apply("Write", ParDo.of(new WriteFn(folder, clock)));
  }

  private static final class WriteFn extends DoFn<KV<String, Iterable<String>>, Void> {
    private static final long serialVersionUID = 1L;

    private static final int RANDOM_DIGITS = 8;

    private final RunFolder folder;
    private final ClockSource clockSource;
    private transient Clock clock;
    private transient DateTimeFormatter times;

    WriteFn(RunFolder folder, ClockSource clockSource) {
      this.folder = folder;
      this.clockSource = clockSource;
    }

    @Setup
    public void setup() {
      clock = clockSource.open();
      times = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<String>> batch) throws IOException {
      StringBuilder text = new StringBuilder();
      for (String line : batch.getValue()) {
        text.append(line).append('\n');
      }
      if (text.length() > 0) {
        folder.write(batch.getKey() + "/" + name(clock.instant()) + ".jsonl", text.toString());
      }
    }

    private String name(Instant now) {
      // Chance keeps apart what several workers or runs write into one folder.
      return times.format(now) + "-" + UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
    }
  }
}
