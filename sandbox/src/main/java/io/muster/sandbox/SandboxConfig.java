package io.muster.sandbox;

import io.muster.sandbox.bombora.BomboraOptions;
import io.muster.sandbox.demandbase.DemandbaseOptions;
import io.muster.sandbox.linkedin.LinkedInOptions;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * How the sandbox behaves. Immutable; {@link #defaults} is what the vendors document, and where
 * their documentation leaves something open what is most likely, with short waits.
 *
 * <p>As JSON the keys are the components' names; times are text such as {@code "200ms"}, {@code
 * "5s"}, {@code "15m"}, {@code "8h"}, {@code "60d"}.
 *
 * @param host address to listen on; the loopback address by default
 * @param port 0, the default, for a free one
 * @param latency added to every vendor call; none by default
 * @param recordBodies whether bodies and headers of vendor calls are kept for {@code
 *     Sandbox.callsWithBody()}; off by default
 * @param recordedBodyBytes how much of one body is kept, 1 MiB
 * @param recordedBodies how many bodies are kept, 1,000
 * @param recordedCalls how many calls and how many breaches are kept, 100,000
 * @param demandbase Demandbase's options, for both kinds of list
 * @param linkedin LinkedIn's options
 * @param bombora Bombora's options
 */
public record SandboxConfig(
    String host,
    int port,
    Duration latency,
    boolean recordBodies,
    int recordedBodyBytes,
    int recordedBodies,
    int recordedCalls,
    DemandbaseOptions demandbase,
    LinkedInOptions linkedin,
    BomboraOptions bombora) {

  public SandboxConfig {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be from 0 to 65535");
    }
    if (latency.isNegative()) {
      throw new IllegalArgumentException("latency must not be negative");
    }
    if (recordedCalls < 1 || recordedBodies < 0 || recordedBodyBytes < 0) {
      throw new IllegalArgumentException("what is recorded must not be a negative number");
    }
  }

  /** The vendors as documented, on a free port of the loopback address. */
  public static SandboxConfig defaults() {
    return new SandboxConfig(
        "127.0.0.1",
        0,
        Duration.ZERO,
        false,
        1 << 20,
        1_000,
        100_000,
        DemandbaseOptions.defaults(),
        LinkedInOptions.defaults(),
        BomboraOptions.defaults());
  }

  /** This configuration on another address. */
  public SandboxConfig withHost(String value) {
    return with(draft -> draft.host = value);
  }

  /** This configuration on another port. */
  public SandboxConfig withPort(int value) {
    return with(draft -> draft.port = value);
  }

  /** This configuration with that latency on every vendor call. */
  public SandboxConfig withLatency(Duration value) {
    return with(draft -> draft.latency = value);
  }

  /** This configuration with bodies kept or not. */
  public SandboxConfig withRecordBodies(boolean value) {
    return with(draft -> draft.recordBodies = value);
  }

  /** This configuration with another number of calls kept. */
  public SandboxConfig withRecordedCalls(int value) {
    return with(draft -> draft.recordedCalls = value);
  }

  /** This configuration with Demandbase's options changed. */
  public SandboxConfig demandbase(UnaryOperator<DemandbaseOptions> change) {
    return with(draft -> draft.demandbase = change.apply(demandbase));
  }

  /** This configuration with LinkedIn's options changed. */
  public SandboxConfig linkedin(UnaryOperator<LinkedInOptions> change) {
    return with(draft -> draft.linkedin = change.apply(linkedin));
  }

  /** This configuration with Bombora's options changed. */
  public SandboxConfig bombora(UnaryOperator<BomboraOptions> change) {
    return with(draft -> draft.bombora = change.apply(bombora));
  }

  /** This configuration without any rate or daily limit, for tests of throughput. */
  public SandboxConfig withoutRates() {
    return demandbase(o -> o.withPostsPerDay(0).withPutsPerDay(0).withReadsPerDay(0))
        .linkedin(o -> o.withCompaniesPerMinute(0))
        .bombora(o -> o.withRequestsPerMinute(0));
  }

  private SandboxConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** The configuration while a part of it is changed. */
  private static final class Draft {
    private String host;
    private int port;
    private Duration latency;
    private boolean recordBodies;
    private final int recordedBodyBytes;
    private final int recordedBodies;
    private int recordedCalls;
    private DemandbaseOptions demandbase;
    private LinkedInOptions linkedin;
    private BomboraOptions bombora;

    Draft(SandboxConfig config) {
      host = config.host;
      port = config.port;
      latency = config.latency;
      recordBodies = config.recordBodies;
      recordedBodyBytes = config.recordedBodyBytes;
      recordedBodies = config.recordedBodies;
      recordedCalls = config.recordedCalls;
      demandbase = config.demandbase;
      linkedin = config.linkedin;
      bombora = config.bombora;
    }

    SandboxConfig config() {
      return new SandboxConfig(
          host,
          port,
          latency,
          recordBodies,
          recordedBodyBytes,
          recordedBodies,
          recordedCalls,
          demandbase,
          linkedin,
          bombora);
    }
  }
}
