/**
 * The commands of {@code ./muster}: reads arguments, asks the pipelines module for the work, and
 * shows what came of it. The only package that talks to a terminal or ends the process.
 */
package io.muster.cli;
