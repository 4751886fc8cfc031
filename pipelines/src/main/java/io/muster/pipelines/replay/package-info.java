/**
 * Dead letters sent again: reading them, choosing among them, making of each the membership change
 * that it was, for its own audience only, and carrying on what is known of its earlier failures.
 */
package io.muster.pipelines.replay;
