package io.muster.sandbox.journal;

import io.muster.sandbox.vendor.Vendor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request that reached the sandbox.
 *
 * @param seq number in the order of the answers, from 1
 * @param at when the request arrived
 * @param vendor whose API
 * @param account whose credential, empty when the token was refused
 * @param method HTTP method
 * @param path the whole path, as it came
 * @param query the raw query, empty for none; {@code ***} when it held a secret
 * @param endpoint the path as a template, empty for an unknown one
 * @param list the vendor's id of the list that the call names, empty for none
 * @param action what the call does with its members, such as {@code insert} or {@code mixed}
 * @param status the status sent, 0 when the connection was cut before one
 * @param members how many members it carried
 * @param duration until the answer was ready, latency included
 * @param fault the fault applied, empty for none
 * @param breaches ids of the rules broken
 * @param headers the request's headers, Authorization masked; empty unless bodies are recorded
 * @param body the request's body where bodies are recorded, cut at the configured size
 */
public record RecordedCall(
    long seq,
    Instant at,
    Vendor vendor,
    String account,
    String method,
    String path,
    String query,
    String endpoint,
    String list,
    String action,
    int status,
    int members,
    Duration duration,
    String fault,
    List<String> breaches,
    Map<String, String> headers,
    Optional<byte[]> body) {

  RecordedCall withoutBody() {
    return new RecordedCall(
        seq,
        at,
        vendor,
        account,
        method,
        path,
        query,
        endpoint,
        list,
        action,
        status,
        members,
        duration,
        fault,
        breaches,
        headers,
        Optional.empty());
  }
}
