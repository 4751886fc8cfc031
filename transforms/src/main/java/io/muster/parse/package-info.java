/**
 * From a record's bytes to a profile change: what is well-formed, what the profile is known by,
 * when it changed, which mapped values and which memberships it carries. Only what the workspace
 * maps is read out of a record. Plain classes; the transform that runs them is {@code
 * ParseProfileChanges}.
 */
package io.muster.parse;
