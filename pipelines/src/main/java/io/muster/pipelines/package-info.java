/**
 * Muster's pipelines, assembled from the transforms: what is read, what is written, in one place.
 */
package io.muster.pipelines;
