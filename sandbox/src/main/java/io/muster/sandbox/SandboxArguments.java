package io.muster.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The command line, parsed; {@code --name value} and {@code --name=value} are the same. */
record SandboxArguments(
    Optional<Integer> port,
    Optional<String> host,
    Optional<Duration> latency,
    Optional<Path> config,
    boolean exitWithStdin,
    boolean json,
    boolean help) {

  /**
   * Parses.
   *
   * @throws IllegalArgumentException saying what is wrong and the mend
   */
  static SandboxArguments parse(List<String> args) {
    Optional<Integer> port = Optional.empty();
    Optional<String> host = Optional.empty();
    Optional<Duration> latency = Optional.empty();
    Optional<Path> config = Optional.empty();
    boolean exitWithStdin = false;
    boolean json = false;
    boolean help = false;
    Iterator<String> rest =
        args.stream()
            .flatMap(
                arg ->
                    arg.startsWith("--") && arg.contains("=")
                        ? List.of(arg.split("=", 2)).stream()
                        : List.of(arg).stream())
            .iterator();
    while (rest.hasNext()) {
      String arg = rest.next();
      switch (arg) {
        case "--port" -> port = Optional.of(number(arg, value(arg, rest), 65535));
        case "--host" -> host = Optional.of(value(arg, rest));
        case "--latency-ms" ->
            latency = Optional.of(Duration.ofMillis(number(arg, value(arg, rest), 3_600_000)));
        case "--config" -> config = Optional.of(path(arg, value(arg, rest)));
        case "--exit-with-stdin" -> exitWithStdin = true;
        case "--json" -> json = true;
        case "--help", "-h" -> help = true;
        default ->
            throw new IllegalArgumentException(
                "unknown argument " + arg + "; --help says which there are");
      }
    }
    return new SandboxArguments(port, host, latency, config, exitWithStdin, json, help);
  }

  /** The configuration with what the command line says. */
  SandboxConfig over(SandboxConfig base) {
    SandboxConfig result = base;
    result = port.map(result::withPort).orElse(result);
    result = host.map(result::withHost).orElse(result);
    return latency.map(result::withLatency).orElse(result);
  }

  private static String value(String arg, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(arg + " needs a value");
    }
    return rest.next();
  }

  private static Path path(String arg, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          arg + ": the path is blank: is a variable not set? Name a file, or leave it out");
    }
    return Path.of(value);
  }

  private static int number(String arg, String value, int max) {
    if (!value.matches("[0-9]{1,7}") || Integer.parseInt(value) > max) {
      throw new IllegalArgumentException(
          arg + " must be a whole number from 0 to " + max + ", not \"" + value + "\"");
    }
    return Integer.parseInt(value);
  }
}
