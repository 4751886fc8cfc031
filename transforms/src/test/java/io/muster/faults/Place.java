package io.muster.faults;

/** A member of one audience's list, by its key, or a profile in it. */
record Place(String audience, String key) {}
