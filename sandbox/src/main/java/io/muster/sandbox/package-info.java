/**
 * The vendor sandbox: how it is started and configured, from Java ({@link
 * io.muster.sandbox.Sandbox}) and from the command line ({@link io.muster.sandbox.SandboxMain}).
 */
package io.muster.sandbox;
