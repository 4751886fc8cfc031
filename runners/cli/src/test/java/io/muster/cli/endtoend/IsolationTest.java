package io.muster.cli.endtoend;

import static io.muster.cli.endtoend.WorkspaceText.BOMBORA;
import static io.muster.cli.endtoend.WorkspaceText.DEMANDBASE;
import static io.muster.cli.endtoend.WorkspaceText.LINKEDIN;
import static io.muster.cli.endtoend.WorkspaceText.PEOPLE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.pipelines.run.RunOutcome;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.vendor.Vendor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A vendor that is down for the whole run delays no other: from the run's start to the last batch
 * that another vendor accepts is at most 1.2 times as long as without that connection.
 */
@Tag("alone")
final class IsolationTest {

  private static final double MOST = 1.2;
  private static final int ROUNDS = 3;
  private static final int PROFILES = 900;
  private static final Duration LATENCY = Duration.ofMillis(50);

  /** Longer than the others need, so that waiting for it would show. */
  private static final Duration DOWN = Duration.ofSeconds(10);

  @TempDir private Path folder;

  static Stream<Arguments> cases() {
    Fault hangs = Fault.of(FaultKind.STALL).delay(Duration.ofSeconds(5)).on(Vendor.BOMBORA);
    Fault resets = Fault.of(FaultKind.RESET_BEFORE).on(Vendor.BOMBORA);
    return Stream.of(
        Arguments.of(Engine.DIRECT, hangs),
        Arguments.of(Engine.FLINK, hangs),
        Arguments.of(Engine.FLINK, resets),
        Arguments.of(Engine.FLINK_BATCH, hangs));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aVendorThatIsDownDelaysNoOther(Engine engine, Fault down) throws Exception {
    // The first run of a process is slower than those that are compared.
    run(engine, "warm", 1, new String[] {PEOPLE}, Stream.empty());
    // Noise of the machine only adds, so the shortest times of a few rounds are compared.
    Duration with = Duration.ofDays(1);
    Duration alone = Duration.ofDays(1);
    for (int round = 0; round < ROUNDS && ratio(with, alone) > MOST; round++) {
      with =
          shorter(
              with,
              run(
                  engine,
                  "with" + round,
                  PROFILES,
                  new String[] {DEMANDBASE, PEOPLE, LINKEDIN, BOMBORA},
                  Stream.of(down)));
      alone =
          shorter(
              alone,
              run(
                  engine,
                  "alone" + round,
                  PROFILES,
                  new String[] {DEMANDBASE, PEOPLE, LINKEDIN},
                  Stream.empty()));
    }
    assertThat(
        "with it %s, without %s".formatted(with, alone),
        ratio(with, alone),
        is(lessThanOrEqualTo(MOST)));
  }

  private static double ratio(Duration with, Duration alone) {
    return with.equals(Duration.ofDays(1)) ? MOST + 1 : (double) with.toMillis() / alone.toMillis();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** How long the vendors that are up needed. */
  private Duration run(
      Engine engine, String name, int profiles, String[] connections, Stream<Fault> faults)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve(name));
    SandboxConfig slow = Bench.freeOfRates().withLatency(LATENCY);
    try (Bench bench = new Bench(own, slow)) {
      faults.forEach(bench.sandbox.faults()::order);
      WorkspaceText text =
          bench
              .workspaceText()
              .only(connections)
              .limits(DEMANDBASE, "batchSize: 150")
              .limits(PEOPLE, "batchSize: 150")
              .limits(LINKEDIN, "batchSize: 30")
              .delivery(BOMBORA, "maxBatchAge: 1s, firstRetry: 1s");
      List<Path> inputs = List.of(bench.input("changes", lines(profiles)));

      RunOutcome outcome =
          bench.activate(Activation.of(engine, name, bench.read(text), inputs).draining(DOWN));

      VendorState wanted = VendorState.mustBe(changes(profiles));
      assertThat(VendorState.of(bench.sandbox).champions(), is(wanted.champions()));
      return Duration.between(
          Instant.parse(outcome.report().startedAt()), lastAccepted(bench.ledger(name)));
    }
  }

  private static Instant lastAccepted(List<JsonNode> ledger) {
    return ledger.stream()
        .filter(line -> line.path("status").asText().equals("accepted"))
        .filter(line -> !line.path("connection").asText().equals(BOMBORA))
        .map(line -> Instant.parse(line.path("at").asText()))
        .max(Instant::compareTo)
        .orElseThrow();
  }

  private static List<Change> changes(int profiles) {
    return IntStream.range(0, profiles)
        .boxed()
        .flatMap(
            i ->
                Stream.of(Bench.TIER, Bench.RENEWALS, Bench.CHAMPIONS)
                    .map(audience -> Change.joins(audience, i, i)))
        .toList();
  }

  private static List<String> lines(int profiles) {
    return changes(profiles).stream().map(Change::json).toList();
  }
}
