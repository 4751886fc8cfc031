/**
 * What a run leaves behind, written as it goes: the ledger, the dead letters and the report in the
 * run folder, on any Beam filesystem.
 */
package io.muster.pipelines.sink;
