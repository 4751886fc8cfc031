package io.muster.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a contender on a JVM can tell of its own process. */
final class OwnProcess {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB");

  private final long begun = System.nanoTime();
  private final PeakHeap heap = PeakHeap.watch();

  private OwnProcess() {}

  /** To be called before anything else. */
  static OwnProcess watch() {
    return new OwnProcess();
  }

  /** How it is now, which is best the end. */
  SelfReport report(long received, boolean addsUp) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new SelfReport(
        (System.nanoTime() - begun) / 1e6,
        system.getProcessCpuTime() / 1e6,
        ManagementFactory.getCompilationMXBean().getTotalCompilationTime(),
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum(),
        heap.peakMb(),
        heap.liveMb(),
        peakRssMb(),
        received,
        addsUp);
  }

  private static double peakRssMb() {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try {
      Matcher peak = PEAK.matcher(Files.readString(STATUS));
      return peak.find() ? Long.parseLong(peak.group(1)) / 1024.0 : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
