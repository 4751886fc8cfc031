package io.muster.cli.endtoend;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One change of one profile in one audience. Profiles share domains, and move between them.
 *
 * @param second when, after a fixed moment; no two changes have one
 * @param name number of the name that the account or person has then
 */
record Change(String audience, int profile, int second, boolean exit, int domain, int name) {

  private static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");

  /** So many changes in order of time, a quarter of them exits. */
  static List<Change> random(
      Random random, List<String> audiences, int changes, int profiles, int domains) {
    List<Change> all = new ArrayList<>();
    for (int second = 0; second < changes; second++) {
      all.add(
          new Change(
              audiences.get(random.nextInt(audiences.size())),
              random.nextInt(profiles),
              second,
              random.nextInt(4) == 0,
              random.nextInt(domains),
              random.nextInt(50)));
    }
    return all;
  }

  /** A profile that comes into an audience with a domain of its own. */
  static Change joins(String audience, int profile, int second) {
    return new Change(audience, profile, second, false, profile, 0);
  }

  /** The same profile leaving it. */
  Change leaves(int later) {
    return new Change(audience, profile, later, true, domain, name);
  }

  String json() {
    String membership =
        """
        "segmentMembership":{"ups":{"%s":{"status":"%s","lastQualificationTime":"%s"}}}"""
            .formatted(audience, exit ? "exited" : "realized", BEGIN.plusSeconds(second));
    return audience.equals(Bench.CHAMPIONS)
        ? """
          {"b2b":{"personKey":{"sourceKey":"%s"}},"person":{"name":{"firstName":"First %d","lastName":"Last"}},"workEmail":{"address":"P%d@D%d.com"},%s}"""
            .formatted(personId(), name, profile, domain, membership)
        : """
          {"accountKey":{"sourceKey":"%s"},"accountName":"%s","accountOrganization":{"domain":"https://www.D%d.com/"},%s}"""
            .formatted(accountId(), accountName(), domain, membership);
  }

  String accountId() {
    return "a" + profile + "@sfdc";
  }

  String personId() {
    return "p" + profile + "@crm";
  }

  String accountName() {
    return "Name " + name;
  }

  String firstName() {
    return "First " + name;
  }

  String domainName() {
    return "d" + domain + ".com";
  }

  String email() {
    return "p" + profile + "@d" + domain + ".com";
  }
}
