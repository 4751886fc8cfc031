/**
 * Starts runs on DirectRunner, and keeps it from what costs it most with pipelines like ours
 * (docs/performance-log.md). Knows Muster's pipelines; knows no command line.
 */
package io.muster.runners.direct;
