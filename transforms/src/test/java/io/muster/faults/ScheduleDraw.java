package io.muster.faults;

import io.muster.faults.FaultSchedule.Manners;
import io.muster.faults.Incident.Timed;
import io.muster.model.Member;
import io.muster.model.MembershipChange;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.model.Version;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultKind;
import io.muster.workspace.Audience;
import io.muster.workspace.Auth;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Guard;
import io.muster.workspace.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Draws a schedule from a seed: the same one for the same seed. */
final class ScheduleDraw {

  static final String DATAFLOW = "flow";

  /** The brake has tests of its own; here it would hold back what the oracle removes. */
  private static final Guard NO_BRAKE = new Guard(1, Integer.MAX_VALUE);

  private static final Instant EPOCH = Instant.parse("2026-11-20T00:00:00Z");

  private final Random random;
  private final long seed;
  private final VendorSide side;
  private final List<Audience> audiences = new ArrayList<>();
  private final List<Timed> incidents = new ArrayList<>();
  private Duration feeding = Duration.ZERO;

  private ScheduleDraw(long seed) {
    // Neighbouring seeds of a plain Random begin alike.
    this.random = new Random(new SplittableRandom(seed).nextLong());
    this.seed = seed;
    this.side = List.of(VendorSide.values()).get(Math.floorMod(seed, VendorSide.values().length));
  }

  static FaultSchedule of(long seed) {
    return new ScheduleDraw(seed).draw();
  }

  private FaultSchedule draw() {
    boolean impatient = chance(6);
    boolean racing = chance(8);
    int lists = 1 + random.nextInt(3);
    for (int i = 1; i <= lists; i++) {
      boolean adopt = racing && random.nextBoolean();
      audiences.add(new Audience("a" + i, "List " + i, Instant.MIN, Instant.MAX, adopt, NO_BRAKE));
    }
    int packet = 1 + random.nextInt(pick(4, 12, 25));
    Duration feedEvery = Duration.ofMillis(pick(200L, 5_000L, 30_000L, 300_000L));
    List<MembershipChange> input = input();
    feeding = feedEvery.multipliedBy(1 + 2L * input.size() / packet);

    Manners manners =
        new Manners(
            Duration.ofMillis(pick(0L, 200L, 3_000L, 45_000L, impatient ? 0L : 300_000L)),
            Duration.ofSeconds(pick(0L, 0L, 5L, 70L)),
            pick(400, 400, 409),
            random.nextInt(4) > 0,
            Duration.ofMinutes(pick(30L, 480L, 1440L)));
    DeliverySettings delivery =
        new DeliverySettings(
            Duration.ofSeconds(pick(1L, 1L, 1L, 10L, 30L, 120L, 900L)),
            impatient ? Duration.ofMinutes(pick(5L, 10L, 20L)) : Duration.ofHours(pick(24L, 72L)),
            Duration.ofMillis(pick(100L, 1_000L, 10_000L)),
            pollEvery(manners.work()),
            pick(10, 1_000_000, 1_000_000));

    Map<String, Boolean> races = new TreeMap<>();
    if (racing) {
      audiences.forEach(audience -> races.put(audience.id(), random.nextBoolean()));
    }
    if (racing && (side == VendorSide.LINKEDIN || audiences.stream().allMatch(Audience::adopt))) {
      // Under our own key too, where the vendor has one.
      incidents.add(
          new Timed(
              Duration.ZERO,
              new Incident.Break(Fault.of(FaultKind.CREATE_RACE).on(side.vendor()).times(1))));
    }
    Set<String> refused = new TreeSet<>();
    List<Fault> refusals = new ArrayList<>();
    if (chance(4)) {
      refuseForGood(refused, refusals);
    }
    faults();
    if (impatient || chance(4)) {
      outage(impatient);
    }
    if (chance(4)) {
      credentials();
    }
    if (chance(5) && !side.isDemandbase()) {
      add(new Incident.DeleteList(pick(audiences.toArray(new Audience[0])).id()));
    }
    for (int i = chance(3) ? 0 : 1 + random.nextInt(4); i > 0; i--) {
      add(new Incident.CrashUs(random.nextInt(4), random.nextBoolean()));
    }
    incidents.sort(Comparator.comparing(Timed::at));
    return new FaultSchedule(
        seed,
        side,
        auth(),
        List.copyOf(audiences),
        limits(racing),
        delivery,
        manners,
        chance(3) ? Optional.of(Duration.ofMinutes(pick(30L, 240L, 6_000L))) : Optional.empty(),
        input,
        feedEvery,
        packet,
        pick(3, 10, 40, 40),
        Duration.ofMillis(pick(0L, 0L, 300L, 2_000L, 6_000L, 6_000L)),
        List.copyOf(incidents),
        refused,
        refusals,
        races);
  }

  /** A job is looked at some twenty times at most, or a seed would take minutes. */
  private Duration pollEvery(Duration work) {
    Duration every = Duration.ofSeconds(pick(1L, 5L, 30L));
    Duration least = work.dividedBy(20);
    return every.compareTo(least) < 0 ? least : every;
  }

  private Auth auth() {
    return switch (side) {
      case DEMANDBASE, DEMANDBASE_PEOPLE -> chance(3) ? Vault.TOKEN : Vault.CLIENT;
      case LINKEDIN -> chance(3) ? Vault.TOKEN : Vault.REFRESH;
      case BOMBORA -> Vault.CLIENT;
    };
  }

  /** With rivals about, the calls that the vendor counts are not ours alone. */
  private Limits limits(boolean racing) {
    int batchSize = pick(1, 2, 5, 10, 50, 500);
    int minute = racing || chance(2) ? Limits.UNLIMITED : 2 + random.nextInt(40);
    int day = racing || chance(2) ? Limits.UNLIMITED : 15 + random.nextInt(100);
    return new Limits(batchSize, minute, day);
  }

  private List<MembershipChange> input() {
    List<MembershipChange> input = new ArrayList<>();
    int profiles = 1 + random.nextInt(40);
    int keys = 1 + random.nextInt(pick(4, 12, 40));
    int changes = 1 + random.nextInt(pick(100, 300, 500));
    boolean crowded = chance(3);
    for (int i = 0; i < changes; i++) {
      String audience = audiences.get(random.nextInt(audiences.size())).id();
      String profile = "p" + random.nextInt(profiles);
      int key = random.nextInt(keys);
      // Several changes may be of one time: then an exit wins, then the later line.
      int second = crowded ? i / 4 : i;
      Optional<Member> member =
          chance(5) ? Optional.empty() : Optional.of(side.member(key, random.nextInt(3)));
      boolean exit = member.isEmpty() || chance(5);
      input.add(change(audience, profile, second, i, exit, member));
    }
    for (int i = random.nextInt(30); i > 0; i--) {
      MembershipChange again = input.get(random.nextInt(input.size()));
      input.add(random.nextBoolean() ? again : atLine(10_000 + i, again));
    }
    if (random.nextBoolean()) {
      Collections.shuffle(input, random);
    }
    return input;
  }

  /** A change; its record says no more than its line. */
  static MembershipChange change(
      String audience,
      String profile,
      int second,
      long line,
      boolean exit,
      Optional<Member> member) {
    SourcePosition position = new SourcePosition("changes.jsonl", line);
    Version version = new Version(EPOCH.plusSeconds(second), exit, Instant.MIN, position);
    byte[] text = ("{\"line\":" + line + "}").getBytes(StandardCharsets.UTF_8);
    return new MembershipChange(
        DATAFLOW,
        audience,
        profile,
        version,
        member.orElse(null),
        SourceRecord.ofFile(position, text));
  }

  private static MembershipChange atLine(long line, MembershipChange change) {
    int second = (int) Duration.between(EPOCH, change.version().qualifiedAt()).toSeconds();
    return change(
        change.audience(),
        change.profileId(),
        second,
        line,
        change.version().exit(),
        Optional.ofNullable(change.member()));
  }

  private void refuseForGood(Set<String> refused, List<Fault> refusals) {
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      Member member = side.member(random.nextInt(10), 0);
      refused.add(member.key());
      refusals.add(
          Fault.of(FaultKind.REJECT_ELEMENTS)
              .on(side.vendor())
              .elements(exactly(member))
              .withStatus(refusal()));
    }
  }

  private int refusal() {
    return side.isDemandbase() ? 400 : pick(400, 422);
  }

  private String exactly(Member member) {
    return "^" + Pattern.quote(side.identifier(member)) + "$";
  }

  private void faults() {
    for (int i = random.nextInt(10); i > 0; i--) {
      Fault fault = fault();
      if (fault.kind() == FaultKind.SLOW_BODY || fault.kind() == FaultKind.LATENCY) {
        // They take their time in truth.
        fault = fault.times(1 + random.nextInt(3));
      } else if (random.nextBoolean()) {
        fault = fault.times(1 + random.nextInt(12));
      } else {
        Duration some = feeding.dividedBy(3);
        fault = fault.during(pick(Duration.ofSeconds(5), Duration.ofMinutes(10), some, some));
        if (random.nextBoolean()) {
          fault = fault.probability(0.2 + 0.6 * random.nextDouble(), random.nextLong());
        }
      }
      add(new Incident.Break(fault.on(side.vendor())));
    }
  }

  private Fault fault() {
    return switch (random.nextInt(18)) {
      case 0 -> waitFor(Fault.status(pick(500, 502, 503, 504, 408)));
      case 1 -> waitFor(Fault.of(FaultKind.THROTTLE));
      case 2 -> Fault.of(FaultKind.RESET_BEFORE);
      case 3 -> Fault.of(FaultKind.RESET_AFTER);
      case 4 -> Fault.of(FaultKind.TRUNCATE).afterWrite(random.nextBoolean());
      case 5 -> Fault.of(FaultKind.GARBAGE).afterWrite(random.nextBoolean());
      case 6 -> Fault.of(FaultKind.OVERSIZE).bytes(100_000);
      case 7 ->
          Fault.of(FaultKind.REJECT_ELEMENTS).elements(someElements()).withStatus(elementStatus());
      case 8 -> {
        Fault batch = Fault.of(FaultKind.REJECT_BATCH).withStatus(refusal());
        yield random.nextBoolean() ? batch : batch.elements(someElements());
      }
      case 9 -> Fault.of(FaultKind.NOT_FOUND).path(side.memberCalls());
      case 10, 16, 17 ->
          switch (side) {
            case DEMANDBASE, DEMANDBASE_PEOPLE ->
                random.nextBoolean()
                    ? Fault.of(FaultKind.JOB_FAILS)
                    : Fault.of(FaultKind.SLOW_JOB).delay(Duration.ofSeconds(pick(10L, 100L)));
            case LINKEDIN ->
                random.nextBoolean()
                    ? Fault.of(FaultKind.SHORT_RESULTS).afterWrite(random.nextBoolean())
                    : Fault.of(FaultKind.REJECT_ELEMENTS)
                        .elements(someElements())
                        .withStatus(pick(429, 500));
            case BOMBORA -> Fault.status(409).path(side.memberCalls());
          };
      case 11 -> Fault.of(FaultKind.UNAUTHORIZED);
      case 12 -> Fault.of(FaultKind.EXPIRE_TOKENS);
      case 13 ->
          random.nextBoolean()
              ? Fault.of(FaultKind.LATENCY).delay(Duration.ofMillis(5))
              : Fault.of(FaultKind.SLOW_BODY).delay(Duration.ofMillis(20));
      // Statuses that no table has, and one that asks for a permission.
      case 14 -> Fault.status(pick(418, 301, 207, 599, 403));
      default -> Fault.of(FaultKind.RESET_AFTER).path(side.memberCalls());
    };
  }

  private int elementStatus() {
    return side == VendorSide.LINKEDIN ? pick(400, 422, 429, 500) : refusal();
  }

  private String someElements() {
    // By the last digit of their numbers.
    int from = random.nextInt(8);
    return "(?<![0-9])[0-9]?[%d-%d](?![0-9])"
        .formatted(from, from + random.nextInt(3) % (10 - from));
  }

  private Fault waitFor(Fault fault) {
    return switch (random.nextInt(3)) {
      case 0 -> fault;
      case 1 -> fault.retryAfter(String.valueOf(pick(1, 30, 600)));
      default -> fault.retryAfter("date+" + pick(1, 30, 600));
    };
  }

  private void outage(boolean lasting) {
    Duration during = Duration.ofMinutes(lasting ? pick(30L, 60L, 200L) : pick(2L, 15L, 120L));
    Fault fault = random.nextBoolean() ? Fault.status(503) : Fault.of(FaultKind.RESET_BEFORE);
    add(new Incident.Break(fault.on(side.vendor()).during(during)));
    if (chance(4)) {
      // Hangs for once, in truth too.
      add(
          new Incident.Break(
              Fault.of(FaultKind.STALL)
                  .on(side.vendor())
                  .afterWrite(random.nextBoolean())
                  .delay(Duration.ofMillis(600))
                  .times(1)));
    }
  }

  private void credentials() {
    Duration at = moment();
    Duration back = at.plus(Duration.ofSeconds(pick(5L, 300L, 7_200L)));
    boolean another = random.nextBoolean();
    incidents.add(new Timed(at, another ? new Incident.Rotate() : new Incident.Revoke()));
    incidents.add(new Timed(back, another ? new Incident.HandOver() : new Incident.Restore()));
  }

  private void add(Incident incident) {
    incidents.add(new Timed(moment(), incident));
  }

  /** At the beginning, where lists are made; while changes come; or then and for a while after. */
  private Duration moment() {
    Duration until =
        switch (random.nextInt(4)) {
          case 0 -> Duration.ZERO;
          case 1 -> feeding.plusMinutes(20);
          default -> feeding;
        };
    return Duration.ofMillis((long) (until.toMillis() * random.nextDouble()));
  }

  /** One time in so many. */
  private boolean chance(int in) {
    return random.nextInt(in) == 0;
  }

  @SafeVarargs
  private <T> T pick(T... some) {
    return some[random.nextInt(some.length)];
  }
}
