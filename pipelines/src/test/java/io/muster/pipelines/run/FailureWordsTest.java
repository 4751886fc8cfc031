package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.delivery.BudgetBook.LeaseLostException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

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
  void ofAnythingElseTheRootIsNamedInALine() {
    Throwable failure = new IllegalStateException("job", new IOException("first\nsecond"));
    assertThat(FailureWords.of(failure), is("the run failed: IOException: first"));
    assertThat(
        FailureWords.of(new NullPointerException()), is("the run failed: NullPointerException"));
  }
}
