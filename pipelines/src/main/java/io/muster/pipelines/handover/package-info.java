/**
 * Hands a snapshot to a running job through the topic that the job reads, and sees when the job is
 * done with it. Calls no vendor.
 */
package io.muster.pipelines.handover;
