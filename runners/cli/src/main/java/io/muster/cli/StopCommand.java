package io.muster.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.muster.pipelines.run.ClusterJob;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.JobCluster;
import io.muster.pipelines.run.RunException;
import io.muster.pipelines.run.StoppedJob;
import io.muster.pipelines.workspace.Suggestion;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster stop}. */
@Command(
    name = "stop",
    description = {
      "Stop a job of Muster's on a Flink cluster, and write down all that it knows and owes.",
      "'muster activate --from-savepoint PATH' goes on from there, with another version of Muster,",
      "another parallelism, or more or fewer connections and audiences.",
      "",
      "With --drain the job is retired: it delivers what is pending first, waits for the vendors"
          + " as",
      "long as its --drain-timeout says, and nothing goes on from its savepoint.",
      "",
      "With --cancel it is ended as it is: for a job that is restarted over and over, which takes"
          + " no",
      "savepoint. 'muster activate --from-savepoint' then goes on from its last checkpoint.",
      ""
    },
    exitCodeListHeading = CommandHelp.EXIT_CODES,
    exitCodeList = {
      CommandHelp.OK,
      " 1:the cluster does not answer, or the job was not stopped and goes on",
      " 2:wrong usage, or there is no such job"
    },
    footer = {
      "",
      "Examples:",
      "  muster stop 20261122T014501Z-tier-1-03af --savepoint /var/lib/muster/savepoints",
      "  muster stop 5f0e7d1c2b3a4958675849302716253a --savepoint s3://flink/savepoints --json",
      "  muster stop 20261122T014501Z-tier-1-03af --drain --flinkMaster flink:8081",
      "  muster stop 20261122T014501Z-tier-1-03af --cancel"
    })
final class StopCommand implements Callable<Integer> {

  private final Clock clock;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "JOB",
      description = "The job's id or its run's name, as 'muster jobs' shows them.")
  private String name;

  @Option(
      names = "--savepoint",
      paramLabel = "DIR",
      converter = PathText.class,
      description =
          "Where the savepoint is written, as the cluster's machines see it (default: the cluster's"
              + " state.savepoints.dir).")
  private String folder;

  @Option(names = "--drain", description = "Deliver what is pending first, and retire the job.")
  private boolean drain;

  @Option(
      names = "--cancel",
      description = "End it without a savepoint; its last checkpoint is said, if it has one.")
  private boolean cancel;

  @Mixin private ClusterOptions clusterOptions;
  @Mixin private OutputOptions output;

  StopCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws RunException {
    if (cancel && (drain || folder != null)) {
      throw new ParameterException(
          spec.commandLine(), "--cancel takes no savepoint: leave out --savepoint and --drain");
    }
    try (JobCluster cluster = clusterOptions.connect()) {
      ClusterJob job = chosen(cluster.jobs());
      Optional<String> savepoint =
          cancel
              ? cluster.cancel(job.id())
              : Optional.of(
                  cluster.stop(
                      job.id(), Optional.ofNullable(folder).map(AnyPath::absolute), drain));
      if (!drain) {
        // A job that is drained says itself how it has ended.
        StoppedJob.settle(job, clock).ifPresent(spec.commandLine().getErr()::println);
      }
      show(job, savepoint);
    }
    return ExitCode.DELIVERED.code();
  }

  private ClusterJob chosen(List<ClusterJob> jobs) throws RunException {
    List<ClusterJob> named =
        jobs.stream().filter(job -> job.id().equals(name) || job.run().equals(name)).toList();
    List<ClusterJob> running = named.stream().filter(job -> !job.ended()).toList();
    if (running.size() == 1) {
      return running.get(0);
    }
    if (running.size() > 1) {
      throw new RunException(
          ExitCode.USAGE,
          "%s is the name of several jobs: say which by its id, %s"
              .formatted(name, Suggestion.listed(running.stream().map(ClusterJob::id).toList())));
    }
    if (!named.isEmpty()) {
      throw new RunException(
          ExitCode.USAGE, "%s has ended (%s)".formatted(name, named.get(0).state()));
    }
    TreeSet<String> runs =
        jobs.stream()
            .filter(job -> !job.ended())
            .map(ClusterJob::run)
            .collect(Collectors.toCollection(TreeSet::new));
    throw new RunException(
        ExitCode.USAGE,
        "%s: there is no such job of Muster's at %s; %s"
            .formatted(
                name,
                clusterOptions.address(),
                runs.isEmpty() ? "none runs there" : Suggestion.mend(name, runs)));
  }

  /** Where it may be gone on from, and how. */
  private void show(ClusterJob job, Optional<String> savepoint) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      out.println(
          JsonNodeFactory.instance
              .objectNode()
              .put("job", job.id())
              .put("run", job.run())
              .put("drained", drain)
              .put("cancelled", cancel)
              .put("savepoint", savepoint.orElse(null))
              .toPrettyString());
    } else {
      out.println((cancel ? "cancelled " : "stopped ") + job.run() + " (job " + job.id() + ")");
      out.println((cancel ? "last checkpoint: " : "savepoint: ") + savepoint.orElse("none"));
      if (drain) {
        out.println("It was retired: all that was pending is delivered or in the dead letters.");
      } else {
        out.println(
            savepoint
                .map(path -> "'muster activate --from-savepoint " + path + "' goes on from it.")
                .orElse("'muster activate' goes on behind what the group has committed."));
      }
    }
    out.flush();
  }
}
