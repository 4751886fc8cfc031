package io.muster.flink.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code runners/flink/cluster/run}. */
@Command(
    name = "runners/flink/cluster/run",
    description = {
      "Start a real Flink cluster on this machine, and stay until Ctrl-C or a kill.",
      "%nOne JobManager and some TaskManagers, each a process on free ports of 127.0.0.1, and a"
          + " Kafka broker beside them with --kafka. All of them end with this command, however it"
          + " ends. A TaskManager that is killed is replaced, as a cluster's manager does.%n"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 1:something did not start, or the JobManager or the broker has ended",
      " 2:wrong usage",
      " 130, 143:ended by Ctrl-C or by kill"
    },
    footer = {
      "",
      "Credentials of jobs go into this command's environment, which its processes inherit.",
      "",
      "Examples:",
      "  runners/flink/cluster/run",
      "  runners/flink/cluster/run --task-managers 3 --slots 4 --topic changes:4",
      "  runners/flink/cluster/run --dir /tmp/flink -Dstate.backend.type=hashmap"
    })
final class ClusterCommand implements Callable<Integer> {

  private static final long WATCH_MILLIS = 500;

  @Spec private CommandSpec spec;

  @Option(
      names = "--task-managers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many TaskManagers (default: ${DEFAULT-VALUE}).")
  private int taskManagers;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "2",
      description = "Slots of each TaskManager (default: ${DEFAULT-VALUE}).")
  private int slots;

  @Option(
      names = "--heap",
      paramLabel = "MIB",
      description = "Heap of each TaskManager in MiB (default: 448, of about 1 GiB in all).")
  private Optional<Integer> heap = Optional.empty();

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "A setting of Flink; it wins over the cluster's own. Repeatable.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--kafka", description = "Start a Kafka broker too.")
  private boolean kafka;

  @Option(
      names = "--topic",
      paramLabel = "NAME[:PARTITIONS]",
      description = "A topic to make (4 partitions); starts the broker too. Repeatable.")
  private List<String> topics = new ArrayList<>();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = {
        "Where configuration, logs, checkpoints, savepoints and topics are kept; they are still"
            + " there when it is used again (default: a temporary folder, gone at the end unless"
            + " that was a failure)."
      })
  private Optional<Path> dir = Optional.empty();

  @Option(names = "--json", description = "Print one line of JSON once all is up, instead of text.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli asks for it
  private boolean help;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ClusterOptions options;
    List<Topic> wanted;
    try {
      options = options();
      wanted = topics.stream().map(Topic::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    try (LocalStack stack = LocalStack.in(dir)) {
      // Signals end the process without a word to this thread.
      Runtime.getRuntime().addShutdownHook(new Thread(stack::closeQuietly, "end-of-cluster"));
      try {
        run(stack, options, wanted);
        return 0;
      } catch (IOException e) {
        stack.keepFolder();
        throw e;
      }
    }
  }

  private void run(LocalStack stack, ClusterOptions options, List<Topic> wanted)
      throws IOException, InterruptedException {
    if (kafka || !wanted.isEmpty()) {
      stack.startBroker(wanted);
    }
    stack.startCluster(options);
    PrintWriter out = spec.commandLine().getOut();
    Announcement announcement = new Announcement(stack, options, wanted);
    out.println(json ? announcement.json() : announcement.text());
    out.flush();
    while (!stack.isClosing()) {
      watch(stack, options);
      TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
    }
  }

  private ClusterOptions options() {
    TaskManagerMemory memory = TaskManagerMemory.oneGibibyte();
    if (heap.isPresent()) {
      memory = new TaskManagerMemory(heap.get(), memory.managed(), memory.network());
    }
    return ClusterOptions.defaults()
        .withTaskManagers(taskManagers)
        .withSlots(slots)
        .withMemory(memory)
        .withSettings(settings);
  }

  /** Replaces what can be replaced, and fails when something else has ended. */
  private void watch(LocalStack stack, ClusterOptions options) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try {
      stack.assertUp();
      if (stack.cluster().taskManagers().size() < options.taskManagers()) {
        err.println("cluster: a TaskManager has ended; starting another");
        err.println("cluster: started " + stack.cluster().startTaskManager());
      }
    } catch (IOException e) {
      // What is ended on purpose is missed by nobody.
      if (!stack.isClosing()) {
        throw e;
      }
    }
  }
}
