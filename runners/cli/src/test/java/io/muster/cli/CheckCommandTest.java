package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {

  @TempDir private Path folder;

  @Test
  void aRightWorkspaceIsRight() throws IOException {
    Files.writeString(folder.resolve("secret"), "x");
    Path file =
        Files.writeString(
            folder.resolve("demo.yaml"),
            Files.readString(Workspaces.DEMO).replaceAll("[$]\\{env:[A-Z_]+}", "\\${file:secret}"));

    CommandRun run = CommandRun.of("check", "-w", file.toString());

    assertThat(run.code(), is(0));
    assertThat(run.out(), containsString("4 connections, 4 dataflows, 8 audiences; 0 warnings"));
    assertThat(run.err(), is(emptyString()));
  }

  @Test
  void aCredentialThatCannotBeReadIsAWarning() throws IOException {
    String workspace = workspace("x");
    Files.delete(folder.resolve("secret"));

    CommandRun run = CommandRun.of("check", "-w", workspace);
    JsonNode warning =
        json(CommandRun.of("check", "-w", workspace, "--json").out()).path("problems").get(0);

    assertThat(run.code(), is(0));
    assertThat(run.out(), containsString("is right: 1 connection, 1 dataflow, 1 audience; 1 warn"));
    assertThat(
        run.err(),
        allOf(
            containsString("muster.yaml: warning: connections.somewhere.auth: ${file:"),
            containsString("secret} cannot be read (NoSuchFileException)")));
    assertThat(warning.path("severity").asText(), is("warning"));
    assertThat(warning.path("key").asText(), is("connections.somewhere.auth"));
  }

  @Test
  void everyMistakeComesAtOnceWithFileLineKeyAndMend() {
    CommandRun run = CommandRun.of("check", "-w", Workspaces.TWENTY_MISTAKES.toString());

    assertThat(run.code(), is(2));
    assertThat(
        run.err(),
        allOf(
            containsString("twenty-mistakes.yaml:3:"),
            containsString("stat"),
            containsString("twenty-mistakes.yaml:120:"),
            not(containsString("\tat "))));
  }

  @Test
  void jsonHasTheSameForPrograms() {
    CommandRun run = CommandRun.of("check", "-w", Workspaces.TWENTY_MISTAKES.toString(), "--json");

    JsonNode json = json(run.out());
    assertThat(run.code(), is(2));
    assertThat(json.path("right").asBoolean(true), is(false));
    assertThat(json.path("problems").size(), is(greaterThan(30)));
    assertThat(json.path("problems").get(0).path("line").asInt(), is(greaterThan(0)));
    assertThat(json.path("problems").get(0).path("mend").asText(), is(not(emptyString())));
  }

  @Test
  void aCredentialThatCannotBeTriedIsNotCalledGood() throws IOException {
    CommandRun run = CommandRun.of("check", "-w", workspace("SECRET-CANARY"), "--connect");

    assertThat(run.code(), is(3));
    assertThat(run.out(), containsString("somewhere (bombora): FAILED"));
    assertThat(run.out() + run.err(), not(containsString("SECRET-CANARY")));
  }

  @Test
  void aCredentialThatIsNotThereIsNamed() throws IOException {
    String workspace = workspace("x");
    Files.delete(folder.resolve("secret"));

    CommandRun run = CommandRun.of("check", "-w", workspace, "--connect", "--json");

    assertThat(run.code(), is(3));
    assertThat(
        json(run.out()).path("connections").get(0).path("words").asText(),
        startsWith("it cannot be read: ${file:"));
    assertThat(json(run.out()).path("problems").size(), is(0));
  }

  @Test
  void aTriedCredentialCountsAgainstTheBudget() throws IOException {
    try (ListsBench bench = new ListsBench(folder)) {
      bench.write("limits: { requestsPerMinute: 1 }");

      CommandRun first = CommandRun.of("check", "-w", bench.file().toString(), "--connect");
      CommandRun second = CommandRun.of("check", "-w", bench.file().toString(), "--connect");

      assertThat(first.out(), containsString("bombora (bombora): the credential works"));
      assertThat(first.code(), is(0));
      assertThat(second.out(), containsString("our budget of lists calls is spent"));
      assertThat(second.code(), is(3));
    }
  }

  @Test
  void aStateThatCannotBeUsedKeepsNoCredentialFromBeingTried() throws IOException {
    try (ListsBench bench = new ListsBench(folder)) {
      Files.writeString(folder.resolve(".muster"), "a file");

      CommandRun run = CommandRun.of("check", "-w", bench.file().toString(), "--connect");

      assertThat(run.out(), containsString("bombora (bombora): the credential works"));
      assertThat(run.code(), is(0));
    }
  }

  /** Keeps the vendor's port, so that nobody else takes it, and does not listen. */
  private final Socket held = new Socket();

  @AfterEach
  void leavePort() throws IOException {
    held.close();
  }

  /** A workspace whose vendor's port nobody listens on. */
  private String workspace(String secret) throws IOException {
    held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Files.writeString(folder.resolve("secret"), secret);
    Path file = folder.resolve("muster.yaml");
    Files.writeString(
        file,
        """
        connections:
          somewhere:
            destination: bombora
            auth: { clientId: "c", clientSecret: "${file:secret}" }
            endpoint: http://127.0.0.1:%1$d/v1
            tokenEndpoint: http://127.0.0.1:%1$d/token
        dataflows:
          intent:
            connection: somewhere
            audiences:
              - { id: a1, name: One }
            mappings:
              - { source: accountOrganization.domain, target: companyWebsiteDomain }
              - { source: accountKey.sourceKey, target: "identity:primaryId" }
        """
            .formatted(held.getLocalPort()));
    return file.toString();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
