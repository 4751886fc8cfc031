/**
 * Records out of files of any Beam filesystem: JSON Lines, plain or compressed by name, Avro and
 * Parquet, whose records are handed on as lines of JSON. A record has its bytes and its position;
 * making sense of it is the parser's. Kafka's records come from {@code pipelines.kafka}.
 */
package io.muster.pipelines.source;
