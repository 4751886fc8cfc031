package io.muster.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.StreamSupport;

/**
 * When a contender came to the vendor, by the sandbox's journal and in seconds from the start of
 * its process; NaN for never.
 *
 * @param any of its requests
 * @param withMembers the first that told the vendor of a member
 */
record FirstCalls(double any, double withMembers) {

  static FirstCalls of(JsonNode calls, Instant begun) {
    return new FirstCalls(first(calls, begun, 0), first(calls, begun, 1));
  }

  private static double first(JsonNode calls, Instant begun, int members) {
    return StreamSupport.stream(calls.spliterator(), false)
        .filter(call -> call.path("members").asInt() >= members)
        .map(call -> Instant.parse(call.path("at").asText()))
        .filter(at -> !at.isBefore(begun)) // before it, the benchmark itself made the lists
        .mapToDouble(at -> Duration.between(begun, at).toNanos() / 1e9)
        .min()
        .orElse(Double.NaN);
  }
}
