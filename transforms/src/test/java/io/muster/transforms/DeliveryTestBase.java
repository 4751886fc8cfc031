package io.muster.transforms;

import io.muster.coders.MembershipChangeCoder;
import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.ListPlan;
import io.muster.delivery.ListRef;
import io.muster.delivery.MembershipLog;
import io.muster.delivery.RunManner;
import io.muster.delivery.VendorTraits;
import io.muster.destination.Connections;
import io.muster.destination.DestinationSpec;
import io.muster.destination.Destinations;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.model.Version;
import io.muster.parse.Plans;
import io.muster.sandbox.ManualClock;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.vendor.Vendor;
import io.muster.transforms.DeliverMembers.ClockSource;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Limits;
import io.muster.workspace.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A delivery on DirectRunner to a vendor's simulator over HTTP: audience {@code a1}. */
@ExtendWith(TestPipelineExtension.class)
abstract class DeliveryTestBase {

  static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  static final Duration BATCH_AGE = Duration.ofSeconds(30);
  static final String LIST = "Audience a1";

  /** The settings of a test: nothing waits long but batches. */
  static final DeliverySettings PATIENT =
      new DeliverySettings(
          BATCH_AGE, Duration.ofHours(24), Duration.ofMillis(20), Duration.ofMillis(20), 1_000_000);

  private static final Auth CLIENT =
      new Auth.ClientCredentials(
          new ConfigValue.Literal("sandbox-client"), new ConfigValue.Literal("sandbox-secret"));
  private static final Auth REFRESH =
      new Auth.RefreshToken(
          new ConfigValue.Literal("sandbox-client"),
          new ConfigValue.Literal("sandbox-secret"),
          new ConfigValue.Literal("sandbox-refresh-token"));

  final Shared<ManualClock> clock = Shared.of(ManualClock.at(START));
  final Shared<TestRegistry> registry = Shared.of(new TestRegistry());
  final Delivered delivered = new Delivered();
  Sandbox sandbox;
  TestPipeline pipeline;
  private long nextLine = 1;

  @BeforeEach
  void start(TestPipeline pipelineOfTest) throws IOException {
    pipeline = pipelineOfTest;
    sandbox = Sandbox.start(SandboxConfig.defaults().withoutRates());
  }

  @AfterEach
  void stop() {
    sandbox.close();
    delivered.close();
    registry.close();
    clock.close();
  }

  ConnectionPlan plan(Vendor vendor, int batchSize, DeliverySettings delivery) {
    Connection connection = connection("test", vendor, batchSize, delivery);
    return new ConnectionPlan(
        "run-1",
        connection,
        List.of(new ListPlan(new ListRef("flow", "a1"), Plans.audience("a1"), false)),
        VendorTraits.of(spec(connection)).settled(),
        RunManner.guarding(Duration.ZERO));
  }

  /** The sandbox's account at a vendor, without a rate. */
  Connection connection(String name, Vendor vendor, int batchSize, DeliverySettings delivery) {
    String destination =
        switch (vendor) {
          case DEMANDBASE -> "demandbase";
          case DEMANDBASE_PEOPLE -> "demandbase-people";
          case LINKEDIN -> "linkedin-companies";
          case BOMBORA -> "bombora";
        };
    Connection asDocumented =
        Connections.to(
            Destinations.load().require(destination),
            vendor == Vendor.LINKEDIN ? REFRESH : CLIENT,
            sandbox.endpoint(vendor).toString(),
            sandbox.tokenEndpoint(vendor).toString());
    return new Connection(
        name,
        asDocumented.destination(),
        "",
        asDocumented.account(),
        asDocumented.auth(),
        asDocumented.endpoint(),
        asDocumented.tokenEndpoint(),
        name,
        asDocumented.options(),
        new Limits(batchSize, Limits.UNLIMITED, Limits.UNLIMITED),
        delivery);
  }

  static DestinationSpec spec(Connection connection) {
    return Destinations.load().require(connection.destination()).spec();
  }

  /** Runs a script on the test's own clock. */
  void run(DeliveryScript<MembershipChange> script, ConnectionPlan plan) {
    Shared<ManualClock> ticks = clock;
    run(script, plan, Duration.ofMinutes(1), ticks::get);
  }

  PipelineResult run(
      DeliveryScript<MembershipChange> script,
      ConnectionPlan plan,
      Duration drainTimeout,
      ClockSource clockSource) {
    return run(script, plan, drainTimeout, clockSource, false);
  }

  PipelineResult run(
      DeliveryScript<MembershipChange> script,
      ConnectionPlan plan,
      Duration drainTimeout,
      ClockSource clockSource,
      boolean callsAside) {
    Shared<TestRegistry> lists = registry;
    delivered.gather(
        pipeline
            .apply(script)
            .apply(
                "Deliver",
                DeliverMembers.of(
                    plan,
                    new Surroundings(
                        Secrets.ofProcess(),
                        lists::get,
                        MembershipLog.Opener.NOTHING,
                        drainTimeout,
                        false,
                        clockSource,
                        callsAside))));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  DeliveryScript<MembershipChange> script() {
    return new DeliveryScript<>(clock, MembershipChangeCoder.of());
  }

  /** A profile joins with a company's domain, {@code minute} minutes after the start. */
  MembershipChange join(String profile, String domain, int minute) {
    return change(profile, domain, minute, false);
  }

  MembershipChange leave(String profile, String domain, int minute) {
    return change(profile, domain, minute, true);
  }

  MembershipChange change(String profile, String domain, int minute, boolean exit) {
    Member member =
        new Member(
            "companyWebsiteDomain=" + domain,
            Map.of("companyWebsiteDomain", domain, "companyName", "Company at " + domain));
    return changeOf(profile, member, minute, exit);
  }

  /**
   * Any change.
   *
   * @param member null for an exit that names none
   */
  MembershipChange changeOf(String profile, Member member, int minute, boolean exit) {
    SourcePosition position = new SourcePosition("day.jsonl", nextLine++);
    byte[] record = "{\"line\":%d}".formatted(position.offset()).getBytes(StandardCharsets.UTF_8);
    Version version =
        new Version(START.plus(Duration.ofMinutes(minute)), exit, Instant.MIN, position);
    return new MembershipChange(
        "flow", "a1", profile, version, member, SourceRecord.ofFile(position, record));
  }

  Set<String> members(Vendor vendor) {
    return sandbox.list(vendor, LIST).orElseThrow().identifiers();
  }
}
