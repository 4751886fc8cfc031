package io.muster.pipelines.preview;

import io.muster.pipelines.preview.Note.NotActivated;
import io.muster.pipelines.preview.Note.Sent;
import java.util.List;

/**
 * What a run would do.
 *
 * @param first of how many records the requests are
 * @param malformed records that are no profile change
 * @param malformedExamples a few of them of each code
 * @param requests of the first records, as if they were all, by connection
 * @param notices what the operator should know
 */
public record Preview(
    List<ListPreview> lists,
    long malformed,
    List<NotActivated> malformedExamples,
    int first,
    List<Sent> requests,
    List<String> notices) {

  public Preview {
    lists = List.copyOf(lists);
    malformedExamples = List.copyOf(malformedExamples);
    requests = List.copyOf(requests);
    notices = List.copyOf(notices);
  }

  /** Whether of some list it is not known what it holds. */
  public boolean hasUnknown() {
    return lists.stream().anyMatch(list -> !list.known());
  }
}
