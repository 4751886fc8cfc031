package io.muster.runners.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.pipelines.run.Launch;
import io.muster.pipelines.run.RefusedOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run is started with, before anybody is asked. */
final class FlinkLauncherTest {

  private static final String CLUSTER = "--flinkMaster=flink:8081";
  private static final String BUNDLE = "/opt/muster/muster-flink-1.19.jar";

  private final FlinkLauncher launcher = new FlinkLauncher(Optional.of(Path.of(BUNDLE)));

  private FlinkPipelineOptions options(Launch launch) {
    return launcher.options(launch).as(FlinkPipelineOptions.class);
  }

  @Test
  void withoutAMasterTheWorkIsDoneHere() {
    FlinkPipelineOptions options = options(Launches.ofFiles());

    assertThat(launcher.worksHere(options), is(true));
    assertThat(launcher.detaches(options), is(false));
    assertThat(options.getParallelism(), is(Runtime.getRuntime().availableProcessors()));
    assertThat(options.getNumberOfExecutionRetries(), is(0));
    assertThat(options.getCheckpointingInterval(), is(-1L));
    assertThat(options.getFilesToStage(), is(nullValue()));
  }

  /** What a variable leaves that isn't set. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--savepointPath",
        "--stateBackendStoragePath",
        "--flinkConfDir",
        "--filesToStage"
      })
  void aBlankPathIsRefusedByTheNameOfItsOption(String option) {
    RefusedOptionException refusal =
        assertThrows(
            RefusedOptionException.class, () -> options(Launches.ofFiles(CLUSTER, option + "=")));
    assertThat(refusal.getMessage(), containsString(option + ": the path is blank"));
  }

  /** What Beam or Flink would refuse once the run has begun, in words of their own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--filesToStage=/nowhere/muster.jar | --filesToStage: there is no file /nowhere/muster.jar",
        "--flinkConfDir=/nowhere/conf | can't be read in /nowhere/conf",
        "--parallelism=0 | --parallelism=0: write a number from 1 on",
        "--parallelism=-3 | --parallelism=-3: write",
        "--maxParallelism=0 | --maxParallelism=0: write",
        "--checkpointingInterval=-5 | --checkpointingInterval=-5: write",
        "--parallelism=200 | 200 is more than --maxParallelism=128 allows",
        "--stateBackend=foo | --stateBackend=foo: Flink has no such state backend"
      })
  void anOptionThatCannotBeIsRefusedByItsName(String argument, String words) {
    RefusedOptionException refusal =
        assertThrows(
            RefusedOptionException.class, () -> options(Launches.ofFiles(CLUSTER, argument)));
    assertThat(refusal.getMessage(), containsString(words));
  }

  @Test
  void aFolderWithoutFlinksConfigurationIsRefused(@TempDir Path empty) {
    RefusedOptionException refusal =
        assertThrows(
            RefusedOptionException.class,
            () -> options(Launches.ofFiles(CLUSTER, "--flinkConfDir=" + empty)));
    assertThat(refusal.getMessage(), containsString("name a folder that has a config.yaml"));
  }

  @Test
  void aJobIsNamedAfterItsRunAndSaysWhatItReads() {
    FlinkPipelineOptions options = options(Launches.alwaysOn(CLUSTER));

    assertThat(options.getJobName(), is(Launches.RUN));
    assertThat(options.as(RunLabels.class).getMusterRun(), is(Launches.RUN));
    assertThat(options.as(RunLabels.class).getMusterReads(), is("topic changes"));
    assertThat(options.as(RunLabels.class).getMusterFolder(), is("/runs/1"));
  }

  @Test
  void anAlwaysOnJobOnAClusterHasCheckpointsThatOutliveIt() {
    FlinkPipelineOptions options = options(Launches.alwaysOn(CLUSTER));

    assertThat(launcher.worksHere(options), is(false));
    assertThat(options.getCheckpointingInterval(), is(10_000L));
    assertThat(options.getUnalignedCheckpointEnabled(), is(true));
    assertThat(options.isExternalizedCheckpointsEnabled(), is(true));
    assertThat(options.getRetainExternalizedCheckpointsOnCancellation(), is(true));
    assertThat(options.getFailOnCheckpointingErrors(), is(false));
    assertThat("the cluster's", options.getNumberOfExecutionRetries(), is(-1));
    assertThat("the cluster's", options.getParallelism(), is(-1));
    assertThat(options.getMaxParallelism(), is(128));
    assertThat(options.getFilesToStage(), contains(BUNDLE));
  }

  @Test
  void aRunOverFilesOnAClusterFailsOnceAndHasNoCheckpoints() {
    FlinkPipelineOptions options = options(Launches.ofFiles(CLUSTER));

    assertThat(options.getCheckpointingInterval(), is(-1L));
    assertThat(options.getNumberOfExecutionRetries(), is(0));
    assertThat(options.getFilesToStage(), contains(BUNDLE));
  }

  @Test
  void anEmbeddedRunWithoutAnEndEndsWhenItFails() {
    FlinkPipelineOptions options = options(Launches.alwaysOn());

    assertThat(options.getCheckpointingInterval(), is(-1L));
    assertThat(options.getNumberOfExecutionRetries(), is(0));
  }

  /** All ranges of a file are handed out at the start, and a barrier waits behind them. */
  @Test
  void aCheckpointOfARunOverFilesFailsAlone() {
    FlinkPipelineOptions options = options(Launches.ofFiles("--checkpointingInterval=500"));

    assertThat(options.getFailOnCheckpointingErrors(), is(false));
  }

  @Test
  void theUsersOptionsWin(@TempDir Path folder) throws IOException {
    Path own = Files.createFile(folder.resolve("own.jar"));
    FlinkPipelineOptions options =
        options(
            Launches.alwaysOn(
                CLUSTER,
                "--checkpointingInterval=500",
                "--unalignedCheckpointEnabled=false",
                "--numberOfExecutionRetries=7",
                "--maxParallelism=64",
                "--parallelism=5",
                "--jobName=mine",
                "--filesToStage=" + own));

    assertThat(options.getCheckpointingInterval(), is(500L));
    assertThat(options.getUnalignedCheckpointEnabled(), is(false));
    assertThat(options.getNumberOfExecutionRetries(), is(7));
    assertThat(options.getMaxParallelism(), is(64));
    assertThat(options.getParallelism(), is(5));
    assertThat(options.getJobName(), is("mine"));
    assertThat(options.getFilesToStage(), contains(own.toString()));
  }

  @Test
  void aRunIsLeftAloneOnAClusterOnly() {
    assertThat(launcher.detaches(options(Launches.detached(CLUSTER))), is(true));
    assertThat(
        launcher.detaches(options(Launches.alwaysOn(CLUSTER, "--attachedMode=false"))), is(true));
    assertThat(launcher.detaches(options(Launches.alwaysOn(CLUSTER))), is(false));

    assertThat(
        assertThrows(RefusedOptionException.class, () -> options(Launches.detached())).getMessage(),
        containsString("--flinkMaster"));
  }

  @Test
  void aSavepointIsGoneOnFrom() {
    FlinkPipelineOptions options = options(Launches.from("/savepoints/1", true, CLUSTER));

    assertThat(options.getSavepointPath(), is("/savepoints/1"));
    assertThat(options.getAllowNonRestoredState(), is(true));
  }

  @Test
  void stateIsNotLostUnasked() {
    assertThat(
        options(Launches.from("/savepoints/1", false, CLUSTER)).getAllowNonRestoredState(),
        is(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[collection]", "[remote]", "flink:0", "flink:99999", "a b", "flink:x"})
  void whatIsNoMasterIsRefused(String master) {
    assertThrows(
        RefusedOptionException.class, () -> options(Launches.ofFiles("--flinkMaster=" + master)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[local]", "[auto]"})
  void theseMastersAreThisProcess(String master) {
    assertThat(launcher.worksHere(options(Launches.ofFiles("--flinkMaster=" + master))), is(true));
  }
}
