package io.muster.destination;

/** What is done to a member of a list. */
public enum Action {
  ADD,
  REMOVE
}
