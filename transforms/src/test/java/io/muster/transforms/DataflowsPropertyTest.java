package io.muster.transforms;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.muster.coders.MembershipChangeCoder;
import io.muster.coders.SourceRecordCoder;
import io.muster.delivery.ConnectionPlan;
import io.muster.delivery.MembershipLog;
import io.muster.delivery.Seeds;
import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.LedgerLine;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.parse.ParsePlan;
import io.muster.parse.Plans;
import io.muster.sandbox.ManualClock;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.vendor.Vendor;
import io.muster.transforms.DeliverMembers.ClockSource;
import io.muster.transforms.DeliverMembers.Surroundings;
import io.muster.workspace.Audience;
import io.muster.workspace.Connection;
import io.muster.workspace.Dataflow;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Guard;
import io.muster.workspace.Secrets;
import io.muster.workspace.StateLocation;
import io.muster.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.LongStream;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All of a run's transforms at once, four dataflows through two connections: whatever the records,
 * their order, their bundles and the pauses between, and whatever fails on the way, the lists end
 * as the newest records say; and counts, letters and ledger tell of the same changes and calls. Run
 * one seed alone with {@code -Dmuster.seed=N}.
 */
class DataflowsPropertyTest extends DeliveryTestBase {

  /** Refused by a vendor, where a schedule has that. */
  private static final String REFUSED = "c0.example.com";

  private static final String OVER = "over";

  /** Paths of calls that carry members. */
  private static final String WITH_MEMBERS = ".*(accounts|companies)$";

  /** One dataflow; audiences are in several, also of one connection. */
  private record Flow(String name, Vendor vendor, List<String> audiences) {}

  private static final List<Flow> FLOWS =
      List.of(
          new Flow("intent", Vendor.BOMBORA, List.of("a1", "a2", OVER)),
          new Flow("watch", Vendor.BOMBORA, List.of("a1")),
          new Flow("ads", Vendor.LINKEDIN, List.of("a1", "a3")),
          new Flow("more-ads", Vendor.LINKEDIN, List.of("a3", "a2")));

  static LongStream seeds() {
    return Seeds.orSoMany(8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void listsCountsLettersAndLedgerTellTheSame(long seed) {
    Random random = Seeds.random(seed);
    boolean refuses = random.nextBoolean();
    if (refuses) {
      sandbox.faults().order(Fault.of(FaultKind.REJECT_ELEMENTS).elements("^" + REFUSED));
    }
    disturb(random);
    List<Profile> input = input(random);
    deliver(script(input, random), workspace(random), random.nextBoolean());

    String where = "seed " + seed + ", ";
    for (Flow flow : FLOWS) {
      for (String audience : flow.audiences()) {
        String list = flow.name() + " " + audience;
        Map<String, String> members = oracle(input, flow.vendor(), audience);
        members.keySet().removeIf(member -> refuses && member.equals(REFUSED));
        assertThat(where + list, held(flow.vendor(), list), is(members));
        checkSums(where + list, input, flow, audience);
      }
    }
    assertThat(where + "malformed", delivered.malformed(), is(lettersFor("", "")));
    assertThat(
        where + "malformed",
        delivered.malformed(),
        is(input.stream().filter(Profile::broken).count()));
    assertThat(
        where + "calls",
        (long) delivered.ledger().size(),
        is(sandbox.calls().stream().filter(call -> call.path().matches(WITH_MEMBERS)).count()));
    assertThat(where, sandbox.breaches(), is(empty()));
  }

  /** What is counted of one list adds up, and there is a letter or a line for whatever has one. */
  private void checkSums(String where, List<Profile> input, Flow flow, String audience) {
    Counts counts = delivered.counts(flow.name(), audience);
    List<Profile> named = input.stream().filter(each -> each.names(audience)).toList();
    assertThat(where, counts.received(), is((long) named.size()));
    assertThat(where + counts, counts.pending(), is(0L));
    assertThat(where, lettersFor(flow.name(), audience), is(counts.excluded() + counts.failed()));
    Map<String, Long> byCode =
        letters(flow.name(), audience).stream()
            .collect(groupingBy(letter -> letter.reason().name(), TreeMap::new, counting()));
    assertThat(where, byCode, is(counts.byCode()));
    long unfit =
        letters(flow.name(), audience).stream()
            .filter(letter -> letter.reason().kind() == Reason.Kind.EXCLUDED)
            // An exit that names nobody may be the first that is heard of a profile.
            .filter(letter -> letter.reason() != Reason.NO_MEMBER_KEY)
            .count();
    assertThat(
        where,
        unfit,
        is(named.stream().filter(each -> !each.qualifies(flow.vendor(), audience)).count()));
    assertThat(
        where,
        delivered.ledger().stream()
            .filter(line -> line.dataflow().equals(flow.name()))
            .filter(line -> line.audience().equals(audience))
            .count(),
        is(counts.calls()));
    for (DeadLetter letter : letters(flow.name(), audience)) {
      long line = letter.origin().position().offset();
      assertThat(
          where,
          new String(letter.origin().value(), StandardCharsets.UTF_8),
          is(input.stream().filter(each -> each.line() == line).findFirst().orElseThrow().json()));
    }
  }

  private List<DeadLetter> letters(String dataflow, String audience) {
    return delivered.letters().stream()
        .filter(letter -> letter.dataflow().equals(dataflow))
        .filter(letter -> letter.audience().equals(audience))
        .toList();
  }

  private long lettersFor(String dataflow, String audience) {
    return letters(dataflow, audience).size();
  }

  // ---- what comes

  /** What a record says of one audience. */
  private record Said(int minute, boolean exit) {}

  /**
   * One record.
   *
   * @param id empty for a profile that nobody knows
   * @param domain empty, or no domain at all, now and then
   * @param name empty now and then
   */
  private record Profile(
      long line,
      boolean broken,
      String id,
      String domain,
      String name,
      Map<String, Said> audiences) {

    boolean names(String audience) {
      return !broken && audiences.containsKey(audience);
    }

    /** The member that it is at a vendor, if its values are fit for it. */
    Optional<String> member(Vendor vendor) {
      Optional<String> host = Optional.of(domain).filter(text -> text.endsWith(".com"));
      if (vendor == Vendor.BOMBORA) {
        return host;
      }
      return name.isEmpty() ? Optional.empty() : host.or(() -> Optional.of(name));
    }

    boolean qualifies(Vendor vendor, String audience) {
      return names(audience)
          && !id.isEmpty()
          && !audience.equals(OVER)
          && (audiences.get(audience).exit() || member(vendor).isPresent());
    }

    String json() {
      String memberships =
          audiences.entrySet().stream()
              .map(
                  each ->
                      "\"%s\":{\"status\":\"%s\",\"lastQualificationTime\":\"%s\"}"
                          .formatted(
                              each.getKey(),
                              each.getValue().exit() ? "exited" : "realized",
                              START.plus(Duration.ofMinutes(each.getValue().minute()))))
              .collect(joining(","));
      return ("{\"accountKey\":{\"sourceKey\":\"%s\"},\"accountName\":\"%s\","
              + "\"accountOrganization\":{\"domain\":\"%s\"},"
              + "\"segmentMembership\":{\"ups\":{%s}}%s")
          .formatted(id, name, domain, memberships, broken ? "" : "}");
    }

    SourceRecord record() {
      return SourceRecord.ofFile(
          new SourcePosition("day.jsonl", line), json().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Some are read twice, as after a restart. */
  private static List<Profile> input(Random random) {
    List<Profile> input = new ArrayList<>();
    int profiles = 1 + random.nextInt(20);
    int companies = 1 + random.nextInt(12);
    for (int line = 1 + random.nextInt(150); line > 0; line--) {
      int company = random.nextInt(companies);
      Map<String, Said> audiences = new TreeMap<>();
      for (String audience : List.of("a1", "a2", "a3", OVER, "unmapped")) {
        if (random.nextInt(3) == 0) {
          audiences.put(audience, new Said(random.nextInt(60), random.nextInt(3) == 0));
        }
      }
      input.add(
          new Profile(
              line,
              random.nextInt(40) == 0,
              random.nextInt(40) == 0 ? "" : "p" + random.nextInt(profiles),
              switch (random.nextInt(12)) {
                case 0 -> "";
                case 1 -> "no domain";
                default -> "c%d.example.com".formatted(company);
              },
              switch (random.nextInt(12)) {
                case 0 -> "";
                case 1 -> "company %d inc".formatted(company);
                default -> "company " + company;
              },
              audiences));
    }
    for (int i = random.nextInt(10); i > 0; i--) {
      input.add(input.get(random.nextInt(input.size())));
    }
    Collections.shuffle(input, random);
    return input;
  }

  /**
   * Each profile's newest record; a member is there while one of them names it, at LinkedIn with
   * the name that the newest of these gives it.
   */
  private static Map<String, String> oracle(List<Profile> input, Vendor vendor, String audience) {
    Comparator<Profile> byAge =
        comparing((Profile each) -> each.audiences().get(audience).minute())
            .thenComparing(each -> each.audiences().get(audience).exit())
            .thenComparing(Profile::line);
    Map<String, Profile> newest = new HashMap<>();
    input.stream()
        .filter(each -> each.qualifies(vendor, audience))
        .forEach(each -> newest.merge(each.id(), each, BinaryOperator.maxBy(byAge)));
    Map<String, String> members = new TreeMap<>();
    newest.values().stream()
        .filter(each -> !each.audiences().get(audience).exit())
        .sorted(byAge)
        .forEach(
            each ->
                members.put(
                    each.member(vendor).orElseThrow(),
                    vendor == Vendor.LINKEDIN ? each.name() : ""));
    return members;
  }

  /** The members of a list with their names, where the vendor has such. */
  private Map<String, String> held(Vendor vendor, String list) {
    Map<String, String> held = new TreeMap<>();
    sandbox
        .members(vendor, list)
        .forEach(
            member ->
                held.put(member.identifier(), member.fields().getOrDefault("companyName", "")));
    return held;
  }

  // ---- how it comes

  /** A few calls with members fail for once. */
  private void disturb(Random random) {
    List<Fault> faults =
        List.of(
            Fault.status(503),
            Fault.of(FaultKind.THROTTLE),
            Fault.of(FaultKind.RESET_BEFORE),
            Fault.of(FaultKind.RESET_AFTER),
            Fault.of(FaultKind.GARBAGE),
            Fault.of(FaultKind.TRUNCATE));
    for (Fault fault : faults) {
      if (random.nextInt(3) == 0) {
        sandbox
            .faults()
            .order(
                fault
                    .path(WITH_MEMBERS)
                    .probability(0.3, random.nextLong())
                    .times(1 + random.nextInt(2)));
      }
    }
  }

  private DeliveryScript<SourceRecord> script(List<Profile> input, Random random) {
    DeliveryScript<SourceRecord> script = new DeliveryScript<>(clock, SourceRecordCoder.of());
    int largest = 1 + random.nextInt(60);
    for (int from = 0; from < input.size(); ) {
      int to = Math.min(input.size(), from + 1 + random.nextInt(largest));
      script = script.bundle(input.subList(from, to).stream().map(Profile::record).toList());
      script =
          switch (random.nextInt(4)) {
            case 0 -> script.pause(Duration.ofMillis(1 + random.nextInt(2_000)));
            case 1 -> script.pause(BATCH_AGE);
            default -> script;
          };
      from = to;
    }
    return script;
  }

  private Workspace workspace(Random random) {
    DeliverySettings settings =
        new DeliverySettings(
            PATIENT.maxBatchAge(),
            PATIENT.retryFor(),
            PATIENT.firstRetry(),
            PATIENT.pollEvery(),
            random.nextInt(4) == 0 ? 1 + random.nextInt(10) : PATIENT.maxPending());
    List<Connection> connections =
        List.of(
            connection("to-bombora", Vendor.BOMBORA, 1 + random.nextInt(8), settings),
            connection("to-linkedin", Vendor.LINKEDIN, 1 + random.nextInt(8), settings));
    return new Workspace(
        "muster.yaml",
        new StateLocation("unused", "unused"),
        connections,
        FLOWS.stream().map(DataflowsPropertyTest::dataflow).toList());
  }

  private static Dataflow dataflow(Flow flow) {
    List<Audience> audiences = new ArrayList<>();
    for (String id : flow.audiences()) {
      Instant end = id.equals(OVER) ? START.minusSeconds(1) : Instant.MAX;
      audiences.add(
          new Audience(id, flow.name() + " " + id, Instant.MIN, end, false, Guard.DEFAULT));
    }
    List<String> mappings = new ArrayList<>();
    mappings.add("accountOrganization.domain -> companyWebsiteDomain");
    mappings.add("accountKey.sourceKey -> identity:primaryId");
    if (flow.vendor() == Vendor.LINKEDIN) {
      mappings.add("accountName -> companyName");
    }
    Dataflow plain = Plans.dataflow(flow.name(), audiences, mappings.toArray(new String[0]));
    return new Dataflow(
        flow.name(), "to-" + flow.vendor().id(), "", plain.audiences(), plain.mappings());
  }

  /** A run over the script's records, as the pipeline puts it together. */
  private void deliver(
      DeliveryScript<SourceRecord> script, Workspace workspace, boolean callsAside) {
    ClockSource time = time();
    ParsePlan plan = ParsePlan.of(workspace.dataflows());
    PCollectionTuple parsed =
        pipeline.apply(script).apply("Parse", ParseProfileChanges.of(plan, time));
    PCollectionTuple validated =
        parsed
            .get(ParseProfileChanges.CHANGES)
            .apply("Validate", ValidateMappings.of(workspace, plan, time));
    SplitByConnection split = SplitByConnection.of(workspace, workspace.connections());
    PCollectionTuple byConnection = validated.get(ValidateMappings.VALID).apply("Split", split);

    List<PCollection<LedgerLine>> ledgers = new ArrayList<>();
    List<PCollection<DeadLetter>> letters = new ArrayList<>();
    List<PCollection<CountsDelta>> counts = new ArrayList<>();
    letters.add(parsed.get(ParseProfileChanges.MALFORMED));
    letters.add(validated.get(ValidateMappings.EXCLUDED));
    counts.add(parsed.get(ParseProfileChanges.COUNTS));
    counts.add(validated.get(ValidateMappings.COUNTS));
    Surroundings surroundings = surroundings(time, callsAside);
    for (Connection connection : workspace.connections()) {
      PCollection<MembershipChange> own =
          byConnection.get(split.tag(connection.name())).setCoder(MembershipChangeCoder.of());
      PCollectionTuple outputs =
          own.apply(
              "Deliver " + connection.name(),
              DeliverMembers.of(plan(workspace, connection), surroundings));
      ledgers.add(outputs.get(DeliverMembers.LEDGER));
      letters.add(outputs.get(DeliverMembers.FAILED));
      counts.add(outputs.get(DeliverMembers.COUNTS));
    }
    delivered.gather(
        PCollectionList.of(ledgers).apply("AllLines", Flatten.pCollections()),
        PCollectionList.of(letters).apply("AllLetters", Flatten.pCollections()),
        PCollectionList.of(counts).apply("AllCounts", Flatten.pCollections()));
    pipeline.run().waitUntilFinish();
  }

  private Surroundings surroundings(ClockSource time, boolean callsAside) {
    Shared<TestRegistry> lists = registry;
    return new Surroundings(
        Secrets.ofProcess(),
        lists::get,
        MembershipLog.Opener.NOTHING,
        Duration.ofMinutes(2),
        false,
        time,
        callsAside);
  }

  private static ConnectionPlan plan(Workspace workspace, Connection connection) {
    ConnectionPlan plan =
        ConnectionPlan.of("run-1", workspace, connection, spec(connection), Set.of());
    return new ConnectionPlan(
        plan.run(), connection, plan.lists(), plan.vendor().settled(), plan.manner());
  }

  /** Leaps as the script says, and goes on: what waits at the end comes to its time. */
  private ClockSource time() {
    Shared<ManualClock> leaps = clock;
    long began = System.nanoTime();
    return () -> new Running(leaps.get(), began);
  }

  private static final class Running extends Clock {
    private final Clock leaps;
    private final long began;

    Running(Clock leaps, long began) {
      this.leaps = leaps;
      this.began = began;
    }

    @Override
    public Instant instant() {
      return leaps.instant().plusNanos(System.nanoTime() - began);
    }

    @Override
    public ZoneId getZone() {
      return leaps.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return new Running(leaps.withZone(zone), began);
    }
  }
}
