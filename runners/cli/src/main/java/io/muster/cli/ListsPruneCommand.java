package io.muster.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.destination.Destinations;
import io.muster.pipelines.lists.KnownList;
import io.muster.pipelines.lists.ListPruner;
import io.muster.pipelines.lists.PruneOutcome;
import io.muster.pipelines.lists.PruneStep;
import io.muster.pipelines.lists.PruneStep.Action;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.report.TextTable;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.workspace.Suggestion;
import io.muster.workspace.Workspace;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muster lists prune}. */
@Command(
    name = "prune",
    description = {
      "Delete the lists of audiences that the workspace no longer has, where the vendor can, and"
          + " forget them. Without --confirm it only says what it would do.",
      "A list that its vendor cannot delete stays there and is forgotten; 'muster destinations NAME'"
          + " says what a vendor can.",
      "No other command deletes a list."
    },
    exitCodeListHeading = CommandHelp.EXIT_CODES,
    exitCodeList = {
      " 0:done, or without --confirm said",
      " 1:the state cannot be used, or another run took a connection over meanwhile",
      " 2:wrong usage or workspace, unknown list: nothing was done",
      " 3:a vendor refused or could not be asked: that list is kept",
      " 4:another run writes there: nothing was done"
    },
    footer = {
      "",
      "A list of another workspace that shares the state and the connection's name looks the same:",
      "where there is one, name with --list what is meant.",
      "",
      "Examples:",
      "  muster lists prune -w muster.yaml",
      "  muster lists prune -w muster.yaml --confirm",
      "  muster lists prune -w muster.yaml --list 'Spring campaign' --confirm"
    })
final class ListsPruneCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;
  @Mixin private WorkspaceOptions workspaceOptions;

  @Option(
      names = "--list",
      paramLabel = "NAME|ID",
      description =
          "Only this list: its name, the vendor's id or the audience's id. May be repeated.")
  private final List<String> asked = new ArrayList<>();

  @Option(names = "--confirm", description = "Do it.")
  private boolean confirm;

  @Mixin private OutputOptions output;

  ListsPruneCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws RunException {
    if (!spec.commandLine().getParent().getParseResult().matchedOptions().isEmpty()) {
      // Else -w there would be lost, and another workspace's lists pruned.
      throw new ParameterException(spec.commandLine(), "write the options behind 'prune'");
    }
    Destinations destinations = Destinations.load();
    Workspace workspace = workspaceOptions.load(destinations, spec.commandLine().getErr());
    ListPruner pruner =
        new ListPruner(workspace, destinations, CredentialChecker.IMPATIENT, surroundings.clock());
    PruneOutcome outcome;
    try (Registry registry = Registry.open(workspace.state())) {
      requireKnown(KnownList.all(registry, workspace));
      outcome =
          confirm
              ? pruner.carryOut(registry, this::isChosen, runName())
              : new PruneOutcome(pruner.plan(registry, this::isChosen), Optional.empty());
    }
    show(outcome.steps());
    if (outcome.failure().isPresent()) {
      throw new RunException(ExitCode.FAILED, outcome.failure().get());
    }
    return confirm && outcome.keptAny() ? ExitCode.DEAD_LETTERS.code() : ExitCode.DELIVERED.code();
  }

  private boolean isChosen(KnownList list) {
    return asked.isEmpty() || asked.stream().anyMatch(list::isCalled);
  }

  private String runName() {
    return new RunNames(surroundings.clock(), surroundings.random()).next("prune");
  }

  private void requireKnown(List<KnownList> known) throws RunException {
    for (String each : asked) {
      List<KnownList> called = known.stream().filter(list -> list.isCalled(each)).toList();
      if (called.isEmpty()) {
        Set<String> names = new TreeSet<>();
        known.stream()
            .filter(list -> !list.active())
            .forEach(list -> names.add(list.registration().name()));
        throw new RunException(
            ExitCode.USAGE,
            "--list %s: the state knows no such list, so nothing was done; %s"
                .formatted(each, Suggestion.mend(each, names)));
      }
      if (called.stream().allMatch(KnownList::active)) {
        Registration list = called.get(0).registration();
        throw new RunException(
            ExitCode.USAGE,
            "--list %s: the workspace still has it, so nothing was done; take audience %s out of dataflow %s first"
                .formatted(each, list.list().audience(), list.list().dataflow()));
      }
    }
  }

  private void show(List<PruneStep> steps) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(output.json() ? json(steps).toPrettyString() + "\n" : text(steps));
    out.flush();
  }

  private String text(List<PruneStep> steps) {
    if (steps.isEmpty()) {
      return "Nothing to prune: the workspace has every list that the state knows.\n";
    }
    StringBuilder text = new StringBuilder();
    for (PruneStep step : steps) {
      text.append(line(step)).append('\n');
      if (!step.words().isEmpty()) {
        text.append("  ").append(TextTable.printable(step.words())).append('\n');
      }
    }
    if (!confirm && steps.stream().anyMatch(step -> step.action() != Action.LEAVE)) {
      text.append("\nNothing was done. With --confirm it is.\n");
    }
    return text.toString();
  }

  private String line(PruneStep step) {
    Registration list = step.list();
    return TextTable.printable(
        "%s \"%s\" at %s (%s, dataflow %s, audience %s, %d members known, last run %s)"
            .formatted(
                verb(step),
                list.name(),
                list.connection(),
                list.listId().isEmpty() ? "not confirmed" : "id " + list.listId(),
                list.list().dataflow(),
                list.list().audience(),
                list.members(),
                list.lastRun()));
  }

  private String verb(PruneStep step) {
    return switch (step.action()) {
      case LEAVE -> "left alone:";
      case DELETE -> confirm ? step.done() ? "deleted" : "KEPT" : "would delete";
      case FORGET -> confirm ? step.done() ? "forgot" : "KEPT" : "would forget";
    };
  }

  private ObjectNode json(List<PruneStep> steps) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("workspace", workspaceOptions.file().toString());
    json.put("confirmed", confirm);
    ArrayNode lists = json.putArray("lists");
    for (PruneStep step : steps) {
      ListsCommand.named(lists.addObject(), step.list())
          .put("members", step.list().members())
          .put("lastRun", step.list().lastRun())
          .put("action", step.action().name().toLowerCase(Locale.ROOT))
          .put("done", step.done())
          .put("words", step.words());
    }
    return json;
  }
}
