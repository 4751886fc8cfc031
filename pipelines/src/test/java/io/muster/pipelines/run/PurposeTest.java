package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.model.Reason;
import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.RunStart;
import io.muster.pipelines.replay.ReplayChoice;
import io.muster.workspace.StateLocation;
import io.muster.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PurposeTest {

  private static final ActivationRequest BACKFILL = request("/etc/muster/muster.yaml", "");

  private static ActivationRequest request(String workspace, String choice) {
    return new ActivationRequest(
            "r",
            new Workspace(workspace, new StateLocation(".muster", ".muster"), List.of(), List.of()),
            List.of("in.jsonl"),
            "out",
            Set.of(),
            Duration.ofHours(1),
            List.of())
        .on(new RunTerms("backfill", choice, Optional.of("r"), IfRunning.FAIL, Duration.ZERO));
  }

  private static Purpose begun(String command, String workspace, Optional<String> choice) {
    return Purpose.of(
        new RunStart(
            "r",
            Optional.of("r"),
            command,
            workspace,
            choice,
            "direct",
            "out",
            LeaseHolder.ofThisProcess("r"),
            Instant.EPOCH));
  }

  private static boolean isThatOf(ActivationRequest request, Purpose before) {
    return Purpose.of(request).isThatOf(before);
  }

  @Test
  void isThatOfTheSameCommandAgain() {
    assertThat(
        isThatOf(BACKFILL, begun("backfill", "/etc/muster/muster.yaml", Optional.of(""))),
        is(true));
    assertThat(
        isThatOf(
            request("/etc/../etc/muster/muster.yaml", ""),
            begun("backfill", "/etc/muster/muster.yaml", Optional.of(""))),
        is(true));
  }

  @Test
  void isAnotherWithAnotherCommandWorkspaceOrChoice() {
    assertThat(
        isThatOf(BACKFILL, begun("replay", "/etc/muster/muster.yaml", Optional.of(""))), is(false));
    assertThat(
        isThatOf(BACKFILL, begun("backfill", "/etc/other/muster.yaml", Optional.of(""))),
        is(false));
    assertThat(
        isThatOf(
            BACKFILL,
            begun("backfill", "/etc/muster/muster.yaml", Optional.of("--dataflow tier-1"))),
        is(false));
  }

  @Test
  void takesAnEarlierMustersWordForWhatItHasNotSaid() {
    Path here = Path.of("muster.yaml").toAbsolutePath();
    assertThat(
        isThatOf(
            request(here.toString(), "--dataflow tier-1"),
            begun("backfill", "muster.yaml", Optional.empty())),
        is(true));
    assertThat(
        isThatOf(request(here.toString(), ""), begun("backfill", "other.yaml", Optional.empty())),
        is(false));
    assertThat(
        isThatOf(request(here.toString(), ""), begun("replay", "muster.yaml", Optional.empty())),
        is(false));
  }

  @Test
  void saysHowItWasAskedFor() {
    ActivationRequest mirror =
        request("/etc/muster/muster.yaml", "--dataflow tier-1 --audience 5f3a")
            .remembering(MembershipUse.ofSnapshot(false, true));
    assertThat(
        Purpose.of(mirror).words(),
        is(
            "muster backfill -w /etc/muster/muster.yaml --dataflow tier-1 --audience 5f3a"
                + " --mirror"));
    assertThat(
        Purpose.of(
                BACKFILL.replaying(
                    new ReplayChoice(
                        Set.of(Reason.UNAUTHORIZED), Set.of(), Instant.EPOCH, Instant.MAX, true)))
            .choice(),
        is(Optional.of("--code UNAUTHORIZED --from 1970-01-01T00:00:00Z --again")));
  }
}
