package io.muster.pipelines.preview;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.workspace.StateLocation;
import io.muster.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PreviewTextTest {

  @Test
  void showsWhatAMirrorWouldHoldBackWithTheMendAndWhatWouldBeLeftOut() {
    AudienceLine counts =
        new AudienceLine(
            "tier-1",
            "a1",
            "Tier 1",
            "7",
            5,
            0,
            0,
            0,
            0,
            0,
            5,
            0,
            0,
            0,
            Map.of(),
            Map.of("REMOVALS_BLOCKED", 15L, "TOO_LONG", 2L));

    assertThat(
        render(counts),
        containsString(
            """

            would be held back or stay owed, in none of these counts:
              15 REMOVALS_BLOCKED: so many removals at once were held back, to be safe; \
            if they are right, run it again with --confirm-removals 'Tier 1', \
            or raise the audience's guard
                15 in tier-1, Tier 1

            would be left out, while the change goes on without it:
              2 TOO_LONG: a name is over 255 characters
                2 in tier-1, Tier 1
            """));
  }

  private static String render(AudienceLine counts) {
    Preview preview =
        new Preview(
            List.of(
                new ListPreview(
                    "c", counts, Optional.of("7"), true, Optional.empty(), List.of(), List.of())),
            0,
            List.of(),
            0,
            List.of(),
            List.of());
    StateLocation state = new StateLocation(".muster", ".muster");
    PreviewRequest request =
        new PreviewRequest(
            new Workspace("muster.yaml", state, List.of(), List.of()),
            List.of("in.jsonl"),
            0,
            false,
            Set.of(),
            RememberedLists.of(state),
            MembershipUse.believing(),
            false,
            Optional.empty(),
            List.of());
    return PreviewText.render(preview, request, false);
  }
}
