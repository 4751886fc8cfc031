/**
 * What single parts cost for a change, in time and allocated bytes: parse, validate, settle and the
 * coders, by JMH. {@code benchmarks/run --jmh [PATTERN]} runs them. A part by itself has the caches
 * and the compiler for itself, so these figures compare two versions of a part and say little of a
 * whole run.
 */
package io.muster.benchmarks.jmh;
