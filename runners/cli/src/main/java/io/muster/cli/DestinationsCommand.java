package io.muster.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.muster.destination.Destination;
import io.muster.destination.DestinationSpec;
import io.muster.destination.Destinations;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.workspace.Suggestion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster destinations}. */
@Command(
    name = "destinations",
    description =
        "Show the vendors that Muster can deliver to: fields, member key, limits, credentials, and"
            + " where each fact comes from.",
    exitCodeListHeading = CommandHelp.EXIT_CODES,
    exitCodeList = {CommandHelp.OK, " 2:there is no destination of that name"},
    footer = {
      "",
      "Examples:",
      "  muster destinations",
      "  muster destinations linkedin-companies",
      "  muster destinations bombora --json"
    })
final class DestinationsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Only this destination.")
  private Optional<String> name = Optional.empty();

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws RunException {
    List<DestinationSpec> all = Destinations.load().all().stream().map(Destination::spec).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (name.isPresent()) {
      DestinationSpec one = find(all, name.get());
      out.print(
          output.json()
              ? CatalogueEntry.json(one).toPrettyString() + "\n"
              : CatalogueEntry.text(one));
    } else if (output.json()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      all.forEach(one -> array.add(CatalogueEntry.json(one)));
      out.println(array.toPrettyString());
    } else {
      out.print(all.stream().map(CatalogueEntry::text).collect(Collectors.joining("\n")));
    }
    out.flush();
    return ExitCode.DELIVERED.code();
  }

  private static DestinationSpec find(List<DestinationSpec> all, String name) throws RunException {
    return all.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RunException(
                    ExitCode.USAGE,
                    "there is no destination '%s'; %s"
                        .formatted(
                            name,
                            Suggestion.mend(
                                name, all.stream().map(DestinationSpec::name).toList()))));
  }
}
