/** Tests of the jar for clusters: what is in it, and that a cluster runs it. */
package io.muster.bundle;
