package io.muster.pipelines.workspace;

import io.muster.workspace.Workspace;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a workspace file.
 *
 * @param workspace present when, and only when, there is no mistake
 * @param problems mistakes and warnings in the order of the file
 */
public record WorkspaceReading(Optional<Workspace> workspace, List<Problem> problems) {

  public WorkspaceReading {
    problems = List.copyOf(problems);
    if (workspace.isPresent() == problems.stream().anyMatch(Problem::isMistake)) {
      throw new IllegalArgumentException("a workspace is there when no mistake is");
    }
  }

  /** What has to be mended before anything is sent. */
  public List<Problem> mistakes() {
    return problems.stream().filter(Problem::isMistake).toList();
  }

  /** What may not be as meant. */
  public List<Problem> warnings() {
    return problems.stream().filter(problem -> !problem.isMistake()).toList();
  }
}
