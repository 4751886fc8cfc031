package io.muster.parse;

/** One of the two maps, or a level of it, has the wrong JSON type. */
record MapFault(String field, String words) {}
