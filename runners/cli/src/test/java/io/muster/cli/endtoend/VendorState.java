package io.muster.cli.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.muster.sandbox.Sandbox;
import io.muster.sandbox.vendor.ListMember;
import io.muster.sandbox.vendor.Vendor;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What each list of a {@link WorkspaceText} holds: each member's identifier, with the fields that
 * tell which profile it speaks for. The oracle is a few lines: a profile's newest change says
 * whether it is a member, and of several profiles of one member the newest gives the fields.
 */
record VendorState(
    SortedMap<String, String> demandbaseTier,
    SortedMap<String, String> linkedinTier,
    SortedMap<String, String> linkedinRenewals,
    SortedMap<String, String> bomboraRenewals,
    SortedMap<String, String> champions) {

  /** What the lists must hold after these changes, in whatever order they came. */
  static VendorState mustBe(Collection<Change> changes) {
    return new VendorState(
        members(
            changes, Bench.TIER, Change::accountId, c -> c.accountName() + " " + c.domainName()),
        members(changes, Bench.TIER, Change::domainName, Change::accountName),
        members(changes, Bench.RENEWALS, Change::domainName, Change::accountName),
        members(changes, Bench.RENEWALS, Change::domainName, change -> ""),
        members(changes, Bench.CHAMPIONS, Change::personId, c -> c.firstName() + " " + c.email()));
  }

  private static SortedMap<String, String> members(
      Collection<Change> changes,
      String audience,
      Function<Change, String> key,
      Function<Change, String> fields) {
    Map<Integer, Change> newest = new HashMap<>();
    changes.stream()
        .filter(change -> change.audience().equals(audience))
        .sorted(Comparator.comparing(Change::second))
        .forEach(change -> newest.put(change.profile(), change));
    SortedMap<String, String> members = new TreeMap<>();
    newest.values().stream()
        .filter(change -> !change.exit())
        .sorted(Comparator.comparing(Change::second))
        .forEach(change -> members.put(key.apply(change), fields.apply(change)));
    return members;
  }

  /** What a sandbox's lists hold; one that isn't there holds nothing. */
  static VendorState of(Sandbox sandbox) {
    return new VendorState(
        members(sandbox, Vendor.DEMANDBASE, "Tier 1", "Account Name", "Account Domain"),
        members(sandbox, Vendor.LINKEDIN, "Tier 1", "companyName"),
        members(sandbox, Vendor.LINKEDIN, "Renewals", "companyName"),
        members(sandbox, Vendor.BOMBORA, "Renewals"),
        members(sandbox, Vendor.DEMANDBASE_PEOPLE, "Champions", "First Name", "Email"));
  }

  private static SortedMap<String, String> members(
      Sandbox sandbox, Vendor vendor, String list, String... fields) {
    SortedMap<String, String> members = new TreeMap<>();
    for (ListMember member : sandbox.members(vendor, list)) {
      List<String> values = List.of(fields).stream().map(member.fields()::get).toList();
      members.put(member.identifier(), String.join(" ", values));
    }
    return members;
  }

  /** The same where nothing is activated at LinkedIn. */
  VendorState withoutLinkedin() {
    return new VendorState(
        demandbaseTier, new TreeMap<>(), new TreeMap<>(), bomboraRenewals, champions);
  }

  /** List by list, so that a difference is said of the list where it is. */
  void assertEquals(VendorState wanted) {
    assertThat("Tier 1 at Demandbase", demandbaseTier, equalTo(wanted.demandbaseTier));
    assertThat("Tier 1 at LinkedIn", linkedinTier, equalTo(wanted.linkedinTier));
    assertThat("Renewals at LinkedIn", linkedinRenewals, equalTo(wanted.linkedinRenewals));
    assertThat("Renewals at Bombora", bomboraRenewals, equalTo(wanted.bomboraRenewals));
    assertThat("Champions at Demandbase", champions, equalTo(wanted.champions));
  }
}
