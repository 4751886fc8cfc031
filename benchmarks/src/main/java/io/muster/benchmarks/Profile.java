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
import jdk.jfr.consumer.RecordingFile;

/**
 * Where Java code spent its time, from a flight recording's samples: a sample belongs to the stage
 * of the topmost frame that any stage claims.
 */
final class Profile {

  private static final int LINES = 25;

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

  private final Map<String, Integer> stages = new HashMap<>();
  private final Map<String, Integer> claimingFrames = new HashMap<>();
  private final Map<String, Integer> topFrames = new HashMap<>();
  private final Map<String, Integer> ownFrames = new HashMap<>();
  private int samples;

  static Profile read(Path recording) throws IOException {
    Profile profile = new Profile();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")
            && event.getStackTrace() != null) {
          profile.add(event.getStackTrace().getFrames());
        }
      }
    }
    return profile;
  }

  private void add(List<RecordedFrame> frames) {
    samples++;
    topFrames.merge(name(frames.get(0)), 1, Integer::sum);
    String stage = "other";
    Set<String> seen = new HashSet<>();
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      if (stage.equals("other")) {
        stage = stageOf(type);
        if (!stage.equals("other")) {
          claimingFrames.merge(stage + ": " + name(frame), 1, Integer::sum);
        }
      }
      // Inclusive: once a sample, however deep a recursion.
      if (type.startsWith("io.muster.") && seen.add(name(frame))) {
        ownFrames.merge(name(frame), 1, Integer::sum);
      }
    }
    stages.merge(stage, 1, Integer::sum);
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
    out.println(samples + " samples of Java code");
    print(out, "By stage", stages);
    print(out, "In Muster's methods and what they call", ownFrames);
    print(out, "Nearest frame of a stage, with the libraries that it calls", claimingFrames);
    print(out, "At the top of the stack", topFrames);
  }

  private void print(PrintStream out, String title, Map<String, Integer> counts) {
    out.println();
    out.println(title);
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(LINES)
        .forEach(
            each ->
                out.printf(
                    Locale.ROOT,
                    "  %5.1f %%  %s%n",
                    100.0 * each.getValue() / samples,
                    each.getKey()));
  }
}
