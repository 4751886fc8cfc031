package io.muster.workspace;

import java.io.Serializable;

/** One mapping of a dataflow: a profile's value to a destination's target field. */
public record Mapping(SourcePath source, String target) implements Serializable {}
