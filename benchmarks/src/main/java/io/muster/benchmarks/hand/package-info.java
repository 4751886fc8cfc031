/**
 * The same job for one vendor as a good engineer would write it by hand: the measure of what
 * Muster's generality costs. It knows nothing of Muster and of the benchmarks.
 */
package io.muster.benchmarks.hand;
