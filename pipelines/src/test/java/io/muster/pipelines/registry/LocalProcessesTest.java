package io.muster.pipelines.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

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
