/**
 * Demandbase people lists: the Data Import API of {@link io.muster.destination.demandbase} with the
 * columns of a person.
 */
package io.muster.destination.demandbasepeople;
