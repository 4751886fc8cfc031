package io.muster.pipelines.kafka;

import java.io.Serializable;

/**
 * Part of a partition.
 *
 * @param start the first offset
 * @param end the offset behind the last
 */
record OffsetRange(String topic, int partition, long start, long end) implements Serializable {}
