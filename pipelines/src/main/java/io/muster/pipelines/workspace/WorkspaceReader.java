package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import io.muster.workspace.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Reads and checks workspace files. A user's mistake is a {@link Problem}, never an exception, and
 * all of them come at once; only YAML that cannot be parsed ends the reading where it breaks.
 */
public final class WorkspaceReader {
  private final Catalogue catalogue;
  private final List<Rule> rules;

  private WorkspaceReader(Catalogue catalogue, Clock clock) {
    this.catalogue = catalogue;
    this.rules =
        List.of(
            new TargetsRule(),
            new AudienceIdsRule(),
            new ListNamesRule(),
            new BudgetsRule(),
            new ScheduleRule(clock),
            new GuardrailsRule(),
            new UnusedConnectionsRule());
  }

  /** A reader of workspaces that name these destinations. */
  public static WorkspaceReader of(Collection<DestinationSpec> destinations) {
    return of(destinations, Clock.systemUTC());
  }

  /**
   * A reader of workspaces that name these destinations.
   *
   * @param clock says whether an audience has ended, which is only a warning
   */
  public static WorkspaceReader of(Collection<DestinationSpec> destinations, Clock clock) {
    return new WorkspaceReader(new Catalogue(destinations), clock);
  }

  /**
   * Reads a file; paths in it are resolved against its folder.
   *
   * @param file need not exist: that is a problem like others
   */
  public WorkspaceReading read(Path file) {
    ProblemLog log = new ProblemLog(file.toString());
    // A path always has a parent once it is absolute, except for a root, which is a folder.
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    return WorkspaceFile.text(file, log)
        .map(text -> read(file.toString(), text, folder, log))
        .orElseGet(() -> new WorkspaceReading(Optional.empty(), log.inOrder()));
  }

  /**
   * Reads a text.
   *
   * @param name how problems call it
   * @param base the folder against which paths in it are resolved
   */
  public WorkspaceReading read(String name, String text, Path base) {
    return read(name, text, base, new ProblemLog(name));
  }

  private WorkspaceReading read(String name, String text, Path base, ProblemLog log) {
    WorkspaceSection section = new WorkspaceSection(catalogue, base.toAbsolutePath().normalize());
    Optional<WorkspaceDraft> draft = YamlDocument.root(text, log).flatMap(section::read);
    draft.ifPresent(workspace -> rules.forEach(rule -> rule.check(workspace)));
    Optional<Workspace> workspace =
        log.hasMistakes() ? Optional.empty() : draft.map(right -> right.toWorkspace(name));
    return new WorkspaceReading(workspace, log.inOrder());
  }
}
