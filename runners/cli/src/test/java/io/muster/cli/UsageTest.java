package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.ArrayList;
import java.util.Arrays;
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
  void theHelpSaysOfEachCommandAWholeSentence() {
    String help = CommandRun.of("--help").out();
    String commands = help.substring(help.indexOf("Commands:"), help.indexOf("Begin with"));
    // A command stands two characters from the margin, the rest of its text further in.
    List<String> texts = Arrays.asList(commands.strip().split("\\n {2}(?=\\w)"));

    assertThat(texts.size(), is(greaterThan(12)));
    assertThat(texts.subList(1, texts.size()), everyItem(endsWith(".")));
  }

  /** What a variable leaves that isn't set. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo --out",
        "check -w",
        "preview -w",
        "preview --input",
        "activate -w",
        "activate --input",
        "activate --input x --out",
        "activate --kafka-brokers b:1 --kafka-topic t --kafka-config",
        "activate --kafka-brokers b:1 --kafka-topic t --from-savepoint",
        "backfill --input",
        "backfill --input x --out",
        "backfill --input x --into-topic t --kafka-brokers b:1 --kafka-config",
        "replay --dead-letters",
        "replay --dead-letters x --out",
        "stop job --savepoint",
        "lists -w",
        "lists prune -w",
        "runs -w",
        "report x -w"
      })
  void aBlankPathIsRefusedByTheNameOfItsOption(String written) {
    for (String blank : List.of("", " ")) {
      List<String> arguments = new ArrayList<>(List.of(written.split(" ")));
      String option = arguments.get(arguments.size() - 1);
      arguments.add(blank);

      CommandRun run = CommandRun.of(arguments.toArray(String[]::new));

      assertThat(run.err(), run.code(), is(2));
      assertThat(run.out(), is(emptyString()));
      assertThat(run.err(), allOf(containsString(option), containsString("the path is blank")));
    }
  }

  @Test
  void aBlankPathAmongOthersIsRefusedToo() {
    assertThat(CommandRun.of("activate", "--input", "x", "").err(), containsString("--input: the"));
    assertThat(CommandRun.of("activate", "--input=").err(), containsString("--input: the"));
    assertThat(CommandRun.of("report", "").err(), containsString("RUN|DIR is blank"));
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
