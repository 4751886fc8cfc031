package io.muster.cli.endtoend;

import java.util.List;

/**
 * A Beam runner in one of its modes, as a user asks for it.
 *
 * @param runner as {@code --runner} names it
 * @param beamArguments the runner's own options
 */
record Engine(String runner, List<String> beamArguments) {

  static final Engine DIRECT = new Engine("direct", List.of());
  static final Engine FLINK = new Engine("flink", List.of());
  static final Engine FLINK_BATCH = new Engine("flink", List.of("--streaming=false"));

  Engine {
    beamArguments = List.copyOf(beamArguments);
  }
}
