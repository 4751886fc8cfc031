package io.muster.pipelines.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.muster.process.Patience;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is known of other processes. */
final class LocalProcessesTest {

  private final LocalProcesses processes = new LocalProcesses();
  private final LeaseHolder.Process self = LeaseHolder.ofThisProcess("run-1");

  private static LeaseHolder.Process with(
      LeaseHolder.Process holder, String host, String machine, long pid) {
    return new LeaseHolder.Process(holder.run(), host, machine, pid, holder.processStart());
  }

  @Test
  void thisProcessIsThere() {
    assertThat(processes.isGone(self), is(false));
  }

  @Test
  void anIdThatNoProcessHasIsGone() {
    assertThat(processes.isGone(with(self, self.host(), self.machine(), Long.MAX_VALUE)), is(true));
  }

  @Test
  void aProcessThatHasEndedIsGoneThoughItsParentHasNotAskedForItsExitCode() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "no /proc here");
    // What the shell becomes knows of no child, and so never asks.
    Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
    try (BufferedReader words = parent.inputReader()) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(words.readLine())).orElseThrow();
      LeaseHolder.Process holder =
          new LeaseHolder.Process(
              self.run(),
              self.host(),
              self.machine(),
              child.pid(),
              child.info().startInstant().orElseThrow());
      assertThat(processes.isGone(holder), is(false));
      child.destroyForcibly();
      Patience.until("it is gone", Duration.ofMinutes(1), () -> processes.isGone(holder));
      assertThat("its id is still taken", child.isAlive(), is(true));
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void aLaterProcessOfTheSameIdIsAnother() {
    LeaseHolder.Process earlier =
        new LeaseHolder.Process(
            self.run(),
            self.host(),
            self.machine(),
            self.pid(),
            self.processStart().minus(Duration.ofHours(1)));
    assertThat(processes.isGone(earlier), is(true));
  }

  @Test
  void aStartThatIsReadSomeSecondsApartIsTheSame() {
    LeaseHolder.Process corrected =
        new LeaseHolder.Process(
            self.run(),
            self.host(),
            self.machine(),
            self.pid(),
            self.processStart().plusSeconds(5));
    assertThat(processes.isGone(corrected), is(false));
  }

  @Test
  void aProcessOfAnotherHostOrContainerIsNotSeenAndSoNotGone() {
    assertThat(processes.isGone(with(self, "another", self.machine(), Long.MAX_VALUE)), is(false));
    assertThat(processes.isGone(with(self, self.host(), "another", Long.MAX_VALUE)), is(false));
  }
}
