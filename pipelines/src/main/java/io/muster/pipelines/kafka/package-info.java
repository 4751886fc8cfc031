/**
 * Records of Kafka topics: reading them, to the end of the topics or for ever, committing what is
 * done with, and writing lines to a topic. Clients are opened where the work is done, from a file
 * that is read there: nothing of it travels with the job.
 */
package io.muster.pipelines.kafka;
