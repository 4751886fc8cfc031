package io.muster.pipelines.source;

/**
 * Some whole lines of a file.
 *
 * @param path the file
 * @param start offset of the first byte
 * @param end offset behind the last byte; {@link Long#MAX_VALUE} for all there is
 * @param firstLine the number of the first line, from 1
 */
record FileRange(String path, long start, long end, long firstLine) {}
