package io.muster.pipelines.preview;

import io.muster.pipelines.preview.Note.Example;
import io.muster.pipelines.preview.Note.NotActivated;
import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.List;
import java.util.Optional;

/**
 * What would become of one audience's list.
 *
 * @param counts as a run's report would have them
 * @param list the vendor's id; empty where no run has found or made the list yet
 * @param known whether anything is kept of the list; else what it holds is not known
 * @param diff how what would be sent differs from what is kept; empty where nothing is, or where it
 *     was not asked for
 * @param examples a few members that would be added or removed, or left alone
 * @param notActivated a few changes of each code
 */
public record ListPreview(
    String connection,
    AudienceLine counts,
    Optional<String> list,
    boolean known,
    Optional<Diff> diff,
    List<Example> examples,
    List<NotActivated> notActivated) {

  public ListPreview {
    examples = List.copyOf(examples);
    notActivated = List.copyOf(notActivated);
  }
}
