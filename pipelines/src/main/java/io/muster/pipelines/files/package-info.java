/**
 * Files and folders on any filesystem of Beam's: what is there, and the folders that Muster writes,
 * the state's and the runs'. Knows nothing of what is in them.
 */
package io.muster.pipelines.files;
