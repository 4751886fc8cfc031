/** The server: one port, routing by path prefix, and faults applied to the wire. */
package io.muster.sandbox.http;
