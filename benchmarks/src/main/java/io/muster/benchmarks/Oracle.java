package io.muster.benchmarks;

import java.util.BitSet;

/**
 * What each list must hold at the end: the newest change of each account decides whether it is in,
 * and a domain is in as long as one of its accounts is. Numbers are those of {@link Accounts}.
 */
final class Oracle {

  private final Accounts accounts;
  private final int lists;
  private final BitSet members = new BitSet();
  private final BitSet touched = new BitSet();

  Oracle(Workload workload) {
    this.accounts = new Accounts(workload);
    this.lists = workload.lists();
  }

  /** A change that is newer than all before it. */
  void newest(int account, boolean member) {
    members.set(account, member);
    touched.set(account);
  }

  /** The accounts of a list, or their domains. */
  BitSet members(int list, MemberKey key) {
    return of(members, list, key);
  }

  /** How many members of a list have to be told to a vendor at least: each touched one once. */
  int owed(int list, MemberKey key) {
    return of(touched, list, key).cardinality();
  }

  private BitSet of(BitSet all, int list, MemberKey key) {
    BitSet found = new BitSet();
    for (int account = list; account < all.length(); account += lists) {
      if (all.get(account)) {
        found.set(key == MemberKey.DOMAIN ? accounts.domain(account) : account);
      }
    }
    return found;
  }

  /** What a destination knows a member by. */
  enum MemberKey {
    ACCOUNT {
      @Override
      String name(int number) {
        return Accounts.id(number);
      }
    },
    DOMAIN {
      @Override
      String name(int number) {
        return Accounts.domainName(number);
      }
    };

    /** As it must be written at the vendor. */
    abstract String name(int number);

    /** The number of what stands at the vendor, or -1 for what must not stand there at all. */
    int number(String written) {
      int number = Accounts.number(written);
      return number >= 0 && name(number).equals(written) ? number : -1;
    }
  }
}
