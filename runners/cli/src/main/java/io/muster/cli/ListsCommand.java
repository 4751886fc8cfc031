package io.muster.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.destination.Destinations;
import io.muster.pipelines.lists.KnownList;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.report.TextTable;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code muster lists}. */
@Command(
    name = "lists",
    description = {
      "Show the lists that Muster knows in the workspace's state: whose each is, the vendor's id, how"
          + " many members it is known to hold, its last run, and whether the workspace still has it.",
      "Asks no vendor and changes nothing."
    },
    exitCodeListHeading = CommandHelp.EXIT_CODES,
    exitCodeList = {
      CommandHelp.OK,
      " 1:the state cannot be read",
      " 2:the workspace or the state is wrong"
    },
    footer = {
      "",
      "Examples:",
      "  muster lists -w muster.yaml",
      "  muster lists -w muster.yaml --json",
      "  muster lists prune -w muster.yaml"
    })
final class ListsCommand implements Callable<Integer> {

  private static final int COLUMNS_OF_TEXT = 9;

  @Spec private CommandSpec spec;
  @Mixin private WorkspaceOptions workspaceOptions;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws RunException {
    PrintWriter out = spec.commandLine().getOut();
    Workspace workspace = workspaceOptions.load(Destinations.load(), spec.commandLine().getErr());
    List<KnownList> known;
    try (Registry registry = Registry.open(workspace.state())) {
      known = KnownList.all(registry, workspace);
    }
    if (output.json()) {
      out.println(json(known).toPrettyString());
    } else {
      out.print(text(known));
    }
    out.flush();
    return ExitCode.DELIVERED.code();
  }

  private static String text(List<KnownList> known) {
    if (known.isEmpty()) {
      return "No list is known yet: no run with this state has made one.\n";
    }
    TextTable table =
        new TextTable(
            COLUMNS_OF_TEXT,
            List.of(
                "CONNECTION",
                "DATAFLOW",
                "AUDIENCE",
                "LIST",
                "ID",
                "STATE",
                "CREATED",
                "LAST RUN",
                "LAST RUN AT",
                "MEMBERS"));
    for (KnownList list : known) {
      Registration registration = list.registration();
      table.row(
          List.of(
              registration.connection(),
              registration.list().dataflow(),
              registration.list().audience(),
              registration.name(),
              list.isConfirmed() ? registration.listId() : "(not confirmed)",
              state(list),
              seconds(registration.createdAt()),
              registration.lastRun(),
              seconds(registration.lastRunAt()),
              Long.toString(registration.members())));
    }
    return table.render() + notes(known);
  }

  private static String notes(List<KnownList> known) {
    StringBuilder notes = new StringBuilder();
    if (known.stream().anyMatch(list -> !list.isConfirmed())) {
      notes.append(
          "\nNot confirmed: its creation was begun and the answer was lost; the list is"
              + " looked for under its name before it is used or pruned.\n");
    }
    if (known.stream().anyMatch(list -> !list.active())) {
      notes.append(
          "\nNot in the workspace: nothing fills it any more; 'muster lists prune' says what can be"
              + " done.\n");
    }
    return notes.toString();
  }

  private static String state(KnownList list) {
    return list.active() ? "active" : "not in the workspace";
  }

  private static String seconds(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private ObjectNode json(List<KnownList> known) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("workspace", workspaceOptions.file().toString());
    ArrayNode lists = json.putArray("lists");
    for (KnownList list : known) {
      Registration registration = list.registration();
      named(lists.addObject(), registration)
          .put("members", registration.members())
          .put("createdAt", registration.createdAt().toString())
          .put("lastRun", registration.lastRun())
          .put("lastRunAt", registration.lastRunAt().toString())
          .put("state", state(list));
    }
    return json;
  }

  /** Puts what a list is known by; {@code list}, the vendor's id, is null until it is confirmed. */
  static ObjectNode named(ObjectNode json, Registration registration) {
    json.put("connection", registration.connection())
        .put("dataflow", registration.list().dataflow())
        .put("audience", registration.list().audience())
        .put("name", registration.name());
    return registration.listId().isEmpty()
        ? json.putNull("list")
        : json.put("list", registration.listId());
  }
}
