package io.muster.process;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: a parent, and its child that must not outlive it. */
class ChildProcessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void aChildEndsWithAParentThatIsKilled() throws Exception {
    Path pidFile = folder.resolve("grandchild.pid");
    Process parent =
        new ProcessBuilder(
                ChildProcess.jdkTool("java"),
                "-cp",
                JavaProgram.ownClassPath(),
                Parent.class.getName(),
                pidFile.toString(),
                folder.resolve("grandchild.out").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("parent.out").toFile())
            .start();
    try {
      Patience.until(
          "its child has a name",
          PATIENCE,
          () -> Files.exists(pidFile) && !Files.readString(pidFile).isEmpty());
      ProcessHandle grandchild =
          ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();
      assertThat(grandchild.isAlive(), is(true));

      parent.destroyForcibly();

      // One that has ended but that nobody has asked after still has a number, but no command.
      Patience.until(
          "its child ends",
          PATIENCE,
          () -> !grandchild.isAlive() || grandchild.info().command().isEmpty());
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void itSaysWhatItWasToldAndEndsWhenKilled() throws Exception {
    JavaProgram program =
        new JavaProgram(
            Sleeper.class.getName(),
            JavaProgram.ownClassPath(),
            List.of("-Xmx32m"),
            List.of("an argument"),
            Map.of("A_SECRET", "canary"));
    try (ChildProcess child = ChildProcess.start(program, folder.resolve("out"))) {
      Patience.until("it speaks", PATIENCE, () -> child.lastWords().contains("canary"));
      assertThat(child.lastWords(), containsString("an argument"));
      assertThat(child.isAlive(), is(true));

      child.kill();

      assertThat(child.isAlive(), is(false));
      assertThat(program.toString(), program.toString().contains("canary"), is(false));
    }
  }

  /** Starts a {@link Sleeper} and waits for ever. */
  static final class Parent {
    public static void main(String[] args) throws Exception {
      JavaProgram sleeper =
          new JavaProgram(
              Sleeper.class.getName(),
              JavaProgram.ownClassPath(),
              List.of("-Xmx32m"),
              List.of("x"),
              Map.of());
      ChildProcess child = ChildProcess.start(sleeper, Path.of(args[1]));
      Files.writeString(Path.of(args[0]), String.valueOf(child.pid()));
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** Says what it got and waits for ever. */
  static final class Sleeper {
    public static void main(String[] args) throws Exception {
      System.out.println(args[0] + " " + System.getenv("A_SECRET"));
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
