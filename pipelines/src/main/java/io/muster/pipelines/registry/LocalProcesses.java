package io.muster.pipelines.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of this machine, as far as this one sees them. */
final class LocalProcesses implements Processes {

  /**
   * Two processes may read one start time some seconds apart, as the system's clock is corrected.
   * An id that is used again sooner than this only delays the end of a dead run's lease.
   */
  private static final Duration SAME_START = Duration.ofMinutes(1);

  private final String host;
  private final String machine;

  LocalProcesses() {
    this.host = hostName();
    this.machine = machine();
  }

  /** This process, for a run. */
  LeaseHolder.Process self(String run) {
    ProcessHandle self = ProcessHandle.current();
    return new LeaseHolder.Process(
        run, host, machine, self.pid(), self.info().startInstant().orElse(Instant.EPOCH));
  }

  /** This host's name, for people. */
  String host() {
    return host;
  }

  @Override
  public boolean isGone(LeaseHolder.Process holder) {
    if (!holder.host().equals(host) || !holder.machine().equals(machine)) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(holder.pid());
    return process.isEmpty()
        || process
            .get()
            .info()
            .startInstant()
            .filter(start -> !sameStart(start, holder.processStart()))
            .isPresent()
        || isZombie(holder.pid());
  }

  /**
   * Whether it has ended and only its parent has not asked for its exit code yet, which a
   * supervisor may put off for as long as it likes. Where there is no /proc, it is not told apart.
   */
  private static boolean isZombie(long pid) {
    Path proc = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> threads = Files.list(proc.resolve("task"))) {
      String stat = Files.readString(proc.resolve("stat"), StandardCharsets.ISO_8859_1);
      // The state is behind the command's name, which may hold blanks and brackets.
      boolean ended = stat.startsWith(") Z ", stat.lastIndexOf(')'));
      // The first thread may be through while others still work.
      return ended && threads.count() == 1;
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static boolean sameStart(Instant one, Instant other) {
    // The epoch stands for a system that does not tell.
    return other.equals(Instant.EPOCH)
        || Duration.between(one, other).abs().compareTo(SAME_START) <= 0;
  }

  /**
   * Hosts and containers may share a name, and a user may not see another's processes: only where
   * kernel, process ids and user are the same does "no such process" mean that it is gone.
   */
  private static String machine() {
    String user = System.getProperty("user.name", "");
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      String ids = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return boot + " " + ids + " " + user;
    } catch (IOException e) {
      return System.getProperty("os.name", "") + " " + user;
    }
  }

  private static String hostName() {
    try {
      // No question to a name server, which may take seconds.
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException unnamed) {
        return "unknown";
      }
    }
  }
}
