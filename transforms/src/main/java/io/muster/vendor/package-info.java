/**
 * HTTP as every vendor needs it: one client over google-http-client, bearer tokens and their
 * renewal, bounded bodies, the budget's gate before each call. Knows no vendor, and logs nothing
 * but that a credential has to be replaced.
 *
 * <p>{@link io.muster.vendor.VendorHttpClient} is made once for a process; a destination sends
 * {@link io.muster.vendor.VendorRequest}s through a {@link io.muster.vendor.VendorHttp} and gets an
 * {@link io.muster.vendor.Exchange} for each, never an exception.
 */
package io.muster.vendor;
