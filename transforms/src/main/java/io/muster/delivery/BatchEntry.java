package io.muster.delivery;

import java.util.List;

/**
 * A batch that has been formed and is not over: it waits for its turn, for a repeat or for a job.
 *
 * @param id the same on every repeat
 * @param keys the members that are still open; what is done to each is decided when it is sent
 * @param attempts calls made so far
 * @param firstFailedAt epoch milliseconds of the first failure, or 0
 * @param deadline when it is given up, epoch milliseconds; 0 while nothing has failed
 * @param job the vendor's job that carries it, or an empty string
 * @param words the vendor's last words
 */
public record BatchEntry(
    String id,
    MemberEntry.Place place,
    List<String> keys,
    int attempts,
    long firstFailedAt,
    long deadline,
    String job,
    String words,
    int httpStatus) {

  public BatchEntry {
    keys = List.copyOf(keys);
  }

  static BatchEntry formed(String id, MemberEntry.Place place, List<String> keys, long deadline) {
    return new BatchEntry(id, place, keys, 0, 0, deadline, "", "", 0);
  }

  BatchEntry until(long time) {
    return new BatchEntry(id, place, keys, attempts, firstFailedAt, time, job, words, httpStatus);
  }

  BatchEntry attempted() {
    return new BatchEntry(
        id, place, keys, attempts + 1, firstFailedAt, deadline, "", words, httpStatus);
  }

  BatchEntry failed(long now, int status, String vendorWords) {
    long first = firstFailedAt == 0 ? now : firstFailedAt;
    return new BatchEntry(id, place, keys, attempts, first, deadline, "", vendorWords, status);
  }

  BatchEntry withKeys(List<String> rest) {
    return new BatchEntry(
        id, place, rest, attempts, firstFailedAt, deadline, job, words, httpStatus);
  }

  BatchEntry queuedAs(String vendorJob) {
    return new BatchEntry(
        id, place, keys, attempts, firstFailedAt, deadline, vendorJob, words, httpStatus);
  }

  BatchEntry part(String partId, List<String> some) {
    return new BatchEntry(
        partId, place, some, attempts, firstFailedAt, deadline, "", words, httpStatus);
  }
}
