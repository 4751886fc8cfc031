package io.muster.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.pipelines.report.TextTable;
import io.muster.pipelines.run.ClusterJob;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.JobCluster;
import io.muster.pipelines.run.RunException;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code muster jobs}. */
@Command(
    name = "jobs",
    description = {
      "Show Muster's jobs on a Flink cluster, the latest first, those that have ended too as long as"
          + " the cluster remembers them: id, run, state, since when, what it reads, and the run"
          + " folder.",
      ""
    },
    exitCodeListHeading = CommandHelp.EXIT_CODES,
    exitCodeList = {CommandHelp.OK, " 1:the cluster does not answer", " 2:wrong usage"},
    footer = {"", "Examples:", "  muster jobs", "  muster jobs --flinkMaster flink:8081 --json"})
final class JobsCommand implements Callable<Integer> {

  private static final int COLUMNS = 6;

  @Spec private CommandSpec spec;
  @Mixin private ClusterOptions clusterOptions;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws RunException {
    List<ClusterJob> jobs;
    try (JobCluster cluster = clusterOptions.connect()) {
      jobs = cluster.jobs();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (output.json()) {
      out.println(json(jobs).toPrettyString());
    } else {
      out.print(text(jobs));
    }
    out.flush();
    return ExitCode.DELIVERED.code();
  }

  private String text(List<ClusterJob> jobs) {
    if (jobs.isEmpty()) {
      return "No job of Muster's is known at %s.%n".formatted(clusterOptions.address());
    }
    TextTable table =
        new TextTable(COLUMNS, List.of("JOB", "RUN", "STATE", "SINCE", "READS", "RUN FOLDER"));
    for (ClusterJob job : jobs) {
      table.row(List.of(job.id(), job.run(), job.state(), since(job), job.reads(), job.folder()));
    }
    return table.render();
  }

  private static String since(ClusterJob job) {
    return job.since().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private ObjectNode json(List<ClusterJob> jobs) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("flinkMaster", clusterOptions.address());
    ArrayNode all = json.putArray("jobs");
    for (ClusterJob job : jobs) {
      all.addObject()
          .put("job", job.id())
          .put("run", job.run())
          .put("state", job.state())
          .put("since", job.since().toString())
          .put("reads", job.reads())
          .put("folder", job.folder());
    }
    return json;
  }
}
