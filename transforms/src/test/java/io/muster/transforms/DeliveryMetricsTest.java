package io.muster.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import io.muster.coders.SourceRecordCoder;
import io.muster.delivery.ConnectionPlan;
import io.muster.model.MembershipChange;
import io.muster.parse.ParsePlan;
import io.muster.parse.Plans;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.vendor.Vendor;
import io.muster.transforms.DeliverMembers.ClockSource;
import io.muster.workspace.Connection;
import io.muster.workspace.Limits;
import io.muster.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;

/** What a run's metrics say, under which step. */
class DeliveryMetricsTest extends DeliveryTestBase {

  private static final Duration DRAIN = Duration.ofSeconds(30);

  private Map<String, Long> deliver(ConnectionPlan plan, MembershipChange... changes) {
    return metrics(run(script().bundle(changes), plan, DRAIN, Clock::systemUTC), "Deliver");
  }

  /** Counters and gauges by name; those of a step and what is in it. */
  private static Map<String, Long> metrics(PipelineResult result, String step) {
    MetricQueryResults all =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addStep(step)
                    .addNameFilter(MetricNameFilter.inNamespace("muster"))
                    .build());
    Map<String, Long> values = new TreeMap<>();
    all.getCounters().forEach(each -> values.put(each.getName().getName(), each.getAttempted()));
    all.getGauges()
        .forEach(each -> values.put(each.getName().getName(), each.getAttempted().getValue()));
    return values;
  }

  private static ConnectionPlan limited(ConnectionPlan plan, Limits limits) {
    Connection free = plan.connection();
    Connection limited =
        new Connection(
            free.name(),
            free.destination(),
            free.description(),
            free.account(),
            free.auth(),
            free.endpoint(),
            free.tokenEndpoint(),
            free.budget(),
            free.options(),
            limits,
            free.delivery());
    return new ConnectionPlan(plan.run(), limited, plan.lists(), plan.vendor(), plan.manner());
  }

  @Test
  void countsAddUpAndWhatIsOpenIsNothingAtTheEnd() {
    sandbox.faults().order(Fault.of(FaultKind.REJECT_ELEMENTS).elements("globex"));
    Map<String, Long> metrics =
        deliver(
            plan(Vendor.LINKEDIN, 5_000, PATIENT),
            join("p1", "acme.com", 1),
            join("p2", "globex.com", 1),
            join("p1", "acme.com", 0));

    assertThat(metrics, hasEntry("activated", 1L));
    assertThat(metrics, hasEntry("failed", 1L));
    assertThat(metrics, hasEntry("superseded", 1L));
    assertThat(metrics, hasEntry("added", 1L));
    assertThat(metrics, hasEntry("calls", 1L));
    assertThat(metrics, hasEntry("calls_partial", 1L));
    assertThat(metrics, hasEntry("pending", 0L));
    assertThat(metrics, hasEntry("oldest_pending_timestamp_seconds", 0L));
    assertThat(metrics, hasEntry("failing_since_timestamp_seconds", 0L));
    assertThat(metrics, hasEntry("stopped", 0L));
    // Counters are there before they count.
    assertThat(metrics, hasEntry("unchanged", 0L));
    assertThat(metrics, hasEntry("calls_unauthorized", 0L));
    assertThat(metrics, hasEntry("throttled_seconds", 0L));
  }

  @Test
  void saysWhenTheTokenAndItsCredentialEndAndNothingWhereThatIsNotKnown() {
    Instant now = Instant.now();
    Map<String, Long> metrics =
        deliver(plan(Vendor.LINKEDIN, 5_000, PATIENT), join("p1", "acme.com", 1));

    // LinkedIn: 60 days and 365 days (docs/vendors.md).
    assertThat(metrics.get("token_expiry_timestamp_seconds"), is(about(now, 60)));
    assertThat(metrics.get("credential_expiry_timestamp_seconds"), is(about(now, 365)));
  }

  private static org.hamcrest.Matcher<Long> about(Instant from, int days) {
    long expected = from.plus(Duration.ofDays(days)).getEpochSecond();
    return allOf(greaterThanOrEqualTo(expected - 60), lessThanOrEqualTo(expected + 60));
  }

  @Test
  void saysWhatIsLeftOfTheDayAndTheMinute() {
    ConnectionPlan plan = limited(plan(Vendor.BOMBORA, 1, PATIENT), new Limits(1, 60, 100));
    Map<String, Long> metrics =
        deliver(plan, join("p1", "acme.com", 1), join("p2", "globex.com", 1));

    assertThat(metrics, hasEntry("budget_per_day_members", 100L));
    assertThat(metrics, hasEntry("budget_left_today_members", 98L));
    assertThat(metrics, hasEntry("budget_per_minute_members", 60L));
    assertThat(metrics, not(hasKey("budget_per_day_jobs")));
    assertThat(
        metrics.get("budget_day_end_timestamp_seconds"),
        is(greaterThan(Instant.now().getEpochSecond() - 60)));
    // A client's secret has no end that the vendor tells.
    assertThat(metrics, not(hasKey("credential_expiry_timestamp_seconds")));
  }

  @Test
  void countsHowLongTheVendorMadeItWait() {
    sandbox
        .faults()
        .order(Fault.of(FaultKind.THROTTLE).path("/accounts$").retryAfter("2").times(1));
    Map<String, Long> metrics =
        deliver(plan(Vendor.BOMBORA, 1_000, PATIENT), join("p1", "acme.com", 1));

    assertThat(metrics, hasEntry("calls_throttled", 1L));
    assertThat(metrics, hasEntry("calls_accepted", 1L));
    assertThat(metrics.get("throttled_seconds"), is(greaterThanOrEqualTo(1L)));
    assertThat(metrics.get("throttled_until_timestamp_seconds"), is(greaterThan(0L)));
  }

  @Test
  void saysThatTheCredentialIsDead() {
    sandbox.revokeCredentials(Vendor.BOMBORA);
    Map<String, Long> metrics =
        deliver(plan(Vendor.BOMBORA, 1_000, PATIENT), join("p1", "acme.com", 1));

    assertThat(metrics, hasEntry("stopped", 1L));
    assertThat(metrics.get("calls_unauthorized"), is(greaterThan(0L)));
    assertThat(metrics, hasEntry("failed", 1L));
  }

  @Test
  void whatCameAndWasExcludedIsCountedForTheConnectionThatItCameFor(TestPipeline pipeline) {
    Workspace workspace =
        Workspaces.of(
            Workspaces.intent("first", Plans.audience("a1"), Plans.audience("a2")),
            Workspaces.intent("second", Plans.audience("a1")));
    ParsePlan plan = ParsePlan.of(workspace.dataflows());
    PCollectionTuple parsed =
        pipeline
            .apply(
                "Records",
                Create.of(
                        Records.lines(
                            Records.account("p1", "acme.com", "a1", "a2"),
                            Records.account("p2", "", "a2"),
                            "no json"))
                    .withCoder(SourceRecordCoder.of()))
            .apply("Parse", ParseProfileChanges.of(plan, ClockSource.SYSTEM));
    PCollection<io.muster.model.CountsDelta> counts =
        parsed
            .get(ParseProfileChanges.CHANGES)
            .apply("Validate", ValidateMappings.of(workspace, plan, ClockSource.SYSTEM))
            .get(ValidateMappings.COUNTS);
    counts.apply("Receive for one", CountReceived.of(Set.of("first")));
    counts.apply("Receive for other", CountReceived.of(Set.of("second")));

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(metrics(result, "Receive for one"), is(Map.of("received", 3L, "excluded", 1L)));
    assertThat(metrics(result, "Receive for other"), is(Map.of("received", 1L, "excluded", 0L)));
    assertThat(metrics(result, "Parse"), is(Map.of("malformed", 1L)));
  }
}
