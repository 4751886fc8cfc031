/**
 * The same job for one vendor as others would write it: {@link io.muster.benchmarks.hand.ByHand} as
 * a good engineer would by hand, which is the measure of what Muster's generality costs, and {@link
 * io.muster.benchmarks.hand.NaiveBeam} as Beam's guides suggest. They know nothing of Muster and of
 * the benchmarks.
 */
package io.muster.benchmarks.hand;
