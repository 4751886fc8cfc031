package io.muster.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.run.ActivationRequest;
import io.muster.pipelines.run.ActivationRun;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunListener;
import io.muster.pipelines.run.RunOutcome;
import io.muster.pipelines.run.RunnerLauncher;
import io.muster.pipelines.sink.RunFolder;
import io.muster.pipelines.workspace.WorkspaceReader;
import io.muster.pipelines.workspace.WorkspaceReading;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.vendor.ListMember;
import io.muster.sandbox.vendor.Vendor;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose input, run folder and memory between runs are in S3; the registry is a file here. */
class S3RunTest {

  @TempDir private Path folder;
  private S3Server server;
  private Sandbox sandbox;

  @BeforeEach
  void start() throws Exception {
    server = S3Server.start(folder);
    server.createBucket("bucket");
    sandbox = Sandbox.start(SandboxConfig.defaults().withoutRates());
    Files.writeString(folder.resolve("bombora.secret"), "sandbox-secret");
  }

  @AfterEach
  void stop() throws IOException {
    sandbox.close();
    server.close();
  }

  @Test
  void aRunKnowsWhatThoseBeforeItHaveDelivered() throws Exception {
    List<String> joined = changes(0, 40, "realized", 1);
    server.put("bucket/in/joined.jsonl", String.join("\n", joined) + "\nno JSON\n");

    RunOutcome first = activate("first", "s3://bucket/in/*.jsonl");

    assertThat(first.exitCode(), is(ExitCode.DEAD_LETTERS));
    assertThat(members(), hasSize(40));
    assertThat(lines("first", RunFolder.LEDGER), hasSize(1));
    assertThat(lines("first", RunFolder.DEAD_LETTERS), hasSize(1));
    assertThat(new RunFolder("s3://bucket/runs/first").report(), is(Optional.of(first.report())));

    RunOutcome again = activate("again", "s3://bucket/in");

    assertThat(again.report().dataflows().get(0).unchanged(), is(40L));
    assertThat(again.report().dataflows().get(0).calls(), is(0L));

    List<String> left = changes(10, 40, "exited", 2);
    server.put("bucket/left.jsonl", String.join("\n", left));
    RunOutcome last = activate("last", "s3://bucket/left.jsonl");

    assertThat(last.exitCode(), is(ExitCode.DELIVERED));
    assertThat(
        members(),
        containsInAnyOrder(
            IntStream.range(0, 10).mapToObj("company%d.com"::formatted).toArray(String[]::new)));
  }

  private List<String> members() {
    return sandbox.members(Vendor.BOMBORA, "Tier 1").stream().map(ListMember::identifier).toList();
  }

  private static List<String> lines(String run, String below) throws IOException {
    List<String> lines = new ArrayList<>();
    new RunFolder("s3://bucket/runs/" + run).lines(below, lines::add);
    return lines;
  }

  private static List<String> changes(int from, int to, String status, int day) {
    return IntStream.range(from, to)
        .mapToObj(
            account ->
                """
                {"accountKey":{"sourceKey":"a%d"},"accountOrganization":{"domain":"company%d.com"},"segmentMembership":{"ups":{"tier":{"status":"%s","lastQualificationTime":"2026-11-0%dT00:00:00Z"}}}}"""
                    .formatted(account, account, status, day))
        .toList();
  }

  private RunOutcome activate(String run, String input) throws Exception {
    ActivationRequest request =
        new ActivationRequest(
            run,
            workspace(),
            List.of(input),
            "s3://bucket/runs/" + run,
            Set.of("tier"),
            Duration.ofMinutes(1),
            List.of("--endpoint=" + server.endpoint()));
    return new ActivationRun(request, direct(), new Silent(), Clock.systemUTC()).run();
  }

  private Workspace workspace() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("muster.yaml"),
            """
            state: { registry: registry, membership: "s3://bucket/muster" }
            connections:
              intent:
                destination: bombora
                auth: { clientId: sandbox-client, clientSecret: "${file:bombora.secret}" }
                endpoint: %s
                tokenEndpoint: %s
                delivery: { maxBatchAge: 1s }
            dataflows:
              tiers:
                connection: intent
                audiences: [ { id: tier, name: Tier 1 } ]
                mappings:
                  - { source: accountOrganization.domain, target: companyWebsiteDomain }
                  - { source: accountKey.sourceKey, target: "identity:primaryId" }
            """
                .formatted(
                    sandbox.endpoint(Vendor.BOMBORA), sandbox.tokenEndpoint(Vendor.BOMBORA)));
    WorkspaceReading reading =
        WorkspaceReader.of(Destinations.load().all().stream().map(Destination::spec).toList())
            .read(file);
    return reading.workspace().orElseThrow(() -> new AssertionError(reading.problems()));
  }

  private static RunnerLauncher direct() {
    return ServiceLoader.load(RunnerLauncher.class).findFirst().orElseThrow();
  }

  private static final class Silent implements RunListener {
    @Override
    public void notice(String line) {}

    @Override
    public void progress(RunReport soFar) {}
  }
}
