/** Whole runs against the sandbox, on both runners. */
package io.muster.cli.endtoend;
