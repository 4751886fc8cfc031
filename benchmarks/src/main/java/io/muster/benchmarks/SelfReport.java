package io.muster.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What a contender says of its own process, as one line of JSON. Zero where it doesn't know.
 *
 * @param runMs from the first line of its own to its last
 * @param cpuMs of all its threads
 * @param compilerMs that the JVM's compiler threads were at work
 * @param gcMs in which collections went on
 * @param peakHeapMb heap in use at most, garbage included
 * @param peakLiveMb heap in use at most right after a collection
 * @param peakRssMb memory that the operating system gave it at most
 * @param received membership changes that it counts
 * @param addsUp whether its own accounts are without a gap
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SelfReport(
    double runMs,
    double cpuMs,
    double compilerMs,
    double gcMs,
    double peakHeapMb,
    double peakLiveMb,
    double peakRssMb,
    long received,
    boolean addsUp) {

  static final SelfReport NONE = new SelfReport(0, 0, 0, 0, 0, 0, 0, 0, true);
}
