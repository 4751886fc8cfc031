package io.muster.pipelines.workspace;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsStayOutOfProblemsTest {
  private static final String TOKEN = "token: \"${env:DEMANDBASE_TOKEN}\"";

  static List<String> wrongSecrets() {
    List<String> texts = new ArrayList<>();
    for (String key : List.of("token", "clientSecret", "refreshToken")) {
      for (String value :
          List.of(
              "canary",
              "\"Bearer canary\"",
              "\"${env:canary}x\"",
              "\"${env:canary-1}\"",
              "\"${vault:canary}\"",
              "\"${file:canary\"",
              "[ canary ]",
              "{ value: canary }",
              "!canary x",
              "&c canary",
              "\"canary\\ncanary\"")) {
        texts.add(key + ": " + value);
      }
    }
    return texts;
  }

  @ParameterizedTest
  @MethodSource("wrongSecrets")
  void aWrongCredentialIsRefusedAndNotRepeated(String line) {
    WorkspaceReading reading = GoodWorkspace.read(GoodWorkspace.with(TOKEN, line));

    assertThat(reading.workspace().isPresent(), is(false));
    assertThat(reading.problems().toString(), not(containsString("canary")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth: canary",
        "auth: [ canary ]",
        "auth: { tokn: canary }",
        "auth: { token: { canary: 1, x: canary }, clientId: \"${env:canary\" }",
        "password: canary"
      })
  void aCredentialInTheWrongPlaceIsNotRepeated(String line) {
    String text = GoodWorkspace.with("auth: { " + TOKEN + " }", line);

    assertThat(GoodWorkspace.read(text).workspace().isPresent(), is(false));
    assertThat(GoodWorkspace.read(text).problems().toString(), not(containsString("canary")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:canary@uapi.demandbase.com/",
        "https://canary@uapi.demandbase.com/",
        "https://uapi.demandbase.com/?token=canary",
        "canary",
        "ftp://user:canary@x/"
      })
  void aCredentialInAnAddressIsNotRepeated(String endpoint) {
    String text = GoodWorkspace.with("https://uapi.demandbase.com/import/v1/", endpoint);

    assertThat(GoodWorkspace.read(text).workspace().isPresent(), is(false));
    assertThat(GoodWorkspace.read(text).problems().toString(), not(containsString("canary")));
  }
}
