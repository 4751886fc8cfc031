package io.muster.bundle;

import static io.muster.bundle.Site.BOMBORA;
import static io.muster.bundle.Site.LINKEDIN;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.flink.cluster.JarRun;
import io.muster.flink.cluster.JobState;
import io.muster.flink.distribution.FlinkDistribution;
import io.muster.pipelines.report.RunReport.AudienceLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The jar over files, in each way to submit it, on a real cluster of one JobManager and two
 * TaskManagers, which alone have the credentials.
 */
final class ClusterRunTest extends ClusterTestBase {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Muster overFiles(String run, Path workspace, Path input) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("activate", "-w", workspace.toString(), "--input", input.toString()));
    arguments.addAll(List.of("--flinkMaster", cluster.address(), "--parallelism=2", "--json"));
    arguments.addAll(List.of("--out", site.out(run).toString()));
    return Muster.start(folder, run, arguments);
  }

  private static List<String> lines(List<Account> changes, String... more) {
    List<String> lines = new ArrayList<>(changes.stream().map(Account::json).toList());
    lines.addAll(List.of(more));
    return lines;
  }

  @Test
  void aRunOverFilesEndsByItselfWithTheContractsExitCode() throws Exception {
    List<Account> changes = Account.random(1, 200, 60);
    Path input = site.input("changes", lines(changes, "no JSON"));

    try (Muster run = overFiles("files", site.workspace(LINKEDIN, BOMBORA), input)) {
      assertThat(run.ended().said(), run.code(), is(3));
      assertThat(run.json().get("status").asText(), is("completed"));
      assertThat(run.json().get("malformed").asInt(), is(1));
    }
    assertThat(site.held(LINKEDIN), equalTo(Account.domains(changes)));
    assertThat(site.held(BOMBORA), equalTo(Account.domains(changes)));
    assertThat(site.sandbox.breaches(), is(empty()));
  }

  @Test
  void aCredentialThatTheWorkersLackFailsWhatGoesThroughItsConnection() throws Exception {
    Path workspace = site.workspace(BOMBORA);
    String text = Files.readString(workspace).replace("BOMBORA_SECRET", "NOT_THERE");
    Files.writeString(workspace, text);
    Path input = site.input("changes", lines(Account.random(5, 10, 5)));

    try (Muster run = overFiles("lacking", workspace, input)) {
      assertThat(run.ended().said(), run.code(), is(3));
    }
    AudienceLine line = site.line("lacking", BOMBORA);
    assertThat(line.byCode(), is(Map.of("UNAUTHORIZED", line.failed())));
    assertThat(site.letters("lacking"), everyItem(containsString("${env:NOT_THERE} is not set")));
    assertThat(site.letters("lacking"), hasSize((int) line.failed()));
  }

  @Test
  void flinkRunTakesTheJarAndEndsWithTheContractsExitCode() throws Exception {
    List<Account> changes = Account.random(2, 100, 40);
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(conf.resolve("config.yaml"), "rest.port: 8081\n");
    List<String> command = new ArrayList<>(FlinkDistribution.jvmOptions());
    command.add("-Dlog.file=" + folder.resolve("flink-client.log"));
    command.addAll(List.of("-Xmx512m", "-cp", FlinkDistribution.classPath()));
    command.addAll(List.of("org.apache.flink.client.cli.CliFrontend", "run"));
    command.addAll(List.of("-m", cluster.address(), System.getProperty("muster.bundle")));
    command.addAll(List.of("activate", "-w", site.workspace(BOMBORA).toString()));
    command.addAll(List.of("--out", site.out("flink-run").toString()));
    command.addAll(List.of("--input", site.input("changes", lines(changes, "no JSON")).toString()));

    try (Muster run =
        Muster.java(folder, "flink-run", Map.of("FLINK_CONF_DIR", conf.toString()), command)) {
      assertThat(run.ended().said(), run.code(), is(3));
      assertThat(run.said(), containsString("run folder: " + site.out("flink-run")));
    }
    assertThat(site.held(BOMBORA), equalTo(Account.domains(changes)));
    assertThat(site.report("flink-run").status(), is("completed"));
  }

  @Test
  void theRestApiTakesTheJarAndTheJobManagerSaysWhatIsWrong() throws Exception {
    List<Account> changes = Account.random(3, 100, 40);
    Path workspace = site.workspace(BOMBORA);
    Path input = site.input("changes", lines(changes));
    String jar = cluster.rest().upload(Path.of(System.getProperty("muster.bundle")));

    String job =
        cluster
            .rest()
            .run(
                jar,
                JarRun.with(
                    "activate",
                    "-w",
                    workspace.toString(),
                    "--input",
                    input.toString(),
                    "--out",
                    site.out("rest").toString()));
    cluster.rest().awaitState(job, JobState.FINISHED, PATIENCE);

    assertThat(site.held(BOMBORA), equalTo(Account.domains(changes)));
    IOException refused =
        assertThrows(
            IOException.class,
            () ->
                cluster
                    .rest()
                    .run(
                        jar,
                        JarRun.with(
                            "activate", "-w", workspace.toString(), "--input", "/not/there")));
    assertThat(refused.getMessage(), containsString("input /not/there: no such file"));
    assertThat("the JobManager goes on", cluster.jobManager().isAlive());
  }
}
