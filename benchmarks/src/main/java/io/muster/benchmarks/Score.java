package io.muster.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How right the vendors' lists are at the end, and at what cost.
 *
 * @param members that the lists must hold
 * @param wrong members that are missing or must not be there, and keys that are none of ours
 * @param calls requests that carried members
 * @param idealCalls as few as there could be: each member told once, in full batches
 * @param breaches of rules that the vendors document
 */
record Score(long members, long wrong, long calls, long idealCalls, long breaches) {

  static Score of(Sandbox sandbox, JsonNode journal, List<Target> targets, Oracle oracle, int lists)
      throws IOException, InterruptedException {
    long members = 0;
    long wrong = 0;
    long ideal = 0;
    for (Target target : targets) {
      Held held = new Held(target);
      sandbox.eachMember(target.vendor(), target.keyField(), held);
      wrong += held.strange;
      for (int list = 0; list < lists; list++) {
        BitSet wanted = oracle.members(list, target.key());
        members += wanted.cardinality();
        ideal += idealCalls(target, wanted.cardinality(), oracle.owed(list, target.key()));
        BitSet difference = (BitSet) wanted.clone();
        difference.xor(held.in(Workload.listName(list)));
        wrong += difference.cardinality();
      }
    }
    long calls = 0;
    for (JsonNode call : journal) {
      calls += call.path("members").asInt() > 0 ? 1 : 0;
    }
    return new Score(members, wrong, calls, ideal, sandbox.breaches().size());
  }

  /** What a vendor's lists hold, by the numbers of their members. */
  private static final class Held implements Sandbox.MemberReader {

    private final Target target;
    private final Map<String, BitSet> lists = new HashMap<>();
    // Keys that are none of ours, or in a list twice.
    private long strange;

    Held(Target target) {
      this.target = target;
    }

    @Override
    public void member(String list, String key) {
      BitSet found = lists.computeIfAbsent(list, name -> new BitSet());
      int number = target.key().number(key);
      if (number < 0 || found.get(number)) {
        strange++;
      } else {
        found.set(number);
      }
    }

    BitSet in(String list) {
      return lists.getOrDefault(list, new BitSet());
    }
  }

  private static long idealCalls(Target target, int in, int owed) {
    return target.mixed()
        ? batches(owed, target)
        : batches(in, target) + batches(owed - in, target);
  }

  private static long batches(int members, Target target) {
    return (members + target.batchSize() - 1L) / target.batchSize();
  }
}
