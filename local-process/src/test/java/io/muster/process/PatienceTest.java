package io.muster.process;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {

  @Test
  void anAnswerThatComesLaterIsWaitedFor() throws IOException {
    AtomicInteger asked = new AtomicInteger();

    int answer =
        Patience.await(
            "it is asked for the third time",
            Duration.ofMinutes(1),
            () -> Optional.of(asked.incrementAndGet()).filter(times -> times == 3));

    assertThat(answer, is(3));
  }

  @Test
  void whatDoesNotComeIsSaid() {
    IOException inVain =
        assertThrows(
            IOException.class,
            () -> Patience.until("it is there", Duration.ofMillis(1), () -> false));

    assertThat(inVain.getMessage(), is("waited 0 s in vain until it is there"));
  }

  @Test
  void aQuestionThatFailsEndsTheWait() {
    assertThrows(
        ClassNotFoundException.class,
        () ->
            Patience.until(
                "there is a class",
                Duration.ofMinutes(1),
                () -> Class.forName("io.muster.process.NotThere") != null));
  }
}
