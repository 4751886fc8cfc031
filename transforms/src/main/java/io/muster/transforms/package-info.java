/**
 * The Beam transforms: bytes to profile changes, profile changes to members, members to a vendor's
 * lists. The DoFns are thin: they keep state and timers and call plain classes of the other
 * packages, which are tested without Beam.
 */
package io.muster.transforms;
