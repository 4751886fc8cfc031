/**
 * Bombora account lists of type Manual, whose members are domains. A batch is taken or refused as a
 * whole.
 *
 * <p>The facts and their sources are in docs/vendors.md.
 */
package io.muster.destination.bombora;
