package io.muster.cli.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.muster.delivery.ConnectionPlan;
import io.muster.destination.Destinations;
import io.muster.pipelines.ActivationPipeline;
import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.RunOutputs;
import io.muster.pipelines.membership.MembershipFolders;
import io.muster.pipelines.registry.RegistryLocation;
import io.muster.pipelines.report.ReportHead;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunOutcome;
import io.muster.pipelines.sink.RunFolder;
import io.muster.pipelines.source.InputFiles;
import io.muster.pipelines.source.ReadJsonLines;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.vendor.Credential;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.workspace.Secrets;
import io.muster.workspace.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Planted credentials are looked for in everything that a run says and leaves behind. */
class SecretsStayOutTest {

  private static final String CANARY = "canary7f3e";
  @TempDir private Path folder;

  /** One account in both audiences, and one that is excluded. */
  private List<Path> input() throws IOException {
    String membership =
        """
        "segmentMembership":{"ups":{"%s":{"status":"realized","lastQualificationTime":"2026-11-20T10:00:00Z"},"%s":{"status":"realized","lastQualificationTime":"2026-11-20T10:00:00Z"}}}}"""
            .formatted(Bench.TIER, Bench.RENEWALS);
    String good =
        """
        {"accountKey":{"sourceKey":"a1"},"accountName":"Acme","accountOrganization":{"domain":"acme.com"},"""
            + membership;
    String bad = "{\"accountKey\":{\"sourceKey\":\"a2\"}," + membership;
    return List.of(Files.write(folder.resolve("input.jsonl"), List.of(good, bad)));
  }

  private static SandboxConfig acceptingCanaries() {
    Credential credential =
        new Credential("sandbox", CANARY + "token", "sandbox-client", CANARY + "secret", "");
    return Bench.freeOfRates()
        .demandbase(options -> options.withCredentials(List.of(credential)))
        .linkedin(options -> options.withCredentials(List.of(credential)))
        .bombora(options -> options.withCredentials(List.of(credential)));
  }

  private static void plant(Bench bench) throws IOException {
    bench.secret("demandbase", CANARY + "token");
    bench.secret("linkedin", CANARY + "token");
    bench.secret("bombora", CANARY + "secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "flink"})
  void nothingThatARunSaysOrLeavesHoldsACredential(String runner) throws Exception {
    try (Bench bench = new Bench(folder, acceptingCanaries())) {
      plant(bench);
      Recorded recorded = record(() -> bench.activate(runner, "good", input()));

      assertThat("the credentials were used", bench.sandbox.lists().size(), is(4));
      assertThat(recorded.text(), not(containsString(CANARY)));
      assertNoCanaryBelow(bench);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "flink"})
  void norDoesARunWhoseCredentialsAreRefused(String runner) throws Exception {
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      plant(bench);
      Recorded recorded = record(() -> bench.activate(runner, "refused", input()));

      assertThat(recorded.outcome().exitCode(), is(ExitCode.DEAD_LETTERS));
      assertThat(recorded.outcome().report().status(), is("incomplete"));
      assertThat(recorded.text(), not(containsString(CANARY)));
      assertThat(bench.notices.toString(), not(containsString(CANARY)));
      assertNoCanaryBelow(bench);
    }
  }

  @Test
  void theJobGraphHoldsReferencesOnly() throws Exception {
    try (Bench bench = new Bench(folder, acceptingCanaries())) {
      plant(bench);
      Workspace workspace = bench.workspace();
      Pipeline pipeline = Pipeline.create(Bench.flinkOptions());
      new ActivationPipeline(
              workspace,
              ReportHead.of("run", "2026-11-22T00:00:00Z", workspace),
              RunOutputs.of(new RunFolder(folder.resolve("graph").toString())),
              Set.of(),
              new Surroundings(
                  Secrets.ofProcess(),
                  RegistryLocation.of(workspace.state()).opener(),
                  MembershipFolders.of(workspace.state()),
                  Duration.ofMinutes(1),
                  true),
              MembershipUse.believing())
          .activate(
              pipeline,
              "ReadFiles",
              ReadJsonLines.of(InputFiles.resolve(List.of(input().get(0).toString()))),
              Optional.empty());
      String graph =
          new String(
              PipelineTranslation.toProto(pipeline).toByteArray(), StandardCharsets.ISO_8859_1);
      assertThat(graph, not(containsString(CANARY)));
      assertThat("the references travel", serialised(workspace), containsString(".secret"));
      assertThat(serialised(workspace), not(containsString(CANARY)));
    }
  }

  private static String serialised(Workspace workspace) throws IOException {
    ConnectionPlan plan =
        ConnectionPlan.of(
            "run",
            workspace,
            workspace.connection("linkedin"),
            Destinations.load().require("linkedin-companies").spec(),
            Set.of());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(workspace);
      out.writeObject(plan);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private void assertNoCanaryBelow(Bench bench) throws IOException {
    try (Stream<Path> files = Files.walk(bench.folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().endsWith(".secret")) {
          String text = Files.readString(file, StandardCharsets.ISO_8859_1);
          assertThat(file.toString(), text, not(containsString(CANARY)));
        }
      }
    }
  }

  private record Recorded(String text, RunOutcome outcome) {}

  private interface Run {
    RunOutcome run() throws Exception;
  }

  /** What is written to both streams meanwhile, the log included. */
  private static Recorded record(Run run) throws Exception {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
    try {
      RunOutcome outcome = run.run();
      both.flush();
      return new Recorded(bytes.toString(StandardCharsets.UTF_8), outcome);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
