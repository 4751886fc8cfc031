package io.muster.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import io.muster.model.Standing;
import io.muster.model.StandingOf;
import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Each count comes to where it belongs, and into the sums. */
class ReportHeadTest {

  private static final ReportHead HEAD =
      new ReportHead(
          "run",
          "2026-11-20T10:00:00Z",
          List.of(
              new ReportHead.Line("flow", "a1", "First"),
              new ReportHead.Line("flow", "a2", "Second")));

  private static final Counts DISTINCT =
      new Counts(
          "flow",
          "a1",
          "l1",
          1_000,
          1,
          2,
          3,
          40,
          50,
          60,
          70,
          8,
          Map.of("TOO_LONG", 40L, "VENDOR_REJECTED", 50L),
          Map.of("INVALID_FORMAT", 9L, "REMOVALS_BLOCKED", 11L));

  private static final AudienceLine LINE =
      new AudienceLine(
          "flow",
          "a1",
          "First",
          "l1",
          1_000,
          1,
          2,
          3,
          40,
          50,
          60,
          70,
          1_000 - 1 - 40 - 50 - 60 - 70,
          8,
          Map.of("TOO_LONG", 40L, "VENDOR_REJECTED", 50L),
          Map.of("INVALID_FORMAT", 9L, "REMOVALS_BLOCKED", 11L),
          100L,
          200L,
          300L,
          "ready");

  private static CountsDelta counted() {
    Standing standing =
        new Standing("ready", OptionalLong.of(100), OptionalLong.of(200), OptionalLong.of(300));
    return new CountsDelta(List.of(DISTINCT), List.of(new StandingOf("flow", "a1", standing)), 12);
  }

  @Test
  void eachCountIsWhereItBelongs() {
    RunReport report = HEAD.with(counted());

    assertThat(report.dataflows().get(0), is(LINE));
    assertThat(report.malformed(), is(12L));
    assertThat(report.status(), is("incomplete"));
    assertThat(report.endedAt(), is(nullValue()));
    assertThat(LINE.accepted(), is(5L));
    assertThat(LINE.owed(), is(Map.of("REMOVALS_BLOCKED", 11L)));
    assertThat(LINE.leftOut(), is(Map.of("INVALID_FORMAT", 9L)));
  }

  @Test
  void anAudienceOfWhichNothingHasComeHasALineOfNoughts() {
    AudienceLine line = HEAD.with(counted()).dataflows().get(1);

    assertThat(
        line,
        is(
            new AudienceLine(
                "flow", "a2", "Second", null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), Map.of())));
  }

  @Test
  void allLinesTogetherAreTheTotals() {
    RunReport twice =
        new RunReport("run", "completed", "2026-11-20T10:00:00Z", null, List.of(LINE, LINE), 0);
    Totals totals = Totals.of(twice);

    assertThat(
        totals,
        is(
            new Totals(
                2_000,
                2,
                4,
                6,
                80,
                100,
                120,
                140,
                2 * LINE.pending(),
                16,
                Map.of("TOO_LONG", 80L, "VENDOR_REJECTED", 100L),
                Map.of("INVALID_FORMAT", 18L),
                Map.of("REMOVALS_BLOCKED", 22L))));
    assertThat(totals.accepted(), is(10L));
    assertThat(totals.addUp(), is(true));
  }

  /** What several parts of the pipeline have counted of one audience. */
  @Test
  void partsOfCountsAddUp() {
    CountsDelta both = counted().plus(counted());
    Totals twice = Totals.of(new RunReport("run", "x", "y", null, List.of(LINE, LINE), 0));

    RunReport report = HEAD.with(both);
    assertThat(Totals.of(report), is(twice));
    assertThat(report.malformed(), is(24L));
    assertThat("the last word counts", report.dataflows().get(0).landed(), is(100L));
    assertThat(HEAD.with(CountsDelta.ofParts(both.parts().values())), is(report));
  }
}
