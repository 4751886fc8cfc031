package io.muster.cli;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What the commands take from outside.
 *
 * @param terminal whether a person looks at standard error
 */
record Surroundings(Clock clock, RandomGenerator random, boolean terminal) {}
