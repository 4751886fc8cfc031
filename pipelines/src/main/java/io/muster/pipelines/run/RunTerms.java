package io.muster.pipelines.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * On what terms a run is started.
 *
 * @param command such as {@code activate}, for whoever looks at past runs
 * @param choice what of the workspace it was asked for, as options; empty for all of it
 * @param id what its starter calls it, and names the run after: it is not made again once it is
 *     done
 * @param ifRunning what it does when another run holds one of its connections
 * @param waitTimeout how long it waits for that one's end, if it waits
 */
public record RunTerms(
    String command, String choice, Optional<String> id, IfRunning ifRunning, Duration waitTimeout) {

  public RunTerms {
    requireNonNull(command, "command");
    requireNonNull(choice, "choice");
    requireNonNull(id, "id");
    requireNonNull(ifRunning, "ifRunning");
    requireNonNull(waitTimeout, "waitTimeout");
  }

  /** A run that is made whatever was before, and refused while another one writes there. */
  public static RunTerms plain(String command) {
    return new RunTerms(command, "", Optional.empty(), IfRunning.FAIL, Duration.ZERO);
  }
}
