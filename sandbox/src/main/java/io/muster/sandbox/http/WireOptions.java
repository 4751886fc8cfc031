package io.muster.sandbox.http;

import java.time.Duration;

/**
 * What the server needs to know at each call.
 *
 * @param latency added to every vendor call
 * @param recordBodies whether request bodies and headers are kept
 * @param recordedBodyBytes how much of a body is kept
 */
public record WireOptions(Duration latency, boolean recordBodies, int recordedBodyBytes) {}
