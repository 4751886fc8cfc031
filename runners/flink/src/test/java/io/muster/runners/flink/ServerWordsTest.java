package io.muster.runners.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

final class ServerWordsTest {

  @Test
  void ofAStackTraceWithinAMessageItIsTheLastCause() {
    Throwable failure =
        new ExecutionException(
            new IllegalStateException(
                """
                [Internal server error., <Exception on server side:
                java.util.concurrent.CompletionException: java.io.IOException: no
                \tat org.apache.flink.Some.method(Some.java:1)
                Caused by: org.apache.flink.util.FlinkException: first
                \tat org.apache.flink.Some.method(Some.java:2)
                Caused by: java.io.IOException: No space left on device
                \tat org.apache.flink.Some.method(Some.java:3)
                End of exception on server side>]"""));

    assertThat(ServerWords.of(failure), is("No space left on device"));
  }

  @Test
  void ofAPlainMessageItIsTheFirstLine() {
    assertThat(
        ServerWords.of(new ExecutionException(new IllegalStateException("Job not found\nmore"))),
        is("Job not found"));
  }

  @Test
  void withoutAMessageItIsTheKindOfFailure() {
    assertThat(ServerWords.of(new IllegalStateException()), is("IllegalStateException"));
  }
}
