package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./muster} itself, in a checkout whose Maven and Java only write down what they are asked.
 */
final class LauncherTest {

  private static final Path LAUNCHER = Path.of("..", "..", "muster");
  private static final List<String> MODULES =
      List.of(
          "sandbox",
          "transforms",
          "pipelines",
          "runners/direct",
          "runners/flink",
          "runners/cli",
          "runners/flink/bundle");

  @TempDir private Path folder;

  private Path root;
  private Path jdk;

  @BeforeEach
  void makeCheckout() throws IOException {
    root = Files.createDirectory(folder.resolve("a checkout"));
    for (String module : MODULES) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.createFile(root.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(root.resolve("pom.xml"));
    Files.createDirectories(root.resolve("libraries"));
    Files.writeString(root.resolve("libraries/beam.jar"), "beam");
    for (String data :
        List.of(".mvn", "test-data/workspaces", "test-data/profiles", "test-data/changes")) {
      Files.createDirectories(root.resolve(data));
    }
    Files.createFile(root.resolve("test-data/workspaces/demo.yaml"));
    Files.copy(LAUNCHER, root.resolve("muster"));
    Files.setPosixFilePermissions(
        root.resolve("muster"), PosixFilePermissions.fromString("rwxr-xr-x"));
    script(
        root.resolve("mvnw"),
        """
        echo built >> "$PWD/builds"
        mkdir -p runners/cli/target/dist/lib runners/cli/target/dist/libraries
        cp libraries/* runners/cli/target/dist/libraries
        echo > runners/cli/target/dist/jvm.options
        mkdir -p runners/flink/bundle/target
        echo > runners/flink/bundle/target/muster-flink-1.19-$(wc -l < builds).jar
        """);
    jdk = folder.resolve("jdk");
    java("17.0.9");
    script(jdk.resolve("bin/javac"), "");
    // Sources are older than what is built from them.
    FileTime old = FileTime.from(Instant.now().minusSeconds(3_600));
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
  }

  @Test
  void buildsOnceAndThenOnlyRuns() throws Exception {
    assertThat(start(root.resolve("muster"), "check").code(), is(0));
    assertThat(start(root.resolve("muster"), "check").code(), is(0));

    assertThat(Files.readAllLines(root.resolve("builds")), contains("built"));
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    start(root.resolve("muster"), "check");
    edit("transforms/src/main/New.java");

    start(root.resolve("muster"), "check");

    assertThat(Files.readAllLines(root.resolve("builds")), contains("built", "built"));
  }

  @Test
  void theJarForClustersIsTheOneOfTheLastBuild() throws Exception {
    start(root.resolve("muster"), "check");
    edit("runners/cli/src/main/New.java");

    Ended ended = start(root.resolve("muster"), "activate");

    assertThat(
        ended.out(),
        hasItem(
            "<-Dmuster.bundle=%s/runners/flink/bundle/target/muster-flink-1.19-2.jar>"
                .formatted(root.toRealPath())));
  }

  @Test
  void onlyTheDemoIsTooShortForTheSecondCompiler() throws Exception {
    String firstAlone = "<-XX:TieredStopAtLevel=1>";

    assertThat(start(root.resolve("muster"), "demo").out(), hasItem(firstAlone));
    assertThat(start(root.resolve("muster"), "activate").out(), not(hasItem(firstAlone)));
  }

  @Test
  void theLibrariesClassesAreReadOnceForAllStarts() throws Exception {
    sharingJava();
    assertThat(start(root.resolve("muster"), "check").out(), hasItem(shared()));
    edit("transforms/src/main/New.java");

    Ended ended = start(root.resolve("muster"), "check");

    assertThat(ended.out(), hasItem(shared()));
    assertThat(Files.readAllLines(root.resolve("builds")), contains("built", "built"));
    assertThat(Files.readAllLines(jdk.resolve("dumps")), contains("dumped"));
  }

  @Test
  void theyAreReadAgainWhereALibraryIsAnother() throws Exception {
    sharingJava();
    start(root.resolve("muster"), "check");
    Files.delete(root.resolve("libraries/beam.jar"));
    Files.writeString(root.resolve("libraries/beam-next.jar"), "beam");
    edit("pom.xml");

    start(root.resolve("muster"), "check");

    assertThat(Files.readAllLines(jdk.resolve("dumps")), contains("dumped", "dumped"));
  }

  @Test
  void aJavaThatCannotShareClassesStartsWithout() throws Exception {
    Ended ended = start(root.resolve("muster"), "check");

    assertThat(ended.code(), is(0));
    assertThat(ended.out(), not(hasItem(containsString("SharedArchiveFile"))));
  }

  @Test
  void twoFirstUsesBuildOnce() throws Exception {
    List<Process> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      both.add(process(root.resolve("muster"), "check").start());
    }
    for (Process process : both) {
      assertThat(end(process).code(), is(0));
    }
    assertThat(Files.readAllLines(root.resolve("builds")), contains("built"));
  }

  @Test
  void aBuildThatWasKilledIsTakenOver() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path lock = root.resolve("runners/cli/target/building.lock");
    Files.createDirectories(lock);
    Files.writeString(lock.resolve("pid"), gone.pid() + "\n");

    assertThat(start(root.resolve("muster"), "check").code(), is(0));
  }

  @Test
  void argumentsArriveAsTheyWereGivenThroughALinkFromAnyFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("m"), Path.of("a checkout/muster"));

    Ended ended = start(link, "activate", "--audience", "Tier 1 * \"accounts\"", "");

    assertThat(
        ended.out(),
        hasItems("<io.muster.cli.Main>", "<--audience>", "<Tier 1 * \"accounts\">", "<>"));
    assertThat(ended.out(), hasItem("<" + classPath() + ">"));
  }

  @Test
  void theExitCodeIsTheCommands() throws Exception {
    script(
        jdk.resolve("bin/java"),
        "case $1 in -version) echo 'openjdk version \"17.0.9\"' >&2 ;; *) exit 3 ;; esac\n");

    assertThat(start(root.resolve("muster"), "activate").code(), is(3));
  }

  @Test
  void theUsersOptionsComeAfterMustersOwn() throws Exception {
    ProcessBuilder process = process(root.resolve("muster"), "check");
    process.environment().put("MUSTER_JAVA_OPTS", "-Xmx8g -XX:TieredStopAtLevel=1");

    List<String> out = end(process.start()).out();

    assertThat(out, hasItems("<-Xmx8g>", "<-XX:TieredStopAtLevel=1>"));
    assertThat(out.get(0), containsString("jvm.options"));
  }

  @Test
  void theUsersJarsComeBehindMustersOwn() throws Exception {
    ProcessBuilder process = process(root.resolve("muster"), "check");
    process.environment().put("MUSTER_CLASSPATH", "/opt/s3/*:/opt/more.jar");

    assertThat(
        end(process.start()).out(), hasItem("<" + classPath() + ":/opt/s3/*:/opt/more.jar>"));
  }

  /** A JVM refuses to start with two. */
  @Test
  void whoeverNamesACollectorGetsThatAlone() throws Exception {
    String usual = "<-XX:+UseParallelGC>";
    assertThat(start(root.resolve("muster"), "check").out(), hasItem(usual));

    ProcessBuilder process = process(root.resolve("muster"), "check");
    process.environment().put("MUSTER_JAVA_OPTS", "-Xmx8g -XX:+UseZGC");
    assertThat(end(process.start()).out(), allOf(hasItem("<-XX:+UseZGC>"), not(hasItem(usual))));
  }

  @Test
  void anOldJavaIsSaid() throws Exception {
    java("11.0.2");

    Ended ended = start(root.resolve("muster"), "check");

    assertThat(ended.code(), is(1));
    assertThat(ended.err(), allOf(containsString("is Java 11"), containsString("JDK 17")));
  }

  @Test
  void aJavaHomeThatIsNoneIsSaid() throws Exception {
    Files.delete(jdk.resolve("bin/java"));

    Ended ended = start(root.resolve("muster"), "check");

    assertThat(ended.code(), is(1));
    assertThat(ended.err(), containsString("JAVA_HOME"));
  }

  @Test
  void aFailedBuildShowsItsErrors() throws Exception {
    script(root.resolve("mvnw"), "echo '[ERROR] Model.java:[3,1] not a statement'\nexit 1\n");

    Ended ended = start(root.resolve("muster"), "check");

    assertThat(ended.code(), is(1));
    assertThat(ended.err(), allOf(containsString("not a statement"), containsString("build.log")));
    assertThat(Files.exists(root.resolve("runners/cli/target/building.lock")), is(false));
  }

  /** As a container with {@code LANG=en_US.UTF-8} and no locales: the name says what isn't so. */
  @Test
  void aLocaleThatIsNotThereIsNoUtf8() throws Exception {
    assertThat(localeOfJava("en_US.UTF-8", "echo ANSI_X3.4-1968"), hasItem("C.UTF-8"));
  }

  @Test
  void aLocaleOfUtf8StaysAsItIs() throws Exception {
    assertThat(localeOfJava("tr_TR", "echo UTF-8"), hasItem("tr_TR"));
  }

  @Test
  void whereNothingTellsTheEncodingTheNameOfTheLocaleDoes() throws Exception {
    assertThat(localeOfJava("tr_TR.utf8", "exit 127"), hasItem("tr_TR.utf8"));
    assertThat(localeOfJava("tr_TR", "exit 127"), hasItem("C.UTF-8"));
  }

  /** Under what locale Java is started, where this one is named and {@code locale} is this. */
  private List<String> localeOfJava(String named, String locale) throws Exception {
    script(folder.resolve("bin/locale"), locale + "\n");
    script(
        jdk.resolve("bin/java"),
        """
        if [ "$1" = -version ]; then
          echo 'openjdk version "17.0.9" 2025-04-15' >&2
        fi
        echo "$LC_ALL"
        """);
    ProcessBuilder process = process(root.resolve("muster"), "check");
    process.environment().put("LC_ALL", named);
    process.environment().merge("PATH", folder.resolve("bin") + ":", (path, bin) -> bin + path);
    return end(process.start()).out();
  }

  private String classPath() throws IOException {
    Path dist = root.toRealPath().resolve("runners/cli/target/dist");
    return dist + "/libraries/*:" + dist + "/lib/*";
  }

  private String shared() throws IOException {
    return "<-XX:SharedArchiveFile="
        + root.toRealPath().resolve("runners/cli/target/dist/libraries.jsa")
        + ">";
  }

  private void edit(String source) throws IOException {
    Path file = root.resolve(source);
    Files.writeString(file, "edited");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
  }

  /**
   * One that makes an archive of classes when it is asked to, from lists that it has made; as Java
   * 21, it refuses a class number that comes twice.
   */
  private void sharingJava() throws IOException {
    script(
        jdk.resolve("bin/java"),
        """
        if [ "$1" = -version ]; then
          echo 'openjdk version "17.0.9" 2025-04-15' >&2
        fi
        for argument; do
          echo "<$argument>"
          case $argument in
            -XX:DumpLoadedClassList=*) echo 'java/lang/Object id: 0' > "${argument#*=}" ;;
            -XX:SharedClassListFile=*) list=${argument#*=} ;;
            -XX:SharedArchiveFile=*) archive=${argument#*=} ;;
          esac
        done
        if [ "$1" = -Xshare:dump ]; then
          [ -z "$(grep -o 'id: .*' "$list" | sort | uniq -d)" ] || exit 1
          cp "$list" "$archive"
          echo dumped >> '%s/dumps'
        fi
        """
            .formatted(jdk));
  }

  private void java(String version) throws IOException {
    script(
        jdk.resolve("bin/java"),
        """
        if [ "$1" = -version ]; then
          echo 'openjdk version "%s" 2025-04-15' >&2
        else
          for argument; do echo "<$argument>"; done
        fi
        """
            .formatted(version));
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ProcessBuilder process(Path launcher, String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
    process.environment().put("JAVA_HOME", jdk.toString());
    List.of("MUSTER_JAVA_OPTS", "MUSTER_CLASSPATH", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
        .forEach(process.environment()::remove);
    return process;
  }

  private Ended start(Path launcher, String... arguments) throws Exception {
    return end(process(launcher, arguments).start());
  }

  private static Ended end(Process process) throws Exception {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher does not end: " + err);
    }
    return new Ended(process.exitValue(), out.lines().toList(), err);
  }

  private record Ended(int code, List<String> out, String err) {}
}
