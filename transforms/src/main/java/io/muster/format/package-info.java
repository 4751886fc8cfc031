/**
 * What a target's value must look like, and how it is written before it is compared or sent: a
 * {@link io.muster.format.FormatRule} for each {@link io.muster.format.Format}. Knows no
 * destination: the same format is the same everywhere.
 */
package io.muster.format;
