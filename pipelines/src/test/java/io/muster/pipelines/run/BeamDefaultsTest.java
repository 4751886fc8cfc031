package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayContaining;

import org.junit.jupiter.api.Test;

class BeamDefaultsTest {

  private final BeamDefaults defaults =
      new BeamDefaults().with("parallelism", 2).with("parallelismMost", 4).with("streaming", true);

  @Test
  void holdWhereTheUserSaysNothing() {
    assertThat(
        defaults.under(new String[] {"--jobName=x"}),
        arrayContaining(
            "--parallelism=2", "--parallelismMost=4", "--streaming=true", "--jobName=x"));
  }

  @Test
  void giveWayToTheUser() {
    assertThat(
        defaults.under(new String[] {"--parallelism=8", "--streaming=false"}),
        arrayContaining("--parallelismMost=4", "--parallelism=8", "--streaming=false"));
  }

  @Test
  void giveWayToAFlagWithoutAValue() {
    assertThat(
        defaults.under(new String[] {"--streaming"}),
        arrayContaining("--parallelism=2", "--parallelismMost=4", "--streaming"));
  }
}
