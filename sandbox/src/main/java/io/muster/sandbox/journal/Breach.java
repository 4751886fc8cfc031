package io.muster.sandbox.journal;

import io.muster.sandbox.vendor.Vendor;
import java.time.Instant;

/**
 * A rule that a client broke.
 *
 * @param rule id, such as {@code over-rate}
 * @param text how
 * @param call the call's number
 * @param vendor whose rule
 * @param at when
 */
public record Breach(String rule, String text, long call, Vendor vendor, Instant at) {}
