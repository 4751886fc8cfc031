package io.muster.flink.cluster;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.process.ChildProcess;
import io.muster.process.JavaProgram;
import io.muster.process.Patience;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as people start it: a process with processes of its own. */
class ClusterCommandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void allThatItStartsEndsWithItWhenItIsKilled() throws Exception {
    Process command =
        command("--json", "--task-managers", "1", "--topic", "changes:3", "--dir", dir("x"));
    List<ProcessHandle> processes = new ArrayList<>();
    try {
      JsonNode up = announcement(command);
      up.path("pids").forEach(pid -> processes.add(ProcessHandle.of(pid.asLong()).orElseThrow()));
      assertThat(processes.size(), is(3));
      FlinkRest rest = new FlinkRest(URI.create("http://" + up.path("flinkMaster").asText()));
      assertThat(rest.overview(), is(new FlinkRest.Overview(1, 2, 2, 0)));
      try (Admin kafka = Admin.create(Map.of("bootstrap.servers", up.path("kafka").asText()))) {
        assertThat(
            kafka
                .describeTopics(List.of("changes"))
                .allTopicNames()
                .get()
                .get("changes")
                .partitions()
                .size(),
            is(3));
      }
    } finally {
      command.destroyForcibly();
    }
    for (ProcessHandle process : processes) {
      // One that has ended but that nobody has asked after still has a number, but no command.
      Patience.until(
          process.pid() + " ends",
          PATIENCE,
          () -> !process.isAlive() || process.info().command().isEmpty());
    }
  }

  @Test
  void aKilledTaskManagerIsReplacedAndATemporaryFolderGoesAtTheEnd() throws Exception {
    Process command = command("--json", "--task-managers", "1", "--slots", "3");
    try {
      JsonNode up = announcement(command);
      Path temporary = Path.of(up.path("folder").asText());
      assertThat(Files.exists(temporary.resolve("conf/config.yaml")), is(true));
      FlinkRest rest = new FlinkRest(URI.create("http://" + up.path("flinkMaster").asText()));
      ProcessHandle.of(up.path("pids").path("taskmanager-1").asLong())
          .orElseThrow()
          .destroyForcibly();
      Patience.until(
          "another one is there", PATIENCE, () -> rest.taskManagers().contains("taskmanager-2"));

      command.destroy();

      assertThat(command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), is(true));
      assertThat(command.exitValue(), is(143));
      assertThat(Files.exists(temporary), is(false));
    } finally {
      command.destroyForcibly();
    }
  }

  @Test
  void withoutItsJobManagerItEndsAndLeavesTheLog() throws Exception {
    Process command = command("--json", "--task-managers", "0");
    try {
      JsonNode up = announcement(command);

      ProcessHandle.of(up.path("pids").path("jobmanager").asLong()).orElseThrow().destroyForcibly();

      assertThat(command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), is(true));
      assertThat(command.exitValue(), is(1));
      Path log = Path.of(up.path("folder").asText()).resolve("log/jobmanager.log");
      assertThat(
          Files.readString(folder.resolve("err")),
          allOf(containsString("the JobManager has ended"), containsString(log.toString())));
      assertThat(Files.exists(log), is(true));
    } finally {
      command.destroyForcibly();
    }
  }

  @Test
  void wrongUsageIsSaid() {
    Map<String, String> wrong = new HashMap<>();
    wrong.put("--slots=0", "a TaskManager needs a slot");
    wrong.put("--task-managers=x", "'x' is not an int");
    wrong.put("--heap=1", "needs 128 MiB of heap");
    wrong.put("--topic=a:b:c", "NAME:PARTITIONS");
    wrong.put("--unknown", "--unknown");
    wrong.forEach(
        (argument, message) -> {
          StringWriter said = new StringWriter();
          int code =
              new CommandLine(new ClusterCommand()).setErr(new PrintWriter(said)).execute(argument);
          assertThat(argument, code, is(2));
          assertThat(said.toString(), containsString(message));
        });
  }

  private String dir(String name) {
    return folder.resolve(name).toString();
  }

  private Process command(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ChildProcess.jdkTool("java"));
    command.add("-Djava.io.tmpdir=" + folder);
    command.addAll(List.of("-cp", JavaProgram.ownClassPath(), ClusterMain.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
  }

  private JsonNode announcement(Process command) throws IOException {
    String line = command.inputReader().readLine();
    if (line == null) {
      throw new IOException("it ended: " + Files.readString(folder.resolve("err")));
    }
    return new ObjectMapper().readTree(line);
  }
}
