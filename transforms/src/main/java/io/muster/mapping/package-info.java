/**
 * From a profile's values to a vendor's member: the mandatory mappings, the member key. What a
 * value must look like is {@code io.muster.format}'s. Plain classes; the transform that runs them
 * is {@code ValidateMappings}.
 */
package io.muster.mapping;
