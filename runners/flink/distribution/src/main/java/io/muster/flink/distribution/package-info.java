/**
 * What stands for an unpacked Flink: where its jars are, what its JVMs are started with, and its
 * logging. Nothing in here knows Beam or Muster, and no part of the product knows it.
 */
package io.muster.flink.distribution;
