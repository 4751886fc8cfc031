package io.muster.destination.demandbase;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A page of import jobs (DB-IMP, {@code GET /jobs}).
 *
 * @param totalCount jobs on all pages; as many as there can be where the vendor doesn't say
 * @param size entries of this page, readable or not
 * @param jobs those that can be read
 */
record JobPage(long totalCount, int size, List<ImportJob> jobs) {

  private static final long UNKNOWN = Long.MAX_VALUE;

  /** Whether the vendor says that there are more jobs than so many. */
  boolean tellsOfMoreThan(long jobs) {
    return totalCount != UNKNOWN && totalCount > jobs;
  }

  static Optional<JobPage> read(JsonNode body) {
    JsonNode data = body.path("data");
    long total = body.path("totalCount").asLong(UNKNOWN);
    // A page without entries may have no array to show them in.
    boolean none = data.isNull() || (data.isMissingNode() && total == 0);
    if (!data.isArray() && !none) {
      return Optional.empty();
    }
    List<ImportJob> jobs =
        StreamSupport.stream(data.spliterator(), false)
            .map(ImportJob::read)
            .flatMap(Optional::stream)
            .toList();
    return Optional.of(new JobPage(total, data.size(), jobs));
  }
}
