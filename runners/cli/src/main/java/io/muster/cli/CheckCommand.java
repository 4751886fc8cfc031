package io.muster.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.destination.Destinations;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.workspace.Problem;
import io.muster.pipelines.workspace.WorkspaceReading;
import io.muster.workspace.Secrets;
import io.muster.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code muster check}. */
@Command(
    name = "check",
    description = {
      "Say all that is wrong with a workspace at once, with line, key, reason and mend.",
      "Sends no member anywhere."
    },
    exitCodeListHeading = CommandHelp.EXIT_CODES,
    exitCodeList = {
      " 0:right, perhaps with warnings",
      " 2:something is wrong",
      " 3:right, but a credential does not work (with --connect)"
    },
    footer = {
      "",
      "Examples:",
      "  muster check -w muster.yaml",
      "  muster check -w muster.yaml --connect",
      "  muster check -w muster.yaml --json"
    })
final class CheckCommand implements Callable<Integer> {

  private final Clock clock;

  @Spec private CommandSpec spec;
  @Mixin private WorkspaceOptions workspaceOptions;
  @Mixin private OutputOptions output;

  @Option(
      names = "--connect",
      description = "Also try each connection's credential, with one harmless call to its vendor.")
  private boolean connect;

  CheckCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Destinations destinations = Destinations.load();
    WorkspaceReading reading = withCredentials(workspaceOptions.read(destinations));
    List<CredentialCheck> credentials =
        connect && reading.workspace().isPresent()
            ? new CredentialChecker(destinations, clock).check(reading.workspace().get())
            : List.of();
    if (output.json()) {
      out.println(json(reading, credentials).toPrettyString());
    } else {
      reading.problems().forEach(spec.commandLine().getErr()::println);
      out.println(summary(reading));
      credentials.forEach(credential -> out.println("  " + credential));
    }
    return exitCode(reading, credentials).code();
  }

  /** With --connect a credential that can't be read is told as one that does not work. */
  private WorkspaceReading withCredentials(WorkspaceReading reading) {
    if (connect || reading.workspace().isEmpty()) {
      return reading;
    }
    List<Problem> problems = new ArrayList<>(reading.problems());
    problems.addAll(
        new UnreadableCredentials(Secrets.ofProcess()).warnings(reading.workspace().get()));
    return new WorkspaceReading(reading.workspace(), problems);
  }

  private static ExitCode exitCode(WorkspaceReading reading, List<CredentialCheck> credentials) {
    if (reading.workspace().isEmpty()) {
      return ExitCode.USAGE;
    }
    return credentials.stream().allMatch(CredentialCheck::works)
        ? ExitCode.DELIVERED
        : ExitCode.DEAD_LETTERS;
  }

  private String summary(WorkspaceReading reading) {
    String warnings = count(reading.warnings().size(), "warning");
    if (reading.workspace().isEmpty()) {
      return "%s: %s, %s"
          .formatted(
              workspaceOptions.file(), count(reading.mistakes().size(), "mistake"), warnings);
    }
    Workspace workspace = reading.workspace().get();
    int audiences = workspace.dataflows().stream().mapToInt(d -> d.audiences().size()).sum();
    return "%s is right: %s, %s, %s; %s"
        .formatted(
            workspaceOptions.file(),
            count(workspace.connections().size(), "connection"),
            count(workspace.dataflows().size(), "dataflow"),
            count(audiences, "audience"),
            warnings);
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private ObjectNode json(WorkspaceReading reading, List<CredentialCheck> credentials) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("workspace", workspaceOptions.file().toString());
    json.put("right", reading.workspace().isPresent());
    ArrayNode problems = json.putArray("problems");
    for (Problem problem : reading.problems()) {
      problems
          .addObject()
          .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
          .put("file", problem.file())
          .put("line", problem.line())
          .put("column", problem.column())
          .put("key", problem.key())
          .put("reason", problem.reason())
          .put("mend", problem.mend());
    }
    if (connect) {
      ArrayNode connections = json.putArray("connections");
      for (CredentialCheck credential : credentials) {
        connections
            .addObject()
            .put("connection", credential.connection())
            .put("destination", credential.destination())
            .put("works", credential.works())
            .put("words", credential.words());
      }
    }
    return json;
  }
}
