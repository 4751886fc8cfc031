/**
 * Previews: what a run would send, counted for all of its input and to the letter for the first
 * changes, with the vendors' part played by {@link io.muster.vendor.Rehearsal}s. Opens no
 * connection, draws no budget, takes no lease and writes nothing but a temporary folder.
 */
package io.muster.pipelines.preview;
