/**
 * A checked workspace as an immutable, serialisable model: connections, dataflows, audiences,
 * mappings and settings, every default filled in. Reading and checking the YAML belongs to the
 * pipelines module; resolving a secret to {@link io.muster.workspace.Secrets}.
 */
package io.muster.workspace;
