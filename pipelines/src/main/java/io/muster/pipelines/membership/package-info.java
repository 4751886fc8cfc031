/**
 * What is remembered of the vendors' lists between runs, as files in {@code state.membership} on
 * any Beam filesystem: how they are laid out, written, read and put together. What the notes mean
 * is the delivery's.
 */
package io.muster.pipelines.membership;
