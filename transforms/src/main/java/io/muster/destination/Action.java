package io.muster.destination;

/**
 * What is done to a member of a list. State keeps it by its place in this order: a new one goes
 * last.
 */
public enum Action {
  ADD,
  REMOVE
}
