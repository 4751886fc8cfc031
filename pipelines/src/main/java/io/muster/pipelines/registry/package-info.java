/**
 * The registry: what Muster remembers between runs in a database, and who may write. {@link
 * io.muster.pipelines.registry.Registry} opens it, in a folder (H2) or on a server (PostgreSQL);
 * {@link io.muster.pipelines.registry.JdbcListRegistry} keeps which dataflow owns which list,
 * {@link io.muster.pipelines.registry.JdbcBudgetBook} what has been spent of each vendor's budget,
 * {@link io.muster.pipelines.registry.Leases} lets one run at a time write a connection, and {@link
 * io.muster.pipelines.registry.JobRegistry} lets a job's workers keep its leases.
 *
 * <p>The tables are made by the migrations in {@code io/muster/registry}, one dialect for both
 * databases. Every change goes through {@link io.muster.pipelines.registry.Transactions}, which
 * makes the changes of one subject happen one after another over all processes. What members a list
 * holds is not remembered here.
 */
package io.muster.pipelines.registry;
