package io.muster.pipelines.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.pipelines.report.RunReport;
import io.muster.workspace.StateLocation;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry in a folder. */
final class FolderRegistryTest extends RegistryContract {

  @TempDir private Path folder;

  @Override
  public StateLocation state() {
    String place = folder.resolve("work space").resolve(".müster").toString();
    return new StateLocation(place, place);
  }

  @Override
  public Connection database() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:h2:file:" + Path.of(state().registry(), "registry"), "sa", "");
  }

  private static String refusal(Path place) {
    RegistryException refused =
        assertThrows(
            RegistryException.class,
            () -> Registry.open(new StateLocation(place.toString(), place.toString())));
    assertThat("somebody has to mend it", refused.isOfSetUp());
    return refused.getMessage();
  }

  private Path file() {
    return Path.of(state().registry(), "registry.mv.db");
  }

  private List<String> filesOfTheFolder() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(state().registry()))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void onlyTheDatabaseAndItsLockAreLeftInTheFolder() throws IOException {
    Registry.open(state()).close();
    assertThat(filesOfTheFolder(), containsInAnyOrder("registry.mv.db", "registry.lock"));
  }

  /** Makes the file so large that the next piece of work compacts it; 2 MB of it are needed. */
  private void makeLarge() throws SQLException {
    Registry.open(state()).close();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:file:"
                    + Path.of(state().registry(), "registry")
                    + ";MAX_COMPACT_TIME=0;REUSE_SPACE=FALSE",
                "sa",
                "");
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 3; i++) {
        statement.execute("DROP TABLE IF EXISTS ballast");
        statement.execute(
            "CREATE TABLE ballast AS SELECT x, SPACE(1000) y FROM SYSTEM_RANGE(1, 2000)");
        statement.execute("CHECKPOINT SYNC");
      }
    }
    assertThat(file().toFile().length(), is(greaterThan(Compaction.ABOVE)));
  }

  private static Registration list(String audience) {
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    return new Registration(
        "linkedin", new ListRef("tier-1", audience), audience, "7", now, now, "run-1", 0);
  }

  private static Set<String> audiences(Registry registry) {
    return registry.lists().all().stream()
        .map(known -> known.list().audience())
        .collect(Collectors.toSet());
  }

  /** A folder stands for a file of another user's, whom the tests' user may overrule. */
  @Test
  void aFileThatCannotBeWrittenIsForSomebodyToMend() throws IOException {
    for (String name : List.of("registry.lock", "registry.mv.db")) {
      Path place = folder.resolve("state-" + name);
      Files.createDirectories(place.resolve(name));

      assertThat(refusal(place), startsWith(place.resolve(name) + ": this file can't be written"));
    }
  }

  @Test
  void aLargeFileIsReplacedByASmallOneAndNotWrittenOver() throws Exception {
    makeLarge();
    byte[] before = Files.readAllBytes(file());
    Path old = Files.createLink(folder.resolve("old.mv.db"), file());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw----"));

    try (Registry registry = Registry.open(state())) {
      registry.lists().write(List.of(list("5f3a")), Map.of());
      assertThat(audiences(registry), is(Set.of("5f3a")));
    }

    assertThat(file().toFile().length(), is(lessThan(Compaction.ABOVE)));
    assertThat(
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file())), is("rw-rw----"));
    byte[] after = Files.readAllBytes(old);
    // All but the two headers, which are written one after the other.
    int headers = 2 * 4096;
    assertThat(
        Arrays.mismatch(before, headers, before.length, after, headers, before.length), is(-1));
    assertThat(filesOfTheFolder(), containsInAnyOrder("registry.mv.db", "registry.lock"));
  }

  @Test
  void aFileThatCannotBeCompactedIsUsedAsItIs() throws Exception {
    makeLarge();
    long large = file().toFile().length();
    // A folder that isn't empty stands where the copy would be.
    Files.createDirectories(Path.of(state().registry(), "registry.next.mv.db", "x"));

    try (Registry registry = Registry.open(state())) {
      registry.lists().write(List.of(list("5f3a")), Map.of());
      assertThat(audiences(registry), is(Set.of("5f3a")));
    }
    assertThat(file().toFile().length(), is(greaterThan(large)));
  }

  /**
   * Has another process open the registry and write lists, kills it at a random moment after it has
   * begun to make the file's successor, and looks whether all is there that it had written.
   *
   * @param before the audiences that were there
   */
  private void kill(Set<String> before, Random moments) throws Exception {
    List<String> heard;
    try (OtherProcess killed = OtherProcess.start(state().registry(), "run-1")) {
      assertThat(killed.ask("ready"), is("ready"));
      long size = file().toFile().length();
      killed.tell("open");
      for (int i = 0; i < 50; i++) {
        killed.tell("put tier-1 a-" + i + " name-" + i + " 1");
      }
      awaitSuccessor(size);
      Thread.sleep(moments.nextInt(100));
      heard = killed.killAndHear();
    }
    Set<String> written = new HashSet<>(before);
    for (int i = 0; i < heard.size() - 1; i++) {
      written.add("a-" + i);
    }
    // Once more, since what is read must not be gone afterwards.
    for (int time = 0; time < 2; time++) {
      try (Registry registry = Registry.open(state())) {
        Set<String> read = audiences(registry);
        assertThat(heard.toString(), read.containsAll(written), is(true));
        written = read;
      }
    }
    assertThat(filesOfTheFolder(), containsInAnyOrder("registry.mv.db", "registry.lock"));
  }

  /** Until it is being made, or is there. */
  private void awaitSuccessor(long size) throws InterruptedException {
    Path next = Path.of(state().registry(), "registry.next.mv.db");
    Instant patience = Instant.now().plusSeconds(60);
    while (Files.notExists(next) && Math.abs(file().toFile().length() - size) < 100_000) {
      assertThat("it makes a successor", Instant.now().isBefore(patience), is(true));
      Thread.sleep(1);
    }
  }

  /** {@code -Dmuster.kills=N} for more of them, {@code -Dmuster.seed=N} for other moments. */
  @Test
  void aProcessThatIsKilledWhileItCompactsLosesNothing() throws Exception {
    Registry.open(state()).close();
    try (Registry registry = Registry.open(state())) {
      registry.lists().write(List.of(list("before")), Map.of());
    }
    makeLarge();
    byte[] large = Files.readAllBytes(file());
    Random moments = new Random(Long.getLong("muster.seed", 1));
    for (int round = 0; round < Integer.getInteger("muster.kills", 4); round++) {
      Files.write(file(), large);
      kill(Set.of("before"), moments);
      assertThat(file().toFile().length(), is(lessThan(Compaction.ABOVE)));
    }
  }

  /** As above. */
  @Test
  void aProcessThatIsKilledWhileItMakesOrUpdatesTheTablesLosesNothing() throws Exception {
    makeOldSchema();
    byte[] old = Files.readAllBytes(file());
    Random moments = new Random(Long.getLong("muster.seed", 1));
    for (int round = 0; round < Integer.getInteger("muster.kills", 4); round++) {
      if (round % 2 == 0) {
        Files.write(file(), old);
        kill(Set.of("5f3a"), moments);
      } else {
        Files.delete(file());
        kill(Set.of(), moments);
      }
    }
  }

  private void makeOldSchema() throws SQLException {
    migrateTo("1");
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO muster_list VALUES ('linkedin', 'tier-1', '5f3a', 'Tier 1', 'tier 1', '7',"
              + " TIMESTAMP WITH TIME ZONE '2026-11-20 10:00:00+00',"
              + " TIMESTAMP WITH TIME ZONE '2026-11-20 10:01:00+00', 'run-1')");
    }
  }

  @Test
  void aMigrationLeavesTheFileAsItWasUntilItIsDone() throws Exception {
    makeOldSchema();
    Path left = Files.createDirectories(folder.resolve("left")).resolve("registry.mv.db");
    Files.createLink(left, file());

    try (Registry registry = Registry.open(state())) {
      assertThat(audiences(registry), is(Set.of("5f3a")));
    }

    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:file:" + left.resolveSibling("registry"), "sa", "");
        Statement statement = connection.createStatement();
        ResultSet version =
            statement.executeQuery("SELECT MAX(\"version\") FROM \"" + Schema.HISTORY + "\"")) {
      version.next();
      assertThat(version.getString(1), is("1"));
    }
  }

  @Test
  void aProcessThatWaitsForTheFileUsesTheOneThatTookItsPlace() throws Exception {
    Registry.open(state()).close();
    String name = "x".repeat(30_000);
    try (OtherProcess one = OtherProcess.start(state().registry(), "run-1");
        OtherProcess two = OtherProcess.start(state().registry(), "run-2")) {
      for (OtherProcess each : List.of(one, two)) {
        assertThat(each.ask("open"), is("opened"));
      }
      for (int i = 0; i < 60; i++) {
        one.tell("put tier-1 one-" + i + " " + i + name + " 1");
        two.tell("put tier-1 two-" + i + " -" + i + name + " 1");
      }
      for (int i = 0; i < 60; i++) {
        assertThat(one.answer(), is("put"));
        assertThat(two.answer(), is("put"));
      }
    }
    try (Registry registry = Registry.open(state())) {
      assertThat(audiences(registry).size(), is(120));
    }
  }

  @Test
  void whatAPieceOfWorkHasWrittenIsInTheFileWhenItEnds() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Registry registry = Registry.open(state())) {
      CountDownLatch written = new CountDownLatch(1);
      Future<Boolean> reader = inside(registry, threads, written, Duration.ofMillis(300));
      registry.lists().write(List.of(list("5f3a")), Map.of());
      // As a process that is killed now would leave it.
      Path left = Files.createDirectories(folder.resolve("left")).resolve("registry.mv.db");
      Files.copy(file(), left);
      written.countDown();
      reader.get();
      try (Registry next =
          Registry.open(
              new StateLocation(left.getParent().toString(), left.getParent().toString()))) {
        assertThat(audiences(next), is(Set.of("5f3a")));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** A reader that is inside when this returns, and stays for so long, or until it is released. */
  private static Future<Boolean> inside(
      Registry registry, ExecutorService threads, CountDownLatch release, Duration longest)
      throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    Future<Boolean> reader =
        threads.submit(
            () ->
                registry
                    .transactions()
                    .read(
                        connection -> {
                          inside.countDown();
                          return awaited(release, longest);
                        }));
    inside.await();
    return reader;
  }

  private static boolean awaited(CountDownLatch latch, Duration longest) {
    try {
      return latch.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void twoJobsOfOneProcessKeepTheFileFromOtherProcesses() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Registry registry = Registry.open(state());
        URLClassLoader ofAnotherJob = anotherClassLoader();
        OtherProcess other = OtherProcess.start(state().registry(), "run-1")) {
      assertThat(other.ask("ready"), is("ready"));
      CountDownLatch opened = new CountDownLatch(1);
      Future<Boolean> reader = inside(registry, threads, opened, Duration.ofSeconds(2));
      Future<AutoCloseable> second = threads.submit(() -> open(ofAnotherJob));
      other.tell("open");
      Future<?> answered =
          threads.submit(
              () -> {
                other.answer();
                opened.countDown();
                return opened;
              });
      assertThat("another process was inside at the same time", reader.get(), is(false));
      second.get().close();
      answered.get();
    } finally {
      threads.shutdownNow();
    }
  }

  private static URLClassLoader anotherClassLoader() throws IOException {
    List<URL> places = new ArrayList<>();
    for (String place :
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            .split(File.pathSeparator, -1)) {
      places.add(Path.of(place).toUri().toURL());
    }
    return new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** Opens the registry with the classes of a class loader. */
  private AutoCloseable open(ClassLoader classes) throws ReflectiveOperationException {
    Class<?> location = classes.loadClass(StateLocation.class.getName());
    Object state =
        location
            .getConstructor(String.class, String.class)
            .newInstance(state().registry(), state().registry());
    return (AutoCloseable)
        classes.loadClass(Registry.class.getName()).getMethod("open", location).invoke(null, state);
  }

  @Test
  void anOpenRegistryHoldsNoLockOnTheFileBetweenItsUses() throws Exception {
    try (Registry registry = Registry.open(state());
        OtherProcess other = OtherProcess.start(state().registry(), "run-1")) {
      assertThat(other.ask("open"), is("opened"));
      assertThat(other.ask("put tier-1 5f3a Tier-1 1"), is("put"));
      assertThat(registry.lists().all().size(), is(1));
    }
  }

  @Test
  void anInterruptDoesNotReachTheDatabase() {
    Thread.currentThread().interrupt();
    try (Registry registry = Registry.open(state())) {
      Leases leases = registry.leases(Clock.systemUTC());
      LeaseOutcome outcome =
          leases.acquire(List.of("linkedin"), LeaseHolder.ofThisProcess("run-1"));
      assertThat(outcome, is(instanceOf(LeaseOutcome.Granted.class)));
      assertThat(leases.heartbeat(((LeaseOutcome.Granted) outcome).lease()), is(List.of()));
    } finally {
      assertThat("it is left to the caller", Thread.interrupted(), is(true));
    }
  }

  @Test
  void theFileStaysBoundedHoweverManyHeartbeatsThereAre() throws IOException {
    Path file = Path.of(state().registry(), "registry.mv.db");
    try (Registry registry = Registry.open(state())) {
      Leases leases = registry.leases(Clock.systemUTC());
      LeaseOutcome outcome =
          leases.acquire(List.of("linkedin"), LeaseHolder.ofThisProcess("run-1"));
      Lease lease = ((LeaseOutcome.Granted) outcome).lease();
      long largest = 0;
      for (int i = 0; i < 800; i++) {
        leases.heartbeat(lease);
        largest = Math.max(largest, Files.size(file));
      }
      // Not compacted, it would be twice that.
      assertThat(largest, lessThan(Compaction.ABOVE + 100_000));
    }
  }

  @Test
  void theFileStaysBoundedHoweverManyRunsThereAre() throws IOException {
    Path file = Path.of(state().registry(), "registry.mv.db");
    RunReport report =
        new RunReport(
            "x".repeat(RunLog.LONGEST_REPORT - 200),
            "completed",
            "2026-11-22T10:00:00Z",
            "2026-11-22T10:00:01Z",
            List.of(),
            0);
    try (Registry registry = Registry.open(state())) {
      RunLog log = registry.runs(Clock.systemUTC());
      long largest = 0;
      for (int i = 0; i < 3 * RunLog.REPORTS_KEPT; i++) {
        log.begin(
            new RunStart(
                "r-" + i,
                Optional.empty(),
                "backfill",
                "w",
                Optional.empty(),
                "direct",
                "f",
                LeaseHolder.ofThisProcess("r-" + i),
                Instant.parse("2026-11-22T10:00:00Z").plusSeconds(i)));
        log.end("r-" + i, RunEnd.of(report, OptionalInt.of(0)));
        largest = Math.max(largest, Files.size(file));
      }
      assertThat(
          "the reports were kept", log.find("r-59").orElseThrow().end().get().report().isPresent());
      assertThat(largest, lessThan(Compaction.ABOVE + 100_000));
    }
  }

  @Test
  void aFileInTheFoldersPlaceIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("state"), "x");
    assertThat(
        refusal(file), allOf(containsString(file.toString()), containsString("it is a file")));
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path below = Files.writeString(folder.resolve("state"), "x").resolve("below");
    assertThat(
        refusal(below), allOf(containsString(below.toString()), containsString("can't be made")));
  }

  @Test
  void aFileThatIsNoDatabaseIsNamed() throws IOException {
    Path file = folder.resolve("registry.mv.db");
    Files.writeString(file, "not a database, but a shopping list\n".repeat(500));
    assertThat(
        refusal(folder),
        allOf(containsString(file.toString()), containsString("no database, or a damaged one")));
  }

  @Test
  void aDatabaseOfALaterFileFormatIsNamed() throws IOException {
    Registry.open(state()).close();
    Path file = Path.of(state().registry(), "registry.mv.db");
    byte[] content = Files.readAllBytes(file);
    // The file begins with its header, twice: name:value pairs, then their checksum.
    for (int block = 0; block < 2; block++) {
      String header = new String(content, block * 4096, 4096, StandardCharsets.ISO_8859_1);
      String pairs =
          header
              .substring(0, header.indexOf(",fletcher:"))
              .replaceFirst("format:[0-9a-f]", "format:f");
      byte[] bytes = pairs.getBytes(StandardCharsets.ISO_8859_1);
      int checksum = DataUtils.getFletcher32(bytes, 0, bytes.length);
      byte[] later =
          (pairs + ",fletcher:" + Integer.toHexString(checksum) + "\n")
              .getBytes(StandardCharsets.ISO_8859_1);
      Arrays.fill(content, block * 4096, (block + 1) * 4096, (byte) 0);
      System.arraycopy(later, 0, content, block * 4096, later.length);
    }
    Files.write(file, content);
    assertThat(
        refusal(Path.of(state().registry())),
        allOf(containsString(file.toString()), containsString("another version of H2")));
  }

  @Test
  void aSemicolonInThePathIsRefused() {
    assertThat(refusal(folder.resolve("a;b")), containsString("';'"));
  }
}
