package io.muster.benchmarks;

import java.nio.file.Path;

/** A file of changes, and what must come of it. */
record Input(Path file, Oracle oracle) {}
