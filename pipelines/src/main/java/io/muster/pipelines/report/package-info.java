/**
 * What a run has done, as {@code report.json} says it, and how it is shown to people. Knows the
 * report's shape and nothing of how the numbers came about.
 */
package io.muster.pipelines.report;
