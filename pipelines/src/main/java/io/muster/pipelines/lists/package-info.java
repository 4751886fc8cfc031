/**
 * The lists that the registry knows, beside the workspace: {@link
 * io.muster.pipelines.lists.KnownList} says which of them the workspace still has, {@link
 * io.muster.pipelines.lists.ListPruner} deletes and forgets the others when it is told to.
 */
package io.muster.pipelines.lists;
