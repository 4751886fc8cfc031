package io.muster.cli;

import io.muster.destination.Destinations;
import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.preview.PreviewRequest;
import io.muster.pipelines.preview.RememberedLists;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import io.muster.workspace.Workspace;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code muster preview}. */
@Command(
    name = "preview",
    customSynopsis = {
      "muster preview [-w FILE] --input PATH... [--limit N] [--show-personal-data] [--diff]",
      "                      [--full] [--mirror]",
      "                      [--dataflow NAME]... [--audience ID|NAME]...",
      "                      [--confirm-removals ID|NAME]... [--runner direct|flink]",
      "                      [--json] [--verbose] [Beam's pipeline options]"
    },
    description = {
      "Show what a run over this input would do, and send nothing.",
      "What would be added, removed, left alone and excluded in each list, counted and by example,",
      "and the very requests for the first changes. Secrets are masked and not even read, personal",
      "data is masked too.",
      "",
      "The counts are those of 'muster activate' or 'backfill' with the same input, if each vendor",
      "takes what it is sent. What a list holds is unknown where nothing is kept of it, and is said",
      "to be so.",
      ""
    },
    exitCodeListHeading = CommandHelp.EXIT_CODES,
    exitCodeList = {
      " 0:it could be previewed, whatever it shows",
      " 1:the input or the state cannot be read",
      CommandHelp.USAGE
    },
    footer = {
      "",
      "Examples:",
      "  muster preview -w muster.yaml --input changes.jsonl",
      "  muster preview -w muster.yaml --input exports --limit 3 --audience 'Renewals due'",
      "  muster preview -w muster.yaml --input exports --limit 0 --json",
      "",
      "An option that is not listed here, such as --targetParallelism=2, is Beam's or the runner's;",
      "it is written --name=value."
    })
final class PreviewCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;
  @Mixin private WorkspaceOptions workspaceOptions;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      parameterConsumer = PathsConsumer.class,
      description =
          "Profile changes as JSON Lines (gzip by name), Avro or Parquet: files, folders or globs. May"
              + " be repeated.")
  private final List<String> inputs = new ArrayList<>();

  @Mixin private PreviewOptions previewOptions;

  @Option(
      names = "--diff",
      description =
          "Hold what would be sent against what each list is known to hold; where nothing is kept"
              + " of a list it says unknown.")
  private boolean diff;

  @Option(
      names = "--full",
      description = "As if 'muster backfill' were given it: all is sent again.")
  private boolean full;

  @Option(
      names = "--mirror",
      description =
          "As if 'muster backfill' were given it: who isn't in the input is let go. The requests of"
              + " the first changes are shown without those removals.")
  private boolean mirror;

  @Mixin private AudienceOptions audienceOptions;

  @Option(
      names = "--runner",
      paramLabel = "RUNNER",
      description = "direct or flink, which is embedded (default: direct).")
  private String runner = "direct";

  @Mixin private OutputOptions output;

  @Unmatched private final List<String> others = new ArrayList<>();

  PreviewCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws RunException {
    if (inputs.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "name the input: --input PATH...");
    }
    int limit = previewOptions.limit(spec.commandLine());
    BeamArguments beam = BeamArguments.of(others, spec.commandLine());
    PrintWriter err = spec.commandLine().getErr();
    Workspace workspace = audienceOptions.chosen(workspaceOptions.load(Destinations.load(), err));
    PreviewRequest request =
        new PreviewRequest(
            workspace,
            inputs,
            limit,
            previewOptions.showsPersonalData(),
            audienceOptions.confirmed(workspace),
            RememberedLists.of(workspace.state()),
            MembershipUse.ofSnapshot(full, mirror),
            diff,
            Optional.empty(),
            beam.arguments());
    new PreviewConsole(spec.commandLine(), surroundings, output.json())
        .show(request, beam, new Runners().find(runner), diff);
    return ExitCode.DELIVERED.code();
  }
}
