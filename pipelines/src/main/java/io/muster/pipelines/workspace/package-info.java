/**
 * Reads and checks a workspace file: YAML to the immutable {@link io.muster.workspace.Workspace},
 * or every mistake in it at once, each with its line, key, reason and mend.
 *
 * <p>Three steps, a class for each thing in them. <em>Sections</em> read what stands at one place
 * of the file through a cursor ({@code YamlValue}, {@code YamlMap}) that reports what it cannot
 * read and goes on; they leave drafts. <em>Rules</em> look at the drafts together. Only a draft
 * without a mistake becomes a workspace. What a vendor wants comes from its {@link
 * io.muster.destination.DestinationSpec}; nothing here knows a destination by name.
 *
 * <p>The file's own grammar is also published as a JSON Schema for editors, {@code
 * io/muster/workspace.schema.json}; docs/workspace.md explains every key.
 */
package io.muster.pipelines.workspace;
