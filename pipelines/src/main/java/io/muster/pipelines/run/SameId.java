package io.muster.pipelines.run;

import io.muster.pipelines.registry.PastRun;
import io.muster.pipelines.registry.RunEnd;
import io.muster.pipelines.registry.RunLog;
import io.muster.pipelines.registry.RunStart;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReportJson;
import io.muster.pipelines.run.RunOutcome.Spared;
import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The runs that were started with one id: one run, made again where it was not done. Each has a
 * name of its own: what is left of one that was taken for dead must not pass for the next.
 *
 * @param purpose of the run that is to be made now
 */
record SameId(String id, Purpose purpose, RunLog log) {

  /** Not part of an id, so that no name is given twice. */
  private static final String TIMES = "~";

  /** The name of the next: the id, then {@code id~2}, and so on. */
  String nextName() {
    int times = log.ofId(id).size() + 1;
    String name = times == 1 ? id : id + TIMES + times;
    while (log.find(name).isPresent()) {
      times++;
      name = id + TIMES + times;
    }
    return name;
  }

  /**
   * What came of the one that is done, if one is: it ended, at most with dead letters.
   *
   * @throws RunException when a run with another purpose has the id
   */
  Optional<RunOutcome> done() throws RunException {
    List<PastRun> runs = log.ofId(id);
    for (PastRun run : runs) {
      Purpose before = Purpose.of(run.start());
      if (!purpose.isThatOf(before)) {
        throw new RunException(ExitCode.USAGE, taken(run.start(), before));
      }
    }
    for (PastRun run : runs) {
      Optional<ExitCode> code = run.end().flatMap(SameId::doneWith);
      if (code.isPresent()) {
        RunEnd end = run.end().get();
        return Optional.of(
            new RunOutcome(
                report(run, end),
                code.get(),
                Optional.empty(),
                Optional.of(
                    new Spared(
                        false,
                        run.start().folder(),
                        "run %s is done since %s, and ended with %d: nothing was sent"
                            .formatted(run.start().run(), end.endedAt(), code.get().code())))));
      }
    }
    return Optional.empty();
  }

  private String taken(RunStart other, Purpose before) {
    return "--run-id %s: another run has this id, so nothing was sent. %s began %s as '%s', and this is '%s'; give this one an id of its own, such as %s-%s"
        .formatted(
            id,
            other.run(),
            other.startedAt().truncatedTo(ChronoUnit.SECONDS),
            before.words(),
            purpose.words(),
            id,
            purpose.command());
  }

  private static Optional<ExitCode> doneWith(RunEnd end) {
    return List.of(ExitCode.DELIVERED, ExitCode.DEAD_LETTERS).stream()
        .filter(code -> end.exitCode().isPresent() && end.exitCode().getAsInt() == code.code())
        .findFirst();
  }

  /** As the registry has it, else the folder; else without its audiences. */
  private static RunReport report(PastRun run, RunEnd end) {
    return end.report()
        .map(RunReportJson::read)
        .or(() -> inFolder(run))
        .orElseGet(
            () ->
                new RunReport(
                    run.start().run(),
                    end.status(),
                    run.start().startedAt().toString(),
                    end.endedAt().toString(),
                    List.of(),
                    end.totals().malformed()));
  }

  private static Optional<RunReport> inFolder(PastRun run) {
    try {
      return new RunFolder(run.start().folder())
          .report()
          .filter(report -> report.run().equals(run.start().run()));
    } catch (IOException | IllegalArgumentException e) {
      // Gone, or another's: what the registry knows is enough.
      return Optional.empty();
    }
  }
}
