package io.muster.runners.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

final class FixedRunTest {

  private static final String JOB = "5f0e7d1c2b3a4958675849302716253a";

  private static Optional<String> name(String... settings) {
    Configuration configuration = new Configuration();
    for (int i = 0; i < settings.length; i += 2) {
      configuration.setString(settings[i], settings[i + 1]);
    }
    return FixedRun.name(configuration);
  }

  @Test
  void aMainThatIsCalledAgainForTheSameJobIsTheSameRun() {
    String[] settings = {
      "$internal.pipeline.job-id", JOB, "high-availability.cluster-id", "muster"
    };
    assertThat(name(settings).orElseThrow(), startsWith("job-" + JOB + "-"));
    assertThat(name(settings), is(name(settings)));
  }

  @Test
  void clustersOfOneNameAreToldApart() {
    String[] one = {
      "$internal.pipeline.job-id",
      JOB,
      "high-availability.cluster-id",
      "muster",
      "kubernetes.namespace",
      "staging"
    };
    String[] other = {
      "$internal.pipeline.job-id",
      JOB,
      "high-availability.cluster-id",
      "muster",
      "kubernetes.namespace",
      "production"
    };
    assertThat(name(one), is(not(name(other))));
  }

  @Test
  void withoutAFixedIdEachRunHasANameOfItsOwn() {
    assertThat(name("high-availability.cluster-id", "muster"), is(Optional.empty()));
  }
}
