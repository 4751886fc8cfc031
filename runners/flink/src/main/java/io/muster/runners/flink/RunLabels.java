package io.muster.runners.flink;

import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What a job of Muster's says of itself. Beam shows all options of a job in Flink's page and REST
 * API, where these are found again. None is meant for a command line.
 */
public interface RunLabels extends PipelineOptions {

  /** {@link #getMusterRun} as it is found again; likewise the next ones. */
  String RUN = "musterRun";

  String READS = "musterReads";
  String FOLDER = "musterFolder";
  String STATE = "musterState";

  /** The run's name; null for what is none of Muster's jobs. */
  String getMusterRun();

  void setMusterRun(String run);

  /** Its input, for people. */
  String getMusterReads();

  void setMusterReads(String input);

  /** The run folder. */
  String getMusterFolder();

  void setMusterFolder(String folder);

  /** Where its registry is; empty where that may not be said. */
  String getMusterState();

  void setMusterState(String state);

  /** How many connections it delivers to; 0 for what is none of Muster's jobs. */
  int getMusterConnections();

  void setMusterConnections(int connections);

  /** Whether its input has no end; null likewise. */
  Boolean getMusterAlwaysOn();

  void setMusterAlwaysOn(Boolean alwaysOn);
}
