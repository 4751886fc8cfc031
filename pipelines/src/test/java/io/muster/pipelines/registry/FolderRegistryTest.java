package io.muster.pipelines.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.pipelines.report.RunReport;
import io.muster.workspace.StateLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

  @Test
  void onlyTheDatabaseIsLeftInTheFolder() throws IOException {
    Registry.open(state()).close();
    try (Stream<Path> files = Files.list(Path.of(state().registry()))) {
      assertThat(
          files.map(file -> file.getFileName().toString()).toList(), is(List.of("registry.mv.db")));
    }
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
      assertThat(largest, lessThan(H2Source.COMPACT_ABOVE + 100_000));
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
      assertThat(largest, lessThan(H2Source.COMPACT_ABOVE + 100_000));
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
