/**
 * The values that flow through a pipeline: versions, members, membership changes, letters, ledger
 * lines and counts. Plain immutable values; nothing here reads a record's bytes, calls a vendor or
 * knows Beam.
 */
package io.muster.model;
