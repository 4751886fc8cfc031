package io.muster.pipelines.registry;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a run when it begins.
 *
 * @param run its name, unique
 * @param id what its starter calls it; several runs have it where one had to be repeated
 * @param command such as {@code activate}
 * @param workspace the workspace's file, by its absolute path; an earlier Muster wrote it as given
 * @param choice what of the workspace is delivered, and how, as options of the command line; empty
 *     where an earlier Muster has not said it
 * @param runner such as {@code direct}
 * @param folder the run folder
 * @param place what works for it
 */
public record RunStart(
    String run,
    Optional<String> id,
    String command,
    String workspace,
    Optional<String> choice,
    String runner,
    String folder,
    LeaseHolder place,
    Instant startedAt) {

  public RunStart {
    requireNonNull(run, "run");
    requireNonNull(id, "id");
    requireNonNull(command, "command");
    requireNonNull(workspace, "workspace");
    requireNonNull(choice, "choice");
    requireNonNull(runner, "runner");
    requireNonNull(folder, "folder");
    requireNonNull(place, "place");
    startedAt = Instants.kept(startedAt);
  }
}
