package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.workspace.StateLocation;
import io.muster.workspace.Workspace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RunConsoleTest {

  private static final String REPLAY = "muster replay -w muster.yaml --dead-letters out";

  @Test
  void whatAMirrorHeldBackIsConfirmedAndNotReplayed() {
    String shown = show(line(0, Map.of(), Map.of("REMOVALS_BLOCKED", 15L)));

    assertThat(shown, containsString("run it again with --confirm-removals 'Tier 1'"));
    assertThat(
        shown,
        containsString(
            "Removals that are held back without a change of their own are confirmed, not"
                + " replayed."));
    assertThat(shown, not(containsString("muster replay")));
  }

  @Test
  void whatIsOwedWithoutAChangeIsNotReplayed() {
    String shown = show(line(0, Map.of(), Map.of("VENDOR_UNAVAILABLE", 3L)));

    assertThat(shown, containsString("3 VENDOR_UNAVAILABLE"));
    assertThat(shown, not(containsString("muster replay")));
    assertThat(shown, not(containsString("confirmed")));
  }

  @Test
  void changesThatWereNotActivatedAreReplayed() {
    assertThat(show(line(2, Map.of("VENDOR_REJECTED", 2L), Map.of())), containsString(REPLAY));
  }

  @Test
  void aReplayOfRemovalsThatWereHeldBackWantsThemConfirmed() {
    String shown = show(line(2, Map.of("REMOVALS_BLOCKED", 2L), Map.of()));

    assertThat(shown, containsString(REPLAY));
    assertThat(
        shown,
        containsString("Removals that were held back go only with --confirm-removals 'Tier 1'"));
  }

  private static AudienceLine line(
      long failed, Map<String, Long> byCode, Map<String, Long> warnings) {
    return new AudienceLine(
        "flow", "a", "Tier 1", "1", failed, 0, 0, 0, 0, failed, 0, 0, 0, 0, byCode, warnings);
  }

  private static String show(AudienceLine line) {
    StringWriter out = new StringWriter();
    Surroundings surroundings =
        new Surroundings(Clock.fixed(CommandRun.NOW, ZoneOffset.UTC), new Random(7), false);
    ActivationRequest request =
        new ActivationRequest(
            "r",
            new Workspace(
                "muster.yaml", new StateLocation(".muster", ".muster"), List.of(), List.of()),
            List.of("in.jsonl"),
            "out",
            Set.of(),
            Duration.ofHours(1),
            List.of());
    new RunConsole(
            MusterCommandLine.of(
                new PrintWriter(out, true), new PrintWriter(new StringWriter()), surroundings),
            surroundings,
            false)
        .show(
            request,
            new RunReport(
                "r",
                "incomplete",
                "2026-11-22T01:45:01Z",
                "2026-11-22T01:45:09Z",
                List.of(line),
                0));
    return out.toString();
  }
}
