package io.muster.benchmarks;

/**
 * One job of one contender.
 *
 * @param seconds from the start of its process to its end
 */
record Measurement(double seconds, FirstCalls first, SelfReport self, Score score) {}
