/**
 * Folders that Muster writes, on any filesystem of Beam's: the state's and the runs'. Knows nothing
 * of what is in them.
 */
package io.muster.pipelines.files;
