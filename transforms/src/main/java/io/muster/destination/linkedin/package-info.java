/**
 * LinkedIn company matched audiences: DMP segments of type COMPANY, written in JSON batches that
 * are answered element by element.
 *
 * <p>The facts and their sources are in docs/vendors.md.
 */
package io.muster.destination.linkedin;
