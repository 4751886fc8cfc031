/**
 * The proof of the settling and delivery core: seeded schedules of faults against the real
 * destinations over real HTTP, checked against an oracle of a few lines (docs/testing.md).
 */
package io.muster.faults;
