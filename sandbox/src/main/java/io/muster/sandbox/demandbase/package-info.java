/** Demandbase's Data Import API for account and people lists: asynchronous CSV jobs. */
package io.muster.sandbox.demandbase;
