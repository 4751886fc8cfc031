/**
 * Muster with its files in object storage, against a real S3 server: what Beam's own filesystem for
 * S3 does differently from this machine's, and whole runs that read and write there.
 */
package io.muster.storage;
