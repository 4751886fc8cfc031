/**
 * Starts runs on Flink, embedded or on a cluster. Knows Muster's pipelines; knows no command line.
 */
package io.muster.runners.flink;
