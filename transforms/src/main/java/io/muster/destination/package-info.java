/**
 * What a destination is: its catalogue entry ({@link io.muster.destination.DestinationSpec}), the
 * conversation with its vendor ({@link io.muster.destination.VendorLists}) and what a vendor can
 * answer ({@link io.muster.destination.VendorAnswer}). Each destination has a package of its own
 * below this one and is found by {@link java.util.ServiceLoader}; nothing outside such a package
 * knows a vendor's endpoints, statuses or bodies.
 */
package io.muster.destination;
