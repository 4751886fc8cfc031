/** Faults to order: what goes wrong, for which calls, how often; deterministic with a seed. */
package io.muster.sandbox.fault;
