package io.muster.cli.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunOutcome;
import io.muster.sandbox.vendor.ListMember;
import io.muster.sandbox.vendor.Vendor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same changes leave the same lists on DirectRunner and on embedded Flink, in order, shuffled,
 * repeated and over several files; and those lists are the oracle's.
 */
class ListsAgreeOnBothRunnersTest {

  private static final int CHANGES = 1_500;
  private static final int PROFILES = 200;
  private static final int DOMAINS = 120;
  private static final List<String> AUDIENCES = List.of(Bench.TIER, Bench.RENEWALS);

  @TempDir private Path folder;

  private record Change(
      String audience, int profile, int second, boolean exit, int domain, int name) {

    String json() {
      return """
          {"accountKey":{"sourceKey":"a%d@sfdc"},"accountName":"Name %d","accountOrganization":{"domain":"https://www.D%d.com/"},"segmentMembership":{"ups":{"%s":{"status":"%s","lastQualificationTime":"2026-11-20T%02d:%02d:%02dZ"}}}}"""
          .formatted(
              profile,
              name,
              domain,
              audience,
              exit ? "exited" : "realized",
              second / 3600,
              second / 60 % 60,
              second % 60);
    }
  }

  @ParameterizedTest(name = "{0}, seed {1}, {2}")
  @CsvSource({
    "direct, 1, in order",
    "direct, 1, shuffled and repeated",
    "direct, 2, shuffled and repeated",
    "flink, 1, in order",
    "flink, 1, shuffled and repeated",
  })
  void listsAreTheOracles(String runner, long seed, String arrival) throws Exception {
    Random random = new Random(new SplittableRandom(seed).nextLong());
    List<Change> changes = changes(random);
    List<Change> arriving = new ArrayList<>(changes);
    if (arrival.startsWith("shuffled")) {
      for (int i = 0; i < CHANGES / 3; i++) {
        arriving.add(changes.get(random.nextInt(changes.size())));
      }
      Collections.shuffle(arriving, random);
    }
    try (Bench bench = new Bench(folder, Bench.freeOfRates())) {
      RunOutcome outcome = bench.activate(runner, "run", files(arriving, 3));

      assertThat(
          identifiers(bench, Vendor.DEMANDBASE, "Tier 1"), equalTo(ids(changes, Bench.TIER)));
      assertThat(companies(bench, "Tier 1"), equalTo(domains(changes, Bench.TIER)));
      assertThat(companies(bench, "Renewals"), equalTo(domains(changes, Bench.RENEWALS)));
      assertThat(
          identifiers(bench, Vendor.BOMBORA, "Renewals"),
          equalTo(new TreeSet<>(domains(changes, Bench.RENEWALS).keySet())));
      assertThat(bench.sandbox.breaches(), is(empty()));
      assertThat(outcome.exitCode(), is(ExitCode.DELIVERED));
      for (AudienceLine line : outcome.report().dataflows()) {
        assertThat(line.toString(), line.pending(), is(0L));
        assertThat(
            line.toString(),
            line.received(),
            is(line.activated() + line.unchanged() + line.superseded()));
      }
    }
  }

  private List<Path> files(List<Change> changes, int parts) throws Exception {
    List<Path> files = new ArrayList<>();
    int size = changes.size() / parts + 1;
    for (int i = 0; i < changes.size(); i += size) {
      List<String> lines =
          changes.subList(i, Math.min(changes.size(), i + size)).stream()
              .map(Change::json)
              .toList();
      files.add(Files.write(folder.resolve("changes-" + i + ".jsonl"), lines));
    }
    return files;
  }

  /** No two changes of a profile in one audience have one time, and no exit comes first. */
  private static List<Change> changes(Random random) {
    List<Change> changes = new ArrayList<>();
    for (int second = 0; second < CHANGES; second++) {
      changes.add(
          new Change(
              AUDIENCES.get(random.nextInt(AUDIENCES.size())),
              random.nextInt(PROFILES),
              second,
              random.nextInt(4) == 0,
              random.nextInt(DOMAINS),
              random.nextInt(50)));
    }
    return changes;
  }

  private static List<Change> newest(List<Change> changes, String audience) {
    Map<Integer, Change> newest = new HashMap<>();
    changes.stream()
        .filter(change -> change.audience().equals(audience))
        .forEach(change -> newest.put(change.profile(), change));
    return newest.values().stream()
        .filter(change -> !change.exit())
        .sorted(Comparator.comparing(Change::second))
        .toList();
  }

  private static SortedSet<String> ids(List<Change> changes, String audience) {
    SortedSet<String> ids = new TreeSet<>();
    newest(changes, audience).forEach(change -> ids.add("a" + change.profile() + "@sfdc"));
    return ids;
  }

  /** Each domain with the name that its newest profile gives it. */
  private static Map<String, String> domains(List<Change> changes, String audience) {
    Map<String, String> domains = new TreeMap<>();
    newest(changes, audience)
        .forEach(change -> domains.put("d" + change.domain() + ".com", "Name " + change.name()));
    return domains;
  }

  private static SortedSet<String> identifiers(Bench bench, Vendor vendor, String name) {
    return bench.sandbox.list(vendor, name).orElseThrow().identifiers();
  }

  private static Map<String, String> companies(Bench bench, String name) {
    Map<String, String> companies = new TreeMap<>();
    for (ListMember member : bench.sandbox.members(Vendor.LINKEDIN, name)) {
      companies.put(
          member.fields().get("companyWebsiteDomain"), member.fields().get("companyName"));
    }
    return companies;
  }
}
