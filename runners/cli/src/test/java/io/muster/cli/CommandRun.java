package io.muster.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;

/**
 * One command, run in this process.
 *
 * @param code its exit code
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int code, String out, String err) {

  static final Instant NOW = Instant.parse("2026-11-22T01:45:01Z");

  static CommandRun of(String... arguments) {
    return at(Clock.fixed(NOW, ZoneOffset.UTC), arguments);
  }

  static CommandRun at(Clock clock, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings = new Surroundings(clock, new Random(7), false);
    int code =
        MusterCommandLine.of(new PrintWriter(out, true), new PrintWriter(err, true), surroundings)
            .execute(arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }
}
