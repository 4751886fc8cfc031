/**
 * Measures whole runs from the outside: a seeded input, the vendor sandbox in a process of its own,
 * and each contender in a fresh process, on the same work and scored for rightness too. A contender
 * is a command line, so that one need not be written in Java; nothing else depends on this package.
 */
package io.muster.benchmarks;
