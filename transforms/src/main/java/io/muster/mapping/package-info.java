/**
 * From a profile's values to a vendor's member: formats and their normalisation, the mandatory
 * mappings, the member key. Plain classes; the transform that runs them is {@code
 * ValidateMappings}.
 */
package io.muster.mapping;
