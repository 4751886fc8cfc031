package io.muster.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where Java code spent its time and what it allocated, from a flight recording's samples: a sample
 * belongs to the stage of the topmost frame that any stage claims.
 */
final class Profile {

  private static final int LINES = 40;

  /** The first that fits wins. */
  private static final List<Stage> STAGES =
      List.of(
          new Stage("read", List.of("io.muster.pipelines.source")),
          new Stage("parse", List.of("io.muster.parse")),
          new Stage("validate", List.of("io.muster.mapping")),
          new Stage("coders", List.of("io.muster.coders")),
          new Stage("settle", List.of("io.muster.delivery", "io.muster.transforms.StateStore")),
          new Stage("send", List.of("io.muster.destination", "io.muster.vendor")),
          new Stage("run folder", List.of("io.muster.pipelines")),
          new Stage("transforms", List.of("io.muster.transforms")),
          new Stage("registry", List.of("org.h2", "org.flywaydb")),
          new Stage("runner", List.of("org.apache.flink", "org.apache.beam")));

  private record Stage(String name, List<String> packages) {}

  /** Samples, or the bytes that each stands for, by what they belong to. */
  private static final class Share {
    private final Map<String, Long> stages = new HashMap<>();
    private final Map<String, Long> claimingFrames = new HashMap<>();
    private final Map<String, Long> topFrames = new HashMap<>();
    private final Map<String, Long> ownFrames = new HashMap<>();
    private final Map<String, Long> threads = new HashMap<>();
    private long whole;
  }

  private final Share time = new Share();
  private final Share bytes = new Share();
  private final Map<String, Long> bytesByType = new HashMap<>();

  static Profile read(Path recording) throws IOException {
    Profile profile = new Profile();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        profile.add(event);
      }
    }
    return profile;
  }

  private void add(RecordedEvent event) {
    if (event.getStackTrace() == null || event.getStackTrace().getFrames().isEmpty()) {
      return;
    }
    switch (event.getEventType().getName()) {
      case "jdk.ExecutionSample" -> add(time, 1, event, event.getThread("sampledThread"));
      case "jdk.ObjectAllocationSample" -> {
        long weight = event.getLong("weight");
        add(bytes, weight, event, event.getThread());
        bytesByType.merge(event.getClass("objectClass").getName(), weight, Long::sum);
      }
      default -> {} // nothing that is shown
    }
  }

  private static void add(Share share, long weight, RecordedEvent event, RecordedThread thread) {
    List<RecordedFrame> frames = event.getStackTrace().getFrames();
    share.whole += weight;
    share.threads.merge(threadName(thread), weight, Long::sum);
    share.topFrames.merge(name(frames.get(0)), weight, Long::sum);
    String stage = "other";
    Set<String> seen = new HashSet<>();
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      if (stage.equals("other")) {
        stage = stageOf(type);
        if (!stage.equals("other")) {
          share.claimingFrames.merge(stage + ": " + name(frame), weight, Long::sum);
        }
      }
      // Inclusive: once a sample, however deep a recursion.
      if (type.startsWith("io.muster.") && seen.add(name(frame))) {
        share.ownFrames.merge(name(frame), weight, Long::sum);
      }
    }
    share.stages.merge(stage, weight, Long::sum);
  }

  private static String threadName(RecordedThread thread) {
    return thread == null || thread.getJavaName() == null ? "?" : thread.getJavaName();
  }

  private static String stageOf(String type) {
    return STAGES.stream()
        .filter(stage -> stage.packages().stream().anyMatch(type::startsWith))
        .map(Stage::name)
        .findFirst()
        .orElse("other");
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  void print(PrintStream out) {
    out.println(time.whole + " samples of Java code");
    print(out, time);
    out.printf(Locale.ROOT, "%n%,d MB allocated%n", bytes.whole / 1_000_000);
    print(out, bytes);
    print(out, "By type", bytesByType, bytes.whole);
  }

  private static void print(PrintStream out, Share share) {
    print(out, "By stage", share.stages, share.whole);
    print(out, "By thread", share.threads, share.whole);
    print(out, "In Muster's methods and what they call", share.ownFrames, share.whole);
    print(
        out,
        "Nearest frame of a stage, with the libraries that it calls",
        share.claimingFrames,
        share.whole);
    print(out, "At the top of the stack", share.topFrames, share.whole);
  }

  private static void print(PrintStream out, String title, Map<String, Long> shares, long whole) {
    out.println();
    out.println(title);
    shares.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(LINES)
        .forEach(
            each ->
                out.printf(
                    Locale.ROOT,
                    "  %5.1f %%  %s%n",
                    100.0 * each.getValue() / whole,
                    each.getKey()));
  }
}
