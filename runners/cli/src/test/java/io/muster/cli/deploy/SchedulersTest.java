package io.muster.cli.deploy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.cli.WrittenCommand;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ini4j.Config;
import org.ini4j.Ini;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The examples of runners/schedulers: each as its scheduler reads it, and its command run, with a
 * program in Muster's place that writes down its arguments and ends with a code.
 */
final class SchedulersTest {

  private static final Path FOLDER = DeployFiles.ROOT.resolve(Path.of("runners", "schedulers"));
  private static final String MUSTER = "/opt/muster/muster";
  private static final String TODAY = "nightly-[0-9]{4}-[0-9]{2}-[0-9]{2}";

  @TempDir private Path folder;
  private Path program;
  private Path arguments;

  @BeforeEach
  void placeTheProgram() throws IOException {
    program = folder.resolve("muster");
    arguments = folder.resolve("arguments");
    ends(0);
  }

  /** Lets the program end with a code. */
  private void ends(int code) throws IOException {
    Files.writeString(
        program,
        """
        #!/bin/sh
        for each in "$@"; do printf '%%s\\n' "$each"; done >'%s'
        exit %d
        """
            .formatted(arguments, code));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private static String text(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name));
  }

  private static WrittenCommand backfill(List<String> words) {
    WrittenCommand command = WrittenCommand.parse(words);
    assertThat(command.name(), is("backfill"));
    return command;
  }

  /** What a program has said, and its code. */
  private record Said(int code, String words) {}

  private Said run(Map<String, String> environment, String... command) throws Exception {
    Path said = folder.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat("it ends", process.waitFor(60, TimeUnit.SECONDS));
    return new Said(process.exitValue(), Files.readString(said));
  }

  // cron

  /** The command of the only line that is no comment and no variable, as cron hands it to sh. */
  private String cronCommand() throws IOException {
    List<String> lines =
        text("cron/muster-backfill")
            .lines()
            .filter(line -> !line.startsWith("#") && !line.matches("[A-Z]+=.*"))
            .toList();
    assertThat(lines, hasSize(1));
    String[] fields = lines.get(0).split(" ", 7);
    assertThat(String.join(" ", List.of(fields).subList(0, 5)), matchesPattern("[0-9*,/ -]+"));
    assertThat("the user", fields[5], is("muster"));
    assertThat(
        "cron ends a line at a bare %", fields[6].replace("\\%", ""), not(containsString("%")));
    return fields[6]
        .replace("\\%", "%")
        .replace(MUSTER, program.toString())
        .replace("/var/log/muster/backfill.log", folder.resolve("backfill.log").toString());
  }

  @ParameterizedTest
  @CsvSource({"0,false", "1,true", "2,true", "3,false", "4,true"})
  void cronMailsWhatSomebodyMustLookAt(int code, boolean mailed) throws Exception {
    ends(code);

    Said said = run(Map.of(), "/bin/sh", "-c", cronCommand());

    assertThat(said.words().contains("ended with " + code), is(mailed));
    assertThat(said.words().isEmpty(), is(!mailed));
    WrittenCommand command = backfill(Files.readAllLines(arguments));
    assertThat(command.value("--run-id"), matchesPattern(TODAY));
    assertThat(command.value("--if-running"), is("skip"));
  }

  /** Cron's hours are local, and a night there may have two dates of UTC. */
  @ParameterizedTest
  @CsvSource({"EAST-14,+14", "WEST+12,-12"})
  void cronsNightHasOneName(String zone, String offset) throws Exception {
    ZoneId place = ZoneId.of(offset);
    LocalDate before = LocalDate.now(place);

    run(Map.of("TZ", zone), "/bin/sh", "-c", cronCommand());

    WrittenCommand command = backfill(Files.readAllLines(arguments));
    assertThat(
        command.value("--run-id"), oneOf("nightly-" + before, "nightly-" + LocalDate.now(place)));
  }

  // systemd

  private Map<String, Map<String, List<String>>> unit(String name) throws IOException {
    Config asSystemdReads = new Config();
    asSystemdReads.setMultiOption(true);
    asSystemdReads.setEscape(false);
    asSystemdReads.setEscapeNewline(true);
    asSystemdReads.setStrictOperator(true);
    Ini unit = new Ini();
    unit.setConfig(asSystemdReads);
    unit.load(new StringReader(text("systemd/" + name)));
    Map<String, Map<String, List<String>>> sections = new TreeMap<>();
    unit.forEach(
        (section, values) ->
            values
                .keySet()
                .forEach(
                    key ->
                        sections
                            .computeIfAbsent(section, each -> new TreeMap<>())
                            .put(key, values.getAll(key))));
    return sections;
  }

  @Test
  void systemdsCommandIsMusters() throws Exception {
    List<String> start = unit("muster-backfill.service").get("Service").get("ExecStart");
    assertThat(start, hasSize(1));
    assertThat(start.get(0), startsWith("/bin/sh -c '"));
    String script =
        start.get(0).replaceFirst("^/bin/sh -c '", "").replaceFirst("'$", "").replace("%%", "%");

    Said said = run(Map.of(), "/bin/sh", "-c", script.replace(MUSTER, program.toString()));

    assertThat(said, is(new Said(0, "")));
    WrittenCommand command = backfill(Files.readAllLines(arguments));
    assertThat(command.value("--run-id"), matchesPattern(TODAY));
    assertThat(command.value("--if-running"), is("wait"));
  }

  @Test
  void systemdTriesAgainOnlyWhatMaySucceed() throws IOException {
    Map<String, List<String>> service = unit("muster-backfill.service").get("Service");

    assertThat(service.get("Type"), is(List.of("oneshot")));
    assertThat(service.get("Restart"), is(List.of("on-failure")));
    assertThat(service.get("RestartPreventExitStatus"), is(List.of("2 4")));
    assertThat(service.get("SuccessExitStatus"), is(List.of("3")));
    assertThat(service.get("StateDirectory"), is(List.of("muster")));
  }

  @Test
  void systemdFindsBothUnitsRight() throws Exception {
    assumeTrue(isOnThePath("systemd-analyze"), "no systemd-analyze on the PATH");
    Said said =
        run(
            Map.of(),
            "systemd-analyze",
            "verify",
            FOLDER.resolve("systemd/muster-backfill.timer").toAbsolutePath().toString(),
            FOLDER.resolve("systemd/muster-backfill.service").toAbsolutePath().toString());

    assertThat(said.words(), said.code(), is(0));
    assertThat(said.words(), not(containsString("muster-backfill")));
  }

  @Test
  void theTimerIsOfEveryNight() throws Exception {
    Map<String, List<String>> timer = unit("muster-backfill.timer").get("Timer");
    assertThat(timer.get("Persistent"), is(List.of("true")));
    assumeTrue(isOnThePath("systemd-analyze"), "no systemd-analyze on the PATH");
    Said said = run(Map.of(), "systemd-analyze", "calendar", timer.get("OnCalendar").get(0));
    assertThat(said.words(), said.code(), is(0));
  }

  // Kubernetes

  private static JsonNode cronJob() throws IOException {
    List<JsonNode> objects = DeployFiles.yaml(text("kubernetes/backfill-cronjob.yaml"));
    assertThat(objects, hasSize(1));
    return objects.get(0);
  }

  private static final String JOB = "/spec/jobTemplate/spec";
  private static final String POD = JOB + "/template/spec";

  @Test
  void kubernetesTakesTheCronJob() throws IOException {
    KubernetesTypes.read(cronJob());

    ObjectNode slip = cronJob().deepCopy();
    ((ObjectNode) slip.at(POD)).put("restartPolice", "Never");
    assertThrows(JsonProcessingException.class, () -> KubernetesTypes.read(slip));
  }

  @Test
  void kubernetesTriesAgainOnlyWhatMaySucceed() throws IOException {
    JsonNode rule = cronJob().at(JOB + "/podFailurePolicy/rules/0");

    assertThat(rule.path("action").asText(), is("FailJob"));
    assertThat(DeployFiles.texts(rule.at("/onExitCodes/values")), is(List.of("2", "3", "4")));
    assertThat(rule.at("/onExitCodes/operator").asText(), is("In"));
    // A policy of failures wants pods that are not started again in place.
    assertThat(cronJob().at(POD + "/restartPolicy").asText(), is("Never"));
    assertThat(cronJob().at("/spec/concurrencyPolicy").asText(), is("Forbid"));
  }

  @Test
  void thePodsCommandIsMustersInTheJobsName() throws IOException {
    JsonNode container = cronJob().at(POD + "/containers/0");
    List<String> words = DeployFiles.texts(container.path("args"));
    assertThat(DeployFiles.texts(container.path("command")), hasItem("/opt/flink/bin/flink"));
    assertThat("it stays to the end", words, not(hasItem("--detached")));

    WrittenCommand command =
        backfill(
            words.subList(words.indexOf("backfill"), words.size()).stream()
                .map(word -> word.replace("$(JOB_NAME)", "muster-backfill-29384720"))
                .toList());

    assertThat(command.value("--run-id"), is("muster-backfill-29384720"));
    assertThat(command.value("--runner"), is("flink"));
    assertThat(container.at("/env/0/name").asText(), is("JOB_NAME"));
  }

  @Test
  void allThatThePodNeedsIsInTheClustersManifests() throws IOException {
    Pod pod = new Pod("backfill-cronjob.yaml", cronJob().at(JOB + "/template"));
    Pod start =
        new Pod(
            "session-job.yaml",
            DeployFiles.manifests().get("session-job.yaml 1").at("/spec/template"));

    assertThat(pod.needs(), is(start.needs()));
    assertThat(pod.volumes(), is(pod.mounted()));
    assertThat(
        pod.container().path("image").asText(), is(start.container().path("image").asText()));
    assertThat(
        DeployFiles.texts(pod.container().path("args")),
        hasItems("/opt/flink/usrlib/muster.jar", "muster-jobmanager:8081"));
    assertThat(pod.file("/etc/muster/muster.yaml").isPresent(), is(true));
    assertThat(pod.isShared("/var/lib/muster/runs/x"), is(true));
  }

  // Airflow

  /** So much of Airflow as the DAG uses: a task is run as soon as it is called. */
  private static final String AIRFLOW =
      """
      import sys, types
      def module(name, **names):
          sys.modules[name] = types.ModuleType(name)
          sys.modules[name].__dict__.update(names)
      class AirflowException(Exception): pass
      class AirflowFailException(AirflowException): pass
      class AirflowSkipException(AirflowException): pass
      def dag(**arguments):
          assert arguments["schedule"] == "15 1 * * *" and arguments["max_active_runs"] == 1
          return lambda function: function
      def task(**arguments):
          assert arguments["retries"] == 5
          return lambda function: function
      def get_current_context():
          return {"run_id": "scheduled__2026-11-22T01:15:00+00:00"}
      module("airflow")
      module("airflow.exceptions", AirflowException=AirflowException,
             AirflowFailException=AirflowFailException, AirflowSkipException=AirflowSkipException)
      module(SDK, dag=dag, task=task, get_current_context=get_current_context)
      if SDK == "airflow.decorators":
          module("airflow.operators")
          module("airflow.operators.python", get_current_context=get_current_context)
      source = open(sys.argv[1]).read()
      assert source.count('"/opt/muster/muster"') == 1
      source = source.replace("/opt/muster/muster", sys.argv[2])
      source = source.replace('DEAD_LETTERS = "warn"', 'DEAD_LETTERS = "%s"' % sys.argv[3])
      try:
          exec(compile(source, sys.argv[1], "exec"), {"__name__": "dag"})
          print("succeeded")
      except AirflowException as e:
          print(type(e).__name__)
      """;

  private String airflow(String sdk, String deadLetters) throws Exception {
    assumeTrue(isOnThePath("python3"), "no python3 on the PATH");
    Path stub = Files.writeString(folder.resolve("stub.py"), "SDK = \"" + sdk + "\"\n" + AIRFLOW);
    Said said =
        run(
            Map.of("PYTHONDONTWRITEBYTECODE", "1"),
            "python3",
            stub.toString(),
            FOLDER.resolve("airflow/muster_backfill.py").toAbsolutePath().toString(),
            program.toString(),
            deadLetters);
    assertThat(said.words(), said.code(), is(0));
    return said.words().strip().lines().reduce((first, last) -> last).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "0,warn,succeeded",
    "1,warn,AirflowException",
    "2,warn,AirflowFailException",
    "3,warn,succeeded",
    "3,skip,AirflowSkipException",
    "3,fail,AirflowFailException",
    "4,warn,AirflowFailException"
  })
  void airflowTriesAgainOnlyWhatMaySucceed(int code, String deadLetters, String outcome)
      throws Exception {
    ends(code);

    assertThat(airflow("airflow.sdk", deadLetters), is(outcome));
  }

  @Test
  void airflowsCommandIsMustersInTheRunsName() throws Exception {
    assertThat(airflow("airflow.decorators", "warn"), is("succeeded"));

    WrittenCommand command = backfill(Files.readAllLines(arguments));
    assertThat(command.value("--run-id"), is("airflow-scheduled__2026-11-22T01-15-00-00-00"));
    assertThat(command.value("--if-running"), is("wait"));
  }

  @Test
  void thePageNamesEveryExampleAndItsCommandsAreMusters() throws IOException {
    String page =
        Files.readString(DeployFiles.ROOT.resolve("docs/schedule.md"), StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(page, containsString(FOLDER.relativize(file).toString()));
      }
    }
    List<String> seen = new ArrayList<>();
    for (String line : ShellLines.of(page)) {
      for (List<String> words : ShellLines.uses(line, "./muster")) {
        seen.add(WrittenCommand.parse(words).name());
      }
    }
    assertThat(seen, hasItems("backfill", "runs", "report", "replay"));
  }

  private static boolean isOnThePath(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(each -> Files.isExecutable(Path.of(each, name)));
  }
}
