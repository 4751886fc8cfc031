package io.muster.pipelines.run;

import java.time.Instant;

/**
 * A job of Muster's on a cluster.
 *
 * @param id the cluster's name for it
 * @param run the run's name
 * @param state as the cluster says it, such as {@code RUNNING}
 * @param ended whether that is its last
 * @param since when it was started
 * @param reads its input, for people
 * @param folder the run folder
 * @param registry where its registry is, as it travels with a job; empty of one that doesn't say so
 */
public record ClusterJob(
    String id,
    String run,
    String state,
    boolean ended,
    Instant since,
    String reads,
    String folder,
    String registry) {}
