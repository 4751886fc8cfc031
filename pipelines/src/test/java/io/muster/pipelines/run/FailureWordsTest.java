package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.delivery.BudgetBook.LeaseLostException;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.registry.RegistryException;
import io.muster.workspace.StateLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failed pipeline says. */
final class FailureWordsTest {

  private static final String WORDS = "run run-2 has taken connection linkedin over";

  @Test
  void aLostLeaseSpeaksForItselfHoweverDeepItIs() {
    Throwable failure =
        new IllegalStateException("job", new IOException("x", new LeaseLostException(WORDS)));
    assertThat(FailureWords.of(failure), is(WORDS));
  }

  @Test
  void aLostLeaseThatAClusterHasMadeATextIsUnderstood() {
    Throwable failure =
        new IllegalStateException(
            "job", new Exception(LeaseLostException.class.getName() + ": " + WORDS));
    assertThat(FailureWords.of(failure), is(WORDS));
  }

  @Test
  void aRegistryThatFailedSaysItsMendAndNotWhatTheDriverSays(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("state"), "x");
    RegistryException failed =
        assertThrows(
            RegistryException.class,
            () -> Registry.open(new StateLocation(file.toString(), file.toString())));
    assertThat(failed.getCause(), is(notNullValue()));

    Throwable failure = new IllegalStateException("job", failed);

    assertThat(FailureWords.of(failure), is(failed.getMessage()));
    assertThat(FailureWords.of(failure), endsWith("name a folder as state, or move the file away"));
  }

  @Test
  void ofAnythingElseTheRootIsNamedInALine() {
    Throwable failure = new IllegalStateException("job", new IOException("first\nsecond"));
    assertThat(FailureWords.of(failure), is("the run failed: IOException: first"));
    assertThat(
        FailureWords.of(new NullPointerException()), is("the run failed: NullPointerException"));
  }
}
