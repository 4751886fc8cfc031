/**
 * Where records come from. Files: JSON Lines of any Beam filesystem, plain or compressed by name.
 * Sources hand on bytes with their position; making sense of them is the parser's.
 */
package io.muster.pipelines.source;
