package io.muster.model;

/** What the vendor says of one audience's list; of several, the last one counts. */
public record StandingOf(String dataflow, String audience, Standing standing) {}
