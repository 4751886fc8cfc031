package io.muster.pipelines.workspace;

/** A value that was read and the place where it stands. */
record Located<T>(T value, Place place) {}
