/** The operator's side: lists, calls, breaches, faults and configuration as JSON, and the page. */
package io.muster.sandbox.admin;
