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

  static Optional<JobPage> read(JsonNode body) {
    JsonNode data = body.path("data");
    if (!data.isArray()) {
      return Optional.empty();
    }
    List<ImportJob> jobs =
        StreamSupport.stream(data.spliterator(), false)
            .map(ImportJob::read)
            .flatMap(Optional::stream)
            .toList();
    long total = body.path("totalCount").asLong(Long.MAX_VALUE);
    return Optional.of(new JobPage(total, data.size(), jobs));
  }
}
