package io.muster.sandbox;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxMainTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return new SandboxMain(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void saysWhereItListensAndEndsWithStdin() {
    assertThat(run("--port", "0", "--exit-with-stdin"), is(0));
    String[] lines = out().split("\n", -1);
    assertThat(
        lines[0], matchesPattern("Muster sandbox listening on http://127\\.0\\.0\\.1:[0-9]+/"));
    assertThat(out(), containsString("/demandbase/import/v1"));
    assertThat(out(), containsString("/linkedin/oauth/v2/accessToken"));
    assertThat(out(), containsString("/bombora/account-list/v1"));
    assertThat(err(), is(""));
  }

  @Test
  void saysItInJson() {
    assertThat(run("--port=0", "--exit-with-stdin", "--json", "--latency-ms=5"), is(0));
    assertThat(out().strip(), matchesPattern("\\{\"url\":\"http://127\\.0\\.0\\.1:[0-9]+/\"}"));
  }

  @Test
  void helps() {
    assertThat(run("--help"), is(0));
    assertThat(out(), startsWith("Usage: muster sandbox"));
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThat(run("--prot", "1"), is(2));
    assertThat(err(), containsString("unknown argument --prot; --help"));
    assertThat(run("--port"), is(2));
    assertThat(err(), containsString("--port needs a value"));
    assertThat(run("--port", "70000"), is(2));
    assertThat(err(), containsString("from 0 to 65535"));
    assertThat(run("--latency-ms", "-1"), is(2));
    assertThat(out(), is(""));
  }

  @Test
  void refusesAConfigurationThatIsWrong(@TempDir Path folder) throws Exception {
    assertThat(run("--config="), is(2));
    assertThat(err(), containsString("--config: the path is blank"));
    assertThat(run("--config", folder.resolve("none.json").toString()), is(2));
    assertThat(err(), containsString("there is no file"));
    Path file = folder.resolve("config.json");
    Files.writeString(file, "{\"linkedin\":{\"batchSiz\":1}}");
    assertThat(run("--config", file.toString()), is(2));
    assertThat(err(), containsString("config.json: unknown key linkedin.batchSiz"));
    Files.writeString(file, "{\"port\":0,\n oops}");
    assertThat(run("--config", file.toString()), is(2));
    assertThat(err(), containsString("line 2"));
  }

  @Test
  void readsItsConfiguration(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("config.json");
    Files.writeString(file, "{\"port\":0,\"bombora\":{\"wrapToken\":true}}");
    assertThat(run("--config", file.toString(), "--exit-with-stdin"), is(0));
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("--port", Integer.toString(taken.getLocalPort())), is(1));
      assertThat(err(), containsString("cannot listen on 127.0.0.1:" + taken.getLocalPort()));
      assertThat(err(), containsString("--port 0"));
    }
  }
}
