package io.muster.sandbox.vendor;

import java.util.Map;

/**
 * One member of a vendor's list.
 *
 * @param identifier what the vendor knows it by, normalised: the strongest identifier's value
 * @param fields all the fields held, by the vendor's own names
 */
public record ListMember(String identifier, Map<String, String> fields) {}
