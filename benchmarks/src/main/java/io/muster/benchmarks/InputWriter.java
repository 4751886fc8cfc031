package io.muster.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Writes a workload's file, line by line, and tells an oracle what it meant. */
final class InputWriter {

  /** The three changes of an ADD, REMOVE, ADD are at most so many lines apart. */
  private static final int LONGEST_GAP = 10_000;

  private final Workload workload;
  private final SplittableRandom random;
  private final Oracle oracle;
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(Comparator.comparingInt(Later::line));
  private int count;
  private int[] addedAt = new int[1024];

  private InputWriter(Workload workload) {
    this.workload = workload;
    this.random = new SplittableRandom(workload.seed());
    this.oracle = new Oracle(workload);
  }

  private record Later(int line, int account, boolean member) {}

  /** Where its lines go. */
  private interface Lines {

    void change(int account, boolean member, long moment);

    void invalid(int number, long moment);
  }

  private record Text(Accounts accounts, StringBuilder out) implements Lines {

    @Override
    public void change(int account, boolean member, long moment) {
      accounts.write(out, account, member, moment);
    }

    @Override
    public void invalid(int number, long moment) {
      accounts.writeInvalid(out, number, moment);
    }
  }

  private record Unwritten() implements Lines {

    @Override
    public void change(int account, boolean member, long moment) {
      // The file is there already.
    }

    @Override
    public void invalid(int number, long moment) {
      // Likewise.
    }
  }

  /** Writes it and returns what must come of it. */
  static Oracle write(Workload workload, Path file) throws IOException {
    InputWriter writer = new InputWriter(workload);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      StringBuilder line = new StringBuilder(512);
      Lines lines = new Text(new Accounts(workload), line);
      for (int number = 0; number < workload.changes(); number++) {
        line.setLength(0);
        writer.next(lines, number);
        out.append(line);
      }
    }
    return writer.oracle;
  }

  /** What must come of it, without writing it. */
  static Oracle oracle(Workload workload) {
    InputWriter writer = new InputWriter(workload);
    Lines lines = new Unwritten();
    for (int number = 0; number < workload.changes(); number++) {
      writer.next(lines, number);
    }
    return writer.oracle;
  }

  private void next(Lines out, int line) {
    if (!later.isEmpty() && later.peek().line() <= line) {
      Later due = later.remove();
      change(out, due.account(), due.member(), line);
      return;
    }
    double draw = random.nextDouble();
    double removals = workload.invalid() + workload.removals();
    double repeats = removals + workload.repeats();
    // Each of these writes three lines, of which two come later.
    double triples = repeats + workload.addRemoveAdd() / 3;
    if (draw < workload.invalid()) {
      out.invalid(line, line);
    } else if (count > 0 && draw < removals) {
      change(out, random.nextInt(count), false, line);
    } else if (count > 0 && draw < repeats) {
      // Of the first change: where a newer one has come since, it must change nothing.
      int account = random.nextInt(count);
      out.change(account, true, addedAt[account]);
    } else {
      int account = add(line);
      change(out, account, true, line);
      if (draw < triples) {
        int removal = line + 1 + random.nextInt(LONGEST_GAP / 2);
        later.add(new Later(removal, account, false));
        later.add(new Later(removal + 1 + random.nextInt(LONGEST_GAP / 2), account, true));
      }
    }
  }

  private int add(int line) {
    if (count == addedAt.length) {
      addedAt = Arrays.copyOf(addedAt, count * 2);
    }
    addedAt[count] = line;
    return count++;
  }

  private void change(Lines out, int account, boolean member, int line) {
    out.change(account, member, line);
    oracle.newest(account, member);
  }
}
