package io.muster.pipelines.workspace;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.blankString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dmuster.seeds=N} tries more. */
class ScribbledWorkspaceTest {

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("muster.seeds", 300));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverIsWrittenIsAWorkspaceOrAMistakeWithItsPlaceAndMend(long seed) {
    String text = ScribbledWorkspace.text(new Random(new SplittableRandom(seed).nextLong()));

    WorkspaceReading reading = GoodWorkspace.read(text);

    int lines = text.split("\\R", -1).length;
    for (Problem problem : reading.problems()) {
      assertThat(text, problem.line(), is(allOf(greaterThan(0), lessThanOrEqualTo(lines))));
      assertThat(problem + "\n" + text, problem.reason(), is(not(blankString())));
      assertThat(problem + "\n" + text, problem.mend(), is(not(blankString())));
    }
    if (reading.workspace().isPresent()) {
      assertThat("by its schema\n" + text, WorkspaceSchemaTest.validate(text), is(empty()));
    }
  }
}
