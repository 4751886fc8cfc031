/**
 * What was called and which rules were broken: bounded, append-only, in the order of the answers.
 */
package io.muster.sandbox.journal;
