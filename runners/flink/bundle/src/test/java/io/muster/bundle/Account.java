package io.muster.bundle;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One change of one account in the audience: it comes or goes.
 *
 * @param second when, after a fixed moment; no two changes have one
 */
record Account(int number, int second, boolean exit) {

  private static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");

  static final String AUDIENCE = "5f3a0000-0000-4000-8000-000000000002";

  /** So many changes in order of time, a third of them exits. */
  static List<Account> random(long seed, int changes, int accounts) {
    Random random = new Random(seed);
    List<Account> all = new ArrayList<>();
    for (int second = 0; second < changes; second++) {
      all.add(new Account(random.nextInt(accounts), second, random.nextInt(3) == 0));
    }
    return all;
  }

  /** What the vendor's list must hold after these changes: an oracle of a few lines. */
  static SortedSet<String> domains(List<Account> changes) {
    Map<Integer, Account> newest = new HashMap<>();
    changes.forEach(change -> newest.put(change.number(), change));
    SortedSet<String> domains = new TreeSet<>();
    newest.values().stream()
        .filter(change -> !change.exit())
        .forEach(change -> domains.add(change.domain()));
    return domains;
  }

  /** The offset behind the last of these changes, by partition as Kafka writes it. */
  static Map<String, Long> ends(String topic, int partitions, List<Account> changes) {
    Map<String, Long> ends = new TreeMap<>();
    changes.forEach(
        change -> ends.merge(topic + "-" + change.number() % partitions, 1L, Long::sum));
    return ends;
  }

  String domain() {
    return "d" + number + ".com";
  }

  String email() {
    return "somebody@" + domain();
  }

  String json() {
    return """
        {"accountKey":{"sourceKey":"a%d"},"accountName":"Name %d","accountOrganization":{"domain":"%s"},"workEmail":{"address":"%s"},"segmentMembership":{"ups":{"%s":{"status":"%s","lastQualificationTime":"%s"}}}}"""
        .formatted(
            number,
            number,
            domain(),
            email(),
            AUDIENCE,
            exit ? "exited" : "realized",
            BEGIN.plusSeconds(second));
  }

  /** Of one account always to the same partition, since order holds only within one. */
  ProducerRecord<byte[], byte[]> to(String topic, int partitions) {
    return new ProducerRecord<>(
        topic,
        number % partitions,
        ("a" + number).getBytes(StandardCharsets.UTF_8),
        json().getBytes(StandardCharsets.UTF_8));
  }
}
