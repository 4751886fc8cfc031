package io.muster.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM takes, as Linux and the JDK's {@code jcmd} tell it.
 *
 * @param heapKib in use right after a full collection
 * @param threads of the operating system
 * @param handles open files, sockets and the like
 */
record ProcessFigures(long heapKib, long threads, long handles) {

  static final ProcessFigures NONE = new ProcessFigures(0, 0, 0);

  /** A generation or the whole heap, by the collector. */
  private static final Pattern USED =
      Pattern.compile(
          "(?m)^\\s*(?:garbage-first heap|def new generation|tenured generation|PSYoungGen"
              + "|ParOldGen)\\s.*?used (\\d+)K");

  private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");

  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB");
  private static final long KIB_A_MIB = 1024;

  /** Has the process collect its garbage, and looks. */
  static ProcessFigures of(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    long heap = 0;
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    while (used.find()) {
      heap += Long.parseLong(used.group(1));
    }
    if (heap == 0) {
      throw new IOException("jcmd tells no heap of process " + pid);
    }
    Path process = Path.of("/proc", String.valueOf(pid));
    Matcher threads = THREADS.matcher(Files.readString(process.resolve("status")));
    if (!threads.find()) {
      throw new IOException("process " + pid + " has no number of threads");
    }
    try (Stream<Path> handles = Files.list(process.resolve("fd"))) {
      return new ProcessFigures(heap, Long.parseLong(threads.group(1)), handles.count());
    }
  }

  /**
   * The most memory that a process has had so far, its heap and all else, in MiB; 0 if it ended.
   */
  static long peakMib(long pid) throws IOException {
    Path status = Path.of("/proc", String.valueOf(pid), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    Matcher peak = PEAK.matcher(Files.readString(status));
    return peak.find() ? Long.parseLong(peak.group(1)) / KIB_A_MIB : 0;
  }

  ProcessFigures plus(ProcessFigures other) {
    return new ProcessFigures(
        heapKib + other.heapKib, threads + other.threads, handles + other.handles);
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), String.valueOf(pid), command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd %d %s: %s".formatted(pid, command, said.strip()));
    }
    return said;
  }
}
