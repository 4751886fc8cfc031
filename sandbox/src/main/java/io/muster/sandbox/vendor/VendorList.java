package io.muster.sandbox.vendor;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A vendor's list as it is at this moment.
 *
 * @param vendor whose list
 * @param account Demandbase's tenant, LinkedIn's sponsored account, Bombora's customer
 * @param id the vendor's id: import job id, segment id, uuid
 * @param name as the client gave it
 * @param type {@code Account}, {@code Person}, {@code COMPANY}, {@code Manual}
 * @param size number of members
 * @param members sorted by identifier; empty when they were not asked for
 */
public record VendorList(
    Vendor vendor,
    String account,
    String id,
    String name,
    String type,
    int size,
    List<ListMember> members) {

  public VendorList {
    members = List.copyOf(members);
  }

  /** The identifiers of the members. */
  public SortedSet<String> identifiers() {
    SortedSet<String> identifiers = new TreeSet<>();
    members.forEach(member -> identifiers.add(member.identifier()));
    return identifiers;
  }
}
