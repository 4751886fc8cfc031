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
      Map<String, BitSet> held = new HashMap<>();
      for (JsonNode list : sandbox.lists(target.vendor())) {
        BitSet found = new BitSet();
        for (JsonNode member : list.path("members")) {
          int number = target.key().number(member.path(target.keyField()).asText());
          if (number < 0 || found.get(number)) {
            wrong++;
          } else {
            found.set(number);
          }
        }
        held.merge(list.path("name").asText(), found, Score::union);
      }
      for (int list = 0; list < lists; list++) {
        BitSet wanted = oracle.members(list, target.key());
        members += wanted.cardinality();
        ideal += idealCalls(target, wanted.cardinality(), oracle.owed(list, target.key()));
        BitSet difference = (BitSet) wanted.clone();
        difference.xor(held.getOrDefault(Workload.listName(list), new BitSet()));
        wrong += difference.cardinality();
      }
    }
    long calls = 0;
    for (JsonNode call : journal) {
      calls += call.path("members").asInt() > 0 ? 1 : 0;
    }
    return new Score(members, wrong, calls, ideal, sandbox.breaches().size());
  }

  private static BitSet union(BitSet one, BitSet other) {
    one.or(other);
    return one;
  }

  private static long idealCalls(Target target, int in, int owed) {
    return target.mixed()
        ? batches(owed, target)
        : batches(in, target) + batches(owed - in, target);
  }

  private static long batches(int members, Target target) {
    return (members + target.batchSize() - 1) / target.batchSize();
  }
}
