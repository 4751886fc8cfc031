/**
 * How values travel between workers and rest in state: explicit coders, each with a version byte
 * first, so that a later Muster can read what an earlier one has written. No reflection, no schema
 * inference. Golden bytes in the tests say when a format changes.
 */
package io.muster.coders;
