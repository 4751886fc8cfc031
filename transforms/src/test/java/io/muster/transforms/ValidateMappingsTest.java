package io.muster.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.muster.coders.MembershipChangeCoder;
import io.muster.coders.SourceRecordCoder;
import io.muster.model.Counts;
import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.parse.ParsePlan;
import io.muster.parse.Plans;
import io.muster.transforms.DeliverMembers.ClockSource;
import io.muster.workspace.Audience;
import io.muster.workspace.Guard;
import io.muster.workspace.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class ValidateMappingsTest {

  private static final Audience OVER =
      new Audience(
          "over", "Over", Instant.MIN, Instant.parse("2020-01-01T00:00:00Z"), false, Guard.DEFAULT);

  /** Audience a1 through both, a2 through the first, and one whose time is over. */
  private static final Workspace WORKSPACE =
      Workspaces.of(
          Workspaces.intent("first", Plans.audience("a1"), Plans.audience("a2"), OVER),
          Workspaces.intent("second", Plans.audience("a1")));

  private static final ParsePlan PLAN = ParsePlan.of(WORKSPACE.dataflows());

  private static PCollectionTuple validate(TestPipeline pipeline, String... lines) {
    return validate(ValidateMappings.of(WORKSPACE, PLAN, ClockSource.SYSTEM), pipeline, lines);
  }

  private static PCollectionTuple validate(
      ValidateMappings step, TestPipeline pipeline, String... lines) {
    return pipeline
        .apply("Records", Create.of(Records.lines(lines)).withCoder(SourceRecordCoder.of()))
        .apply(ParseProfileChanges.of(PLAN, ClockSource.SYSTEM))
        .get(ParseProfileChanges.CHANGES)
        .apply(step);
  }

  private static String where(MembershipChange change) {
    return "%s %s %s %s"
        .formatted(
            change.dataflow(),
            change.audience(),
            change.profileId(),
            change.member() == null ? "nothing" : change.member().key());
  }

  @Test
  void aRecordSpeaksOnceForEachDataflowAndAudienceThatItNames(TestPipeline pipeline) {
    PCollectionTuple validated =
        validate(
            pipeline,
            Records.account("p1", " https://WWW.Acme.com/about ", "a1", "a2", "unmapped"),
            Records.account("p2", "globex.com", "a2"),
            Records.account("p3", "initech.com", "unmapped"));

    PAssert.that(validated.get(ValidateMappings.VALID))
        .satisfies(
            changes -> {
              assertThat(
                  Records.listOf(changes).stream().map(ValidateMappingsTest::where).toList(),
                  containsInAnyOrder(
                      "first a1 p1 companyWebsiteDomain=acme.com",
                      "first a2 p1 companyWebsiteDomain=acme.com",
                      "second a1 p1 companyWebsiteDomain=acme.com",
                      "first a2 p2 companyWebsiteDomain=globex.com"));
              return null;
            });
    PAssert.that(validated.get(ValidateMappings.EXCLUDED)).empty();
    PAssert.that(validated.get(ValidateMappings.COUNTS))
        .satisfies(
            deltas -> {
              assertThat(Records.counts(deltas, "first", "a1").received(), is(1L));
              assertThat(Records.counts(deltas, "first", "a2").received(), is(2L));
              assertThat(Records.counts(deltas, "second", "a1").received(), is(1L));
              assertThat(Records.counts(deltas, "first", "a2").excluded(), is(0L));
              return null;
            });
    pipeline.run();
  }

  @Test
  void whatDoesNotQualifyIsALetterWithCodeFieldAndReason(TestPipeline pipeline) {
    PCollectionTuple validated =
        validate(
            pipeline,
            Records.account("p1", "", "a1"),
            Records.account("p2", "not a domain", "a2"),
            Records.account("p3", "initech.com", "over"),
            Records.account("", "acme.com", "a2"));

    PAssert.that(validated.get(ValidateMappings.VALID)).empty();
    PAssert.that(validated.get(ValidateMappings.EXCLUDED))
        .satisfies(
            letters -> {
              List<String> all =
                  Records.listOf(letters).stream()
                      .map(
                          each ->
                              "%s %s %s %s line %d"
                                  .formatted(
                                      each.dataflow(),
                                      each.audience(),
                                      each.reason(),
                                      each.field(),
                                      each.origin().position().offset()))
                      .toList();
              assertThat(
                  all,
                  containsInAnyOrder(
                      "first a1 MISSING_FIELD companyWebsiteDomain line 1",
                      "second a1 MISSING_FIELD companyWebsiteDomain line 1",
                      "first a2 INVALID_FORMAT companyWebsiteDomain line 2",
                      "first over OUT_OF_SCHEDULE  line 3",
                      "first a2 NO_PROFILE_ID  line 4"));
              for (DeadLetter letter : letters) {
                assertThat(letter.attempts(), is(0));
                assertThat(letter.reason().kind(), is(Reason.Kind.EXCLUDED));
                assertThat(letter.words().isEmpty(), is(false));
              }
              return null;
            });
    PAssert.that(validated.get(ValidateMappings.COUNTS))
        .satisfies(
            deltas -> {
              Counts counts = Records.counts(deltas, "first", "a2");
              assertThat(counts.received(), is(2L));
              assertThat(counts.excluded(), is(2L));
              assertThat(counts.pending(), is(0L));
              assertThat(counts.byCode(), is(Map.of("INVALID_FORMAT", 1L, "NO_PROFILE_ID", 1L)));
              return null;
            });
    pipeline.run();
  }

  @Test
  void eachConnectionGetsTheChangesOfItsOwnDataflows(TestPipeline pipeline) {
    PCollection<MembershipChange> valid =
        validate(pipeline, Records.account("p1", "acme.com", "a1", "a2"))
            .get(ValidateMappings.VALID)
            .setCoder(MembershipChangeCoder.of());
    SplitByConnection split = SplitByConnection.of(WORKSPACE, WORKSPACE.connections());
    PCollectionTuple byConnection = valid.apply(split);

    PAssert.that(byConnection.get(split.tag("to-first")))
        .satisfies(
            changes -> {
              assertThat(
                  Records.listOf(changes).stream().map(ValidateMappingsTest::where).toList(),
                  containsInAnyOrder(
                      "first a1 p1 companyWebsiteDomain=acme.com",
                      "first a2 p1 companyWebsiteDomain=acme.com"));
              return null;
            });
    PAssert.thatSingleton(byConnection.get(split.tag("to-second")))
        .satisfies(
            change -> {
              assertThat(where(change), is("second a1 p1 companyWebsiteDomain=acme.com"));
              return null;
            });
    pipeline.run();
  }

  @Test
  void aSnapshotOfRecordsThatNameNoProfileSightsNobody(TestPipeline pipeline) {
    PCollectionTuple validated =
        validate(
            ValidateMappings.of(WORKSPACE, PLAN, ClockSource.SYSTEM).ofSnapshot(),
            pipeline,
            "{\"error\":\"unauthorized\"}",
            Records.account("", "acme.com", "a2"));

    PAssert.that(validated.get(ValidateMappings.VALID)).empty();
    pipeline.run();
  }

  @Test
  void aSnapshotSightsTheProfilesThatDoNotQualify(TestPipeline pipeline) {
    PCollectionTuple validated =
        validate(
            ValidateMappings.of(WORKSPACE, PLAN, ClockSource.SYSTEM).ofSnapshot(),
            pipeline,
            Records.account("p1", "not a domain", "a2"));

    PAssert.that(validated.get(ValidateMappings.VALID))
        .satisfies(
            changes -> {
              for (MembershipChange change : changes) {
                assertThat(change.isSighting() && change.sightsSomebody(), is(true));
              }
              assertThat(
                  Records.listOf(changes).stream().map(ValidateMappingsTest::where).toList(),
                  hasItem("first a2 p1 nothing"));
              return null;
            });
    pipeline.run();
  }
}
