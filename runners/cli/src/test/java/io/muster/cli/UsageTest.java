package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "check",
        "preview",
        "activate",
        "backfill",
        "replay",
        "jobs",
        "stop",
        "lists",
        "destinations",
        "runs",
        "report"
      })
  void everyCommandsHelpHasExamplesAndExitCodes(String command) {
    CommandRun run = CommandRun.of(command, "--help");

    assertThat(run.code(), is(0));
    assertThat(
        run.out(),
        allOf(
            containsString("Exit codes:"),
            containsString("muster " + command),
            containsString("Examples:"),
            containsString("--json"),
            containsString("--verbose")));
    assertThat(run.err(), is(emptyString()));
  }

  @Test
  void theHelpNamesEveryCommand() {
    CommandRun run = CommandRun.of("--help");

    assertThat(run.code(), is(0));
    for (String command :
        List.of(
            "demo",
            "check",
            "preview",
            "activate",
            "backfill",
            "replay",
            "jobs",
            "stop",
            "sandbox",
            "destinations",
            "lists",
            "runs",
            "report")) {
      assertThat(run.out(), containsString("  " + command));
    }
  }

  @Test
  void noCommandIsWrongUsage() {
    CommandRun run = CommandRun.of();

    assertThat(run.code(), is(2));
    assertThat(run.out(), is(emptyString()));
    assertThat(run.err(), containsString("name a command"));
  }

  @Test
  void aSlipGetsTheNearestCommand() {
    CommandRun run = CommandRun.of("actvate");

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("did you mean activate?"));
  }

  @Test
  void aCommandOfALaterVersionIsNotThere() {
    CommandRun run = CommandRun.of("audit", "-w", "muster.yaml");

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("there is no command 'audit' in this version"));
  }

  @Test
  void aSlipGetsTheNearestOption() {
    CommandRun run = CommandRun.of("check", "--conect");

    assertThat(run.code(), is(2));
    assertThat(run.err(), allOf(containsString("'--conect'"), containsString("--connect")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "check", "jobs", "stop", "lists", "destinations", "runs", "report"})
  void anOptionThatThereIsNotIsWrongUsage(String command) {
    CommandRun run = CommandRun.of(command, "--no-such-option");

    assertThat(run.code(), is(2));
    assertThat(run.out(), is(emptyString()));
    assertThat(run.err(), not(containsString("\tat ")));
  }
}
