package io.muster.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Whether a snapshot that is much larger than the heap is delivered to all four vendors, whether
 * the same again calls no vendor for a member, and whether of a snapshot in which a share has
 * changed exactly that share is sent. Runs the command line itself, on embedded Flink.
 */
final class BackfillBench {

  /** It holds every member of four lists, and tells a million in one answer. */
  private static final String SANDBOX_HEAP = "8g";

  /** One account in so many has changed in the last snapshot: three of a hundred. */
  private static final int CHANGED = 33;

  private static final long CHANGED_LATER_MILLIS = 86_400_000;
  private static final List<Target> TARGETS = Target.ALL;

  private final Load load;
  private final Path folder;
  private final PrintStream progress;

  BackfillBench(Load load, Path folder, PrintStream progress) {
    this.load = load;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * How much, in how little.
   *
   * @param heap as {@code -Xmx} takes it
   */
  record Load(int profiles, String heap) {}

  /** What a run is to do. */
  private enum Round {
    FIRST("first"),
    AGAIN("the same again"),
    CHANGED("3% changed");

    private final String words;

    Round(String words) {
      this.words = words;
    }
  }

  /**
   * What one run did.
   *
   * @param members sent to each vendor, by its name
   * @param calls that carried members
   * @param expected what should have been sent
   */
  record Run(
      String round,
      double seconds,
      long peakRssMib,
      Map<String, Long> members,
      long calls,
      Map<String, Long> expected,
      long breaches) {

    boolean isRight() {
      return members.equals(expected) && breaches == 0;
    }
  }

  /** What came of it. */
  record Result(Load load, List<Run> runs, boolean listsRight) {

    boolean isRight() {
      return listsRight && runs.stream().allMatch(Run::isRight);
    }

    String words() {
      StringBuilder words = new StringBuilder();
      words.append(
          String.format(
              Locale.ROOT,
              "%,d profiles into %d vendors, heap -Xmx%s, embedded Flink, RocksDB, parallelism 2%n%n",
              load.profiles(),
              TARGETS.size(),
              load.heap()));
      words.append(
          "| run | s | peak memory of the process, MiB | calls with members | members sent | as they should |\n");
      words.append("|---|---|---|---|---|---|\n");
      for (Run run : runs) {
        words.append(
            String.format(
                Locale.ROOT,
                "| %s | %.0f | %,d | %,d | %s | %s |%n",
                run.round(),
                run.seconds(),
                run.peakRssMib(),
                run.calls(),
                run.members(),
                run.isRight() ? "yes" : "NO: " + run.expected() + ", breaches " + run.breaches()));
      }
      return words.append(listsRight ? "\nlists right\n" : "\nlists WRONG\n").toString();
    }
  }

  Result run() throws IOException, InterruptedException {
    Map<Round, Path> snapshots = new EnumMap<>(Round.class);
    snapshots.put(Round.FIRST, snapshot("snapshot.jsonl", false));
    snapshots.put(Round.AGAIN, snapshots.get(Round.FIRST));
    snapshots.put(Round.CHANGED, snapshot("changed.jsonl", true));
    List<Run> runs = new ArrayList<>();
    try (Sandbox sandbox = Sandbox.start(folder, SANDBOX_HEAP)) {
      sandbox.makeLinkedInList(Workload.listName(0));
      Path workspace = Workspaces.write(folder, sandbox.url(), TARGETS, 1);
      long seen = 0;
      for (Round round : Round.values()) {
        progress.println("backfill: " + round.words);
        long began = System.nanoTime();
        long rss = backfill(workspace, snapshots.get(round), round);
        double seconds = (System.nanoTime() - began) / 1e9;
        Map<String, Long> members = new HashMap<>();
        long calls = 0;
        JsonNode journal = sandbox.calls();
        for (JsonNode call : journal) {
          if (call.path("seq").asLong() > seen && call.path("members").asInt() > 0) {
            calls++;
            members.merge(call.path("vendor").asText(), call.path("members").asLong(), Long::sum);
          }
        }
        seen = journal.isEmpty() ? seen : journal.get(journal.size() - 1).path("seq").asLong();
        Run done =
            new Run(
                round.words,
                seconds,
                rss,
                members,
                calls,
                expected(round),
                sandbox.breaches().size());
        progress.println("  " + done);
        runs.add(done);
      }
      return new Result(load, runs, listsRight(sandbox));
    }
  }

  /** All of one list and nobody's domain twice, in changed fields where one has changed. */
  private Path snapshot(String name, boolean changed) throws IOException {
    Accounts accounts = new Accounts(Workload.mixed(1, load.profiles(), 1).withMail());
    Path file = folder.resolve(name);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      StringBuilder line = new StringBuilder(512);
      for (int account = 0; account < load.profiles(); account++) {
        line.setLength(0);
        boolean other = changed && account % CHANGED == 0;
        accounts.writeOwn(line, account, other, other ? CHANGED_LATER_MILLIS : 0);
        out.append(line);
      }
    }
    return file;
  }

  private Map<String, Long> expected(Round round) {
    long changed = (load.profiles() + CHANGED - 1L) / CHANGED;
    // The journal calls the vendors as the workspace's connections are called.
    Map<String, Long> members = new HashMap<>();
    for (Target target : TARGETS) {
      // A new domain is another member to those who know an account by it: one goes, one comes.
      long each = target.key() == Oracle.MemberKey.DOMAIN ? 2 : 1;
      switch (round) {
        case FIRST -> members.put(target.connection(), (long) load.profiles());
        case CHANGED -> members.put(target.connection(), changed * each);
        case AGAIN -> {
          // nothing
        }
      }
    }
    return members;
  }

  /** Runs it to its end, and gives the most memory that its process had, in MiB. */
  private long backfill(Path workspace, Path snapshot, Round round)
      throws IOException, InterruptedException {
    List<String> command = Contender.Muster.java(List.of("-Xmx" + load.heap()));
    command.add("io.muster.cli.Main");
    command.addAll(List.of("backfill", "-w", workspace.toString(), "--input", snapshot.toString()));
    command.addAll(List.of("--runner", "flink", "--stateBackend=rocksdb", "--parallelism=2"));
    Path err = folder.resolve("backfill-" + round.name().toLowerCase(Locale.ROOT) + ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("backfill.out").toFile())
            .redirectError(err.toFile())
            .start();
    Thread atOurEnd = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atOurEnd);
    long most = 0;
    while (!process.waitFor(1, TimeUnit.SECONDS)) {
      most = Math.max(most, ProcessFigures.peakMib(process.pid()));
    }
    Runtime.getRuntime().removeShutdownHook(atOurEnd);
    if (process.exitValue() != 0) {
      throw new IOException(
          "the backfill ended with " + process.exitValue() + ": " + Files.readString(err));
    }
    return most;
  }

  /** Whether each list holds every account once, and those that have changed as they are now. */
  private boolean listsRight(Sandbox sandbox) throws IOException, InterruptedException {
    boolean right = true;
    for (Target target : TARGETS) {
      Held held = new Held(target);
      sandbox.eachMember(target.vendor(), target.keyField(), held);
      right &= held.strange == 0 && held.found.cardinality() == load.profiles();
    }
    return right;
  }

  /** What a vendor's list holds after the last run, by the numbers of its members. */
  private static final class Held implements Sandbox.MemberReader {
    private final Target target;
    private final BitSet found = new BitSet();
    // Keys that are none of ours, there twice, or of before the change.
    private long strange;

    Held(Target target) {
      this.target = target;
    }

    @Override
    public void member(String list, String key) {
      boolean isNew = key.startsWith(Accounts.NEW);
      int number = target.key().number(isNew ? key.substring(Accounts.NEW.length()) : key);
      boolean shouldBeNew =
          target.key() == Oracle.MemberKey.DOMAIN && number >= 0 && number % CHANGED == 0;
      if (number < 0 || found.get(number) || isNew != shouldBeNew) {
        strange++;
      } else {
        found.set(number);
      }
    }
  }
}
