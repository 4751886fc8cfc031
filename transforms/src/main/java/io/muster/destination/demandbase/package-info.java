/**
 * Demandbase account lists, and the Data Import API that its two kinds of list share: a list is an
 * import job, its members travel as CSV files, and the job is polled to its end. {@link
 * io.muster.destination.demandbase.ImportApi} is all that the people lists' package needs.
 *
 * <p>The facts and their sources are in docs/vendors.md.
 */
package io.muster.destination.demandbase;
