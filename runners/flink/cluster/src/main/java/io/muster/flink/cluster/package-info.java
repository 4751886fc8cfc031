/**
 * A real Flink cluster on this machine, with a Kafka broker beside it where that is wanted: how its
 * processes are started, killed and asked. Its users are tests, benchmarks and the command {@code
 * runners/flink/cluster/run}. Nothing in here knows Beam or Muster, and no part of the product
 * knows it.
 */
package io.muster.flink.cluster;
