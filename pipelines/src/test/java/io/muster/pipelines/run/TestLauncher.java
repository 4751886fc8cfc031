package io.muster.pipelines.run;

import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** DirectRunner with its checks on: it encodes and copies everything. */
final class TestLauncher implements RunnerLauncher {

  private final Runnable beforeTheWork;
  private final boolean worksHere;

  TestLauncher() {
    this(() -> {});
  }

  /**
   * @param beforeTheWork done when the run holds its leases and has sent nothing
   */
  TestLauncher(Runnable beforeTheWork) {
    this(beforeTheWork, true);
  }

  private TestLauncher(Runnable beforeTheWork, boolean worksHere) {
    this.beforeTheWork = beforeTheWork;
    this.worksHere = worksHere;
  }

  /** One that says of its work that it is done elsewhere, as on a cluster. */
  static TestLauncher ofAJob(Runnable beforeTheWork) {
    return new TestLauncher(beforeTheWork, false);
  }

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public PipelineOptions options(Launch launch) {
    BeamDefaults defaults = new BeamDefaults().with("targetParallelism", 2 + launch.connections());
    DirectOptions options =
        PipelineOptionsFactory.fromArgs(defaults.under(launch.arguments().toArray(String[]::new)))
            .withValidation()
            .as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    return options;
  }

  @Override
  public boolean restores() {
    // Asked when the pipeline is put together.
    beforeTheWork.run();
    return false;
  }

  @Override
  public boolean worksHere(PipelineOptions options) {
    return worksHere;
  }
}
