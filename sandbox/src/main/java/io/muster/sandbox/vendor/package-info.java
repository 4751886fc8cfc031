/**
 * What the vendor simulators share: the shape of a call and an answer, tokens, rates, and the truth
 * about lists. Knows neither HTTP server nor any single vendor's rules.
 */
package io.muster.sandbox.vendor;
