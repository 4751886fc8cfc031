/** Tests of how runs are started on Flink, without a cluster. */
package io.muster.runners.flink;
