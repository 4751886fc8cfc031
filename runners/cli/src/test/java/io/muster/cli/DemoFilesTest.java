package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoFilesTest {

  private static final URI SANDBOX = URI.create("http://127.0.0.1:4711");

  @TempDir private Path out;

  @Test
  void theWorkspaceIsRightAndCallsTheSandbox() throws RunException, IOException {
    DemoFiles files = written();

    assertThat(CommandRun.of("check", "-w", files.workspace().toString()).code(), is(0));
    String workspace = Files.readString(files.workspace());
    assertThat(workspace, containsString("http://127.0.0.1:4711/"));
    assertThat(workspace, not(containsString("8089")));
    assertThat(workspace, not(containsString("${env:")));
  }

  @Test
  void theInputIsThere() throws RunException, IOException {
    for (String input : written().inputs()) {
      assertThat(input, Files.size(Path.of(input)) > 0, is(true));
    }
  }

  @Test
  void credentialsAreTheirOwnersOnly() throws RunException, IOException {
    Path credentials = written().folder().resolve("credentials");

    assertThat(permissions(credentials), is("rwx------"));
    assertThat(permissions(credentials.resolve("LINKEDIN_TOKEN")), is("rw-------"));
  }

  @Test
  void everyDemoBeginsAnew() throws RunException, IOException {
    assertThat(written().folder(), is(not(written().folder())));
  }

  @Test
  void aFileIsNoRunFolder() throws IOException {
    Path file = Files.createFile(out.resolve("file"));

    RunException refusal = assertThrows(RunException.class, () -> DemoFiles.in(file));
    assertThat(refusal.exitCode(), is(ExitCode.USAGE));
    assertThat(refusal.getMessage(), containsString("name another"));
  }

  private DemoFiles written() throws RunException, IOException {
    DemoFiles files = DemoFiles.in(out);
    files.write(SANDBOX);
    return files;
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
