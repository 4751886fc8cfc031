/** Bombora's Account List API: manual lists, whole-batch answers, pending updates. */
package io.muster.sandbox.bombora;
