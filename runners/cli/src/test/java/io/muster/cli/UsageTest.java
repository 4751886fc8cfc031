package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class UsageTest {

  /** What docs/commands.md says once for all. */
  private static final Set<String> OF_EVERY_COMMAND =
      Set.of("--help", "--json", "--verbose", "--workspace");

  private static final Pattern OPTION = Pattern.compile("--[a-z][A-Za-z-]*");

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

  /** Of each command the list shows the first line of its description, and no more. */
  @Test
  void theListOfCommandsIsMadeOfWholeSentences() {
    for (CommandSpec command : commands()) {
      assertThat(command.qualifiedName(), command.usageMessage().description()[0], endsWith("."));
    }
  }

  /** All but the sandbox, which reads its arguments itself. */
  static Stream<CommandSpec> commandsOfOurs() {
    return commands().stream().filter(command -> !command.name().equals("sandbox"));
  }

  @ParameterizedTest
  @MethodSource("commandsOfOurs")
  void theDocsHaveTheOptionsThatThereAre(CommandSpec command) throws IOException {
    Set<String> there =
        command.options().stream()
            .map(OptionSpec::longestName)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> section = section(command.qualifiedName().replaceFirst("muster ", ""));
    Set<String> named = options(section);
    named.addAll(OF_EVERY_COMMAND);
    // The usage and the tables; what else a section names may be another command's.
    Set<String> promised = options(usageAndTables(section));

    assertThat("not in the docs", difference(there, named), is(empty()));
    assertThat("only in the docs", difference(promised, there), is(empty()));
  }

  @Test
  void theDocsListEveryCommand() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "..", "docs", "commands.md")).stream()
            .filter(line -> line.startsWith("| [`"))
            .map(line -> line.substring(4, line.indexOf('`', 4)))
            .toList();

    assertThat(
        rows,
        containsInAnyOrder(
            commands().stream()
                .map(CommandSpec::qualifiedName)
                .map(name -> name.replaceFirst("muster ", ""))
                .filter(name -> !name.contains(" ")) // those below another are in its row
                .toArray()));
  }

  private static List<CommandSpec> commands() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    CommandLine muster =
        MusterCommandLine.of(
            nowhere, nowhere, new Surroundings(Clock.systemUTC(), new Random(7), false));
    List<CommandSpec> commands = new ArrayList<>();
    for (CommandLine command : muster.getSubcommands().values()) {
      commands.add(command.getCommandSpec());
      command.getSubcommands().values().forEach(below -> commands.add(below.getCommandSpec()));
    }
    return commands;
  }

  /** The lines below a heading, down to the next of its level or of a higher one. */
  private static List<String> section(String heading) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "..", "docs", "commands.md"));
    int level = lines.contains("## " + heading) ? 2 : 3;
    return lines.stream()
        .dropWhile(line -> !line.equals("#".repeat(level) + " " + heading))
        .skip(1)
        .takeWhile(line -> !line.matches("#{2," + level + "} .*"))
        .toList();
  }

  private static List<String> usageAndTables(List<String> section) {
    List<String> lines = new ArrayList<>();
    lines.add(section.get(1));
    boolean inTable = false;
    for (String line : section) {
      inTable = line.equals("| option | means |") || (inTable && line.startsWith("|"));
      if (inTable) {
        lines.add(line.split(" \\| ", 2)[0]);
      }
    }
    return lines;
  }

  private static Set<String> options(List<String> lines) {
    return lines.stream()
        .flatMap(line -> OPTION.matcher(line).results())
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> difference(Set<String> all, Set<String> but) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(but);
    return rest;
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
