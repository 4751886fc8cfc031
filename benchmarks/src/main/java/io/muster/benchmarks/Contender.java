package io.muster.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that does the job, as a command line: it reads the input, brings the lists up to date,
 * ends with exit code 0 or 3, and may print what it knows of itself as its last line, in the shape
 * of {@link SelfReport}.
 */
interface Contender {

  String name();

  /**
   * The command for one job.
   *
   * @param recording where a flight recording is wanted, for contenders that can make one
   */
  List<String> command(Job job, Optional<Path> recording);

  /** The same with more options of Beam's, where they mean something. */
  default Contender with(List<String> beamOptions) {
    return this;
  }

  /**
   * What is to be done.
   *
   * @param workspace a workspace file; it names the sandbox too, and its folder holds the tokens
   * @param sandbox its address
   * @param lists how many lists of {@link Workload} there are
   * @param out an empty folder for what the contender writes
   * @param jvmOptions for contenders that run on a JVM, the heap among them
   */
  record Job(
      Path workspace, URI sandbox, int lists, Path input, Path out, List<String> jvmOptions) {

    /** What a contender that knows no workspace files has to be told, in this order. */
    List<String> arguments() {
      return List.of(
          sandbox + "/linkedin/rest",
          workspace.resolveSibling("linkedin-token").toString(),
          String.valueOf(lists),
          input.toString(),
          out.toString());
    }
  }

  /** A JVM that may be recorded, up to the main class. */
  private static List<String> java(
      List<String> options, List<String> moreOptions, Optional<Path> recording) {
    List<String> command = new ArrayList<>();
    command.add(JavaCommand.java());
    command.addAll(options);
    command.addAll(moreOptions);
    recording.ifPresent(
        file -> command.add("-XX:StartFlightRecording=settings=profile,filename=" + file));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    return command;
  }

  /** The JVM's options of {@code ./muster}, which leaves the collector to whoever names one. */
  private static List<String> jvmOptions(List<String> more) {
    try (InputStream in = Contender.class.getResourceAsStream("jvm.options")) {
      String words = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> options = new ArrayList<>(List.of(words.strip().split("\\s+")));
      if (more.stream().noneMatch(option -> option.matches("-XX:\\+Use.*GC"))) {
        options.add("-XX:+UseParallelGC");
      }
      return options;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Muster on one of its runners, through the same door as its command line.
   *
   * @param variant what sets it apart from another Muster in its bench; empty for nothing
   */
  record Muster(String runner, String variant, List<String> beamArguments) implements Contender {

    Muster(String runner, List<String> beamArguments) {
      this(runner, "", beamArguments);
    }

    @Override
    public String name() {
      return "muster, " + runner + (variant.isEmpty() ? "" : ", " + variant);
    }

    @Override
    public Contender with(List<String> beamOptions) {
      List<String> all = new ArrayList<>(beamArguments);
      all.addAll(beamOptions);
      return new Muster(runner, variant, all);
    }

    @Override
    public List<String> command(Job job, Optional<Path> recording) {
      List<String> command = java(job.jvmOptions(), recording);
      command.add(MusterMain.class.getName());
      command.add(runner);
      command.add(job.workspace().toString());
      command.add(job.input().toString());
      command.add(job.out().toString());
      command.addAll(beamArguments);
      return command;
    }

    /** A JVM as {@code ./muster} starts it, up to the main class. */
    static List<String> java(List<String> moreOptions) {
      return java(moreOptions, Optional.empty());
    }

    private static List<String> java(List<String> moreOptions, Optional<Path> recording) {
      return Contender.java(jvmOptions(moreOptions), moreOptions, recording);
    }
  }

  /** One program for one vendor, without Beam, on a JVM with its own defaults. */
  record ByHand() implements Contender {

    @Override
    public String name() {
      return "by hand";
    }

    @Override
    public List<String> command(Job job, Optional<Path> recording) {
      List<String> command = Contender.java(List.of(), job.jvmOptions(), recording);
      command.add(ByHandMain.class.getName());
      command.addAll(job.arguments());
      return command;
    }
  }

  /** A pipeline as Beam's guides suggest it, on embedded Flink and with the options of Muster's. */
  record NaiveBeam() implements Contender {

    @Override
    public String name() {
      return "naive Beam";
    }

    @Override
    public List<String> command(Job job, Optional<Path> recording) {
      List<String> command =
          Contender.java(jvmOptions(job.jvmOptions()), job.jvmOptions(), recording);
      command.add(NaiveBeamMain.class.getName());
      command.addAll(job.arguments());
      command.addAll(
          List.of(
              "--runner=FlinkRunner",
              "--streaming=true",
              "--parallelism=2",
              "--checkpointingInterval=10000",
              // Beside the job: what the JobManager keeps by itself is too little for such a state.
              "--stateBackend=filesystem",
              "--stateBackendStoragePath=" + job.out().resolve("checkpoints").toUri(),
              "--shutdownSourcesAfterIdleMs=0",
              "--numberOfExecutionRetries=0",
              "--fasterCopy=true"));
      return command;
    }
  }

  /**
   * The published action of Segment's LinkedIn destination, from the npm registry.
   *
   * @param folder that {@code benchmarks/install-peer} has installed it in
   * @param script that drives it
   */
  record SegmentAction(Path folder, Path script) implements Contender {

    static final String NAME = "segment, npm";

    /** It, where it is installed. */
    static Optional<Contender> installed() {
      return Optional.ofNullable(System.getProperty("muster.benchmarks"))
          .map(Path::of)
          .map(
              module ->
                  new SegmentAction(
                      module.resolve("target/npm"), module.resolve("src/main/npm/peer.js")))
          .filter(peer -> Files.isDirectory(peer.folder().resolve("node_modules")))
          .map(Contender.class::cast);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public List<String> command(Job job, Optional<Path> recording) {
      List<String> command = new ArrayList<>();
      command.add("node");
      command.add(script.toString());
      command.add(folder.toString());
      command.addAll(job.arguments());
      return command;
    }
  }
}
