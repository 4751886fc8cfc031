package io.muster.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.preview.Diff;
import io.muster.pipelines.preview.ListPreview;
import io.muster.pipelines.preview.Note;
import io.muster.pipelines.preview.Note.Sent;
import io.muster.pipelines.preview.Preview;
import io.muster.pipelines.preview.PreviewRequest;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.sandbox.journal.RecordedCall;
import io.muster.sandbox.vendor.Vendor;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Previews, and the runs that they foretell, against the vendors' simulators. */
class PreviewRunTest {

  @TempDir private Path folder;
  private RunBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new RunBench(folder);
    Files.writeString(folder.resolve("linkedin"), "sandbox-linkedin-token");
    Files.writeString(folder.resolve("demandbase"), "sandbox-demandbase-token");
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private Workspace workspace() {
    return bench.workspace(PreviewBench.workspace(bench.endpoint()));
  }

  private static ListPreview list(Preview preview, String dataflow, String audience) {
    return preview.lists().stream()
        .filter(list -> list.counts().dataflow().equals(dataflow))
        .filter(list -> list.counts().audience().equals(audience))
        .findFirst()
        .orElseThrow();
  }

  /** What the vendor says of its lists and their ids is nothing that a preview foretells. */
  private static List<String> counts(List<AudienceLine> lines) {
    return lines.stream()
        .map(
            line ->
                new AudienceLine(
                        line.dataflow(),
                        line.audience(),
                        line.audienceName(),
                        null,
                        line.received(),
                        line.activated(),
                        line.added(),
                        line.removed(),
                        line.excluded(),
                        line.failed(),
                        line.unchanged(),
                        line.superseded(),
                        line.pending(),
                        line.calls(),
                        line.byCode(),
                        line.warnings())
                    .toString())
        .toList();
  }

  @Test
  void thePreviewsCountsAreThoseOfTheRunThatFollowsWhateverTheInput() throws Exception {
    long only = Long.getLong("muster.seed", -1);
    int seeds = only < 0 ? Integer.getInteger("muster.seeds", 2) : 1;
    for (int i = 0; i < seeds; i++) {
      long seed = only < 0 ? i + 1 : only;
      Random random = new Random(seed);
      // From the second day on lists are known, and what they hold.
      for (String day : List.of("one", "two", "three")) {
        Path input = bench.file(day + seed + ".jsonl", PreviewBench.changes(random, 40 + 60 * i));
        MembershipUse use =
            switch (random.nextInt(3)) {
              case 0 -> MembershipUse.believing();
              case 1 -> MembershipUse.ofSnapshot(false, true);
              default -> MembershipUse.ofSnapshot(true, false);
            };

        Preview preview =
            PreviewBench.make(
                using(PreviewBench.request(workspace(), random.nextInt(30), false, input), use));
        RunOutcome outcome = run(day + seed, use, input);

        assertThat(
            "seed %d, day %s, %s".formatted(seed, day, use),
            counts(preview.lists().stream().map(ListPreview::counts).toList()),
            is(counts(outcome.report().dataflows())));
        assertThat(preview.malformed(), is(outcome.report().malformed()));
      }
    }
  }

  private RunOutcome run(String run, MembershipUse use, Path input) throws RunException {
    ActivationRequest request =
        new ActivationRequest(
                run,
                workspace(),
                List.of(input.toString()),
                bench.out().toString(),
                Set.of(),
                Duration.ofSeconds(60),
                List.of())
            .remembering(use);
    return new ActivationRun(request, new TestLauncher(), PreviewBench.NOBODY, Clock.systemUTC())
        .run();
  }

  @Test
  void theRequestsOfFewChangesAreToTheLetterThoseThatTheRunThenSends() throws Exception {
    bench.sandbox().configure(config -> config.withRecordBodies(true));
    Path input = bench.file("day.jsonl", PreviewBench.changes(new Random(11), 80));

    Preview preview = PreviewBench.make(PreviewBench.request(workspace(), 1_000, true, input));
    assertThat(bench.sandbox().calls(), is(empty()));
    bench.run("run", workspace(), input);

    for (String connection : List.of("crm", "people", "ads", "intent")) {
      List<String> sent =
          bench.sandbox().callsWithBody().stream()
              .filter(call -> isOf(connection, call))
              .map(this::written)
              .toList();
      List<String> previewed =
          preview.requests().stream()
              .filter(request -> request.connection().equals(connection))
              .filter(request -> !request.request().kind().equals("token"))
              .map(PreviewRunTest::written)
              .toList();
      assertThat(connection, timeless(previewed), is(timeless(sent)));
      assertThat(connection, previewed.size(), is(greaterThan(2)));
    }
  }

  /** Demandbase's two kinds of list share an API; a job is of one of them. */
  private boolean isOf(String connection, RecordedCall call) {
    if (call.path().contains("token") || call.path().contains("accessToken")) {
      return false;
    }
    if (connection.equals("ads") || connection.equals("intent")) {
      return call.vendor() == (connection.equals("ads") ? Vendor.LINKEDIN : Vendor.BOMBORA);
    }
    if (call.vendor() == Vendor.LINKEDIN || call.vendor() == Vendor.BOMBORA) {
      return false;
    }
    boolean ofPeople =
        (call.list().isEmpty() || call.path().endsWith("/job"))
            ? (call.query() + text(call)).contains("Person")
            : call.list().equals(champions());
    return ofPeople == connection.equals("people");
  }

  private String champions() {
    return bench.sandbox().list(Vendor.DEMANDBASE_PEOPLE, "Champions").orElseThrow().id();
  }

  private static String text(RecordedCall call) {
    return new String(call.body().orElse(new byte[0]), StandardCharsets.UTF_8);
  }

  private String written(RecordedCall call) {
    String query = call.query().isEmpty() ? "" : "?" + call.query();
    return neutral(call.method() + " " + call.path() + query + "\n" + text(call));
  }

  private static String written(Sent sent) {
    URI url = URI.create(sent.request().url());
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String text =
        sent.request().method() + " " + url.getRawPath() + query + "\n" + sent.request().body();
    return text.replaceAll("new-list-[0-9]+", "ID");
  }

  /** The ids of lists are the vendor's to choose. */
  private String neutral(String text) {
    String neutral = text;
    for (var list : bench.sandbox().lists()) {
      neutral = neutral.replaceAll("/" + Pattern.quote(list.id()) + "\\b", "/ID");
    }
    return neutral;
  }

  /**
   * How often a job is looked at, and which list's turn it is while another rests, is a matter of
   * time.
   */
  private static List<String> timeless(List<String> requests) {
    List<String> sorted = new ArrayList<>(new TreeSet<>(requests));
    sorted.removeIf(request -> !request.startsWith("GET "));
    requests.stream().filter(request -> !request.startsWith("GET ")).sorted().forEach(sorted::add);
    return sorted;
  }

  @Test
  void nothingIsSentNotEvenForATokenAndNothingIsReadThatIsSecret() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread counting = new Thread(() -> count(server, connections));
      counting.setDaemon(true);
      counting.start();
      String endpoint = "http://127.0.0.1:" + server.getLocalPort();
      for (String name : List.of("secret", "linkedin", "demandbase")) {
        Files.delete(folder.resolve(name));
      }
      Path input = bench.file("day.jsonl", PreviewBench.changes(new Random(5), 60));

      Preview preview =
          PreviewBench.make(
              PreviewBench.request(
                  bench.workspace(PreviewBench.workspace(endpoint)), 60, false, input));

      assertThat(preview.requests().size(), is(greaterThan(10)));
      assertThat(preview.notices(), hasSize(4));
      assertThat(preview.notices(), everyItem(containsString("(the preview goes without it)")));
      assertThat(connections.get(), is(0));
      // The counting works.
      new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort()).close();
      while (connections.get() == 0) {
        Thread.onSpinWait();
      }
    }
    assertThat("no state is made", Files.exists(folder.resolve(".muster")), is(false));
  }

  private static void count(ServerSocket server, AtomicInteger connections) {
    try {
      while (true) {
        server.accept().close();
        connections.incrementAndGet();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  @Test
  void aListThatTheStateKnowsIsNamedAndTheStateIsLeftAsItIs() throws Exception {
    Path input = bench.file("day.jsonl", PreviewBench.changes(new Random(5), 30));
    try (Registry registry = Registry.open(workspace().state())) {
      Instant made = Instant.parse("2026-11-20T10:00:00Z");
      registry
          .lists(Clock.systemUTC())
          .put(
              new Registration(
                  "intent",
                  new ListRef("domains", "a2"),
                  "Second",
                  "list-77",
                  made,
                  made,
                  "earlier",
                  3));
    }
    Path database = folder.resolve(".muster").resolve("registry.mv.db");
    byte[] before = Files.readAllBytes(database);

    Preview preview = PreviewBench.make(PreviewBench.request(workspace(), 30, false, input));

    assertThat(list(preview, "domains", "a2").list(), is(Optional.of("list-77")));
    assertThat(list(preview, "abm", "a1").list(), is(Optional.empty()));
    List<String> urls =
        preview.requests().stream()
            .filter(sent -> sent.connection().equals("intent"))
            .map(sent -> sent.request().url())
            .toList();
    assertThat(urls, hasItem(containsString("/account-list/list-77/accounts")));
    assertThat("it need not be looked for", urls, not(hasItem(containsString("new-list"))));
    assertThat(Files.readAllBytes(database), is(before));
    assertThat(bench.sandbox().calls(), is(empty()));
  }

  @Test
  void whatTheGuardWouldHoldBackIsForetold() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.add(
          ("{\"accountKey\":{\"sourceKey\":\"a%d\"},\"accountOrganization\":{\"domain\":\"d%d.com\"},"
                  + "\"segmentMembership\":{\"ups\":{\"a2\":{\"status\":\"exited\","
                  + "\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"}}}}")
              .formatted(i, i));
    }
    Path input = bench.file("exits.jsonl", lines.toArray(String[]::new));
    try (Registry registry = Registry.open(workspace().state())) {
      Instant made = Instant.parse("2026-11-20T10:00:00Z");
      registry
          .lists(Clock.systemUTC())
          .put(
              new Registration(
                  "intent",
                  new ListRef("domains", "a2"),
                  "Second",
                  "list-77",
                  made,
                  made,
                  "earlier",
                  100));
    }

    Preview preview = PreviewBench.make(PreviewBench.request(workspace(), 0, false, input));

    assertThat(
        list(preview, "domains", "a2").counts().byCode(), is(Map.of("REMOVALS_BLOCKED", 40L)));
    assertThat(
        list(preview, "domains", "a2").notActivated().get(0).reason(),
        containsString("--confirm-removals"));
    assertThat(preview.requests(), is(empty()));
  }

  private static String person(int number) {
    return ("{\"b2b\":{\"personKey\":{\"sourceKey\":\"p%d@crm\"}},\"person\":{\"name\":{\"firstName\":"
            + "\"Jane\",\"lastName\":\"Doe\"}},\"workEmail\":{\"address\":\"jane%d@acme.com\"},"
            + "\"segmentMembership\":{\"ups\":{\"p1\":{\"status\":\"realized\","
            + "\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"}}}}")
        .formatted(number, number);
  }

  @Test
  void personalDataIsMaskedInRequestsAndExamplesUnlessItIsAskedForAndSecretsAreInAnyCase()
      throws Exception {
    Path input = bench.file("day.jsonl", person(1));

    Preview masked = PreviewBench.make(PreviewBench.request(workspace(), 1, false, input));
    Preview shown = PreviewBench.make(PreviewBench.request(workspace(), 1, true, input));

    String file = "First Name,Last Name,Email,External Person Id,Account Name,Account Domain,Title";
    assertThat(
        sent(masked, "PUT").request().body(),
        is(file + "\r\nJ•••,D•••,j•••@acme.com,p•••@crm,,,\r\n"));
    assertThat(
        sent(shown, "PUT").request().body(),
        is(file + "\r\nJane,Doe,jane1@acme.com,p1@crm,,,\r\n"));
    assertThat(sent(shown, "PUT").request().headers().get("Authorization"), is("Bearer ***"));
    assertThat(shown.requests().get(0).request().kind(), is("token"));
    assertThat(shown.requests().toString(), not(containsString("sandbox-secret")));
    ListPreview champions = list(masked, "champions", "p1");
    assertThat(champions.examples().get(0).key(), is("externalPersonId=p•••@crm"));
    assertThat(masked.toString(), not(containsString("jane1")));
    assertThat(list(shown, "champions", "p1").examples().get(0).key(), containsString("p1@crm"));
  }

  private static Sent sent(Preview preview, String method) {
    return preview.requests().stream()
        .filter(each -> each.request().method().equals(method))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theRequestsAreOfTheFirstChangesOnlyAndTheCountsOfAll() throws Exception {
    Path first = bench.file("day-1.jsonl", "", person(1), " ", person(2));
    Path second = bench.file("day-2.jsonl", person(3), person(4));

    Preview preview = PreviewBench.make(PreviewBench.request(workspace(), 3, true, second, first));

    assertThat(list(preview, "champions", "p1").counts().added(), is(4L));
    assertThat(preview.first(), is(3));
    assertThat(
        sent(preview, "PUT").request().body().lines().skip(1).toList(),
        contains(
            startsWith("Jane,Doe,jane1@acme.com"),
            startsWith("Jane,Doe,jane2@acme.com"),
            startsWith("Jane,Doe,jane3@acme.com")));
    assertThat("a few are enough", list(preview, "champions", "p1").examples(), hasSize(3));
  }

  @Test
  void whatAListHoldsIsUnknownUntilARunHasKeptItAndThenOnlyWhatDiffersWouldBeSent()
      throws Exception {
    Path before = bench.file("first.jsonl", person(1), person(3), person(5), person(6));
    Preview unknown = PreviewBench.make(PreviewBench.request(workspace(), 0, false, before));
    bench.run("first", workspace(), before);
    Path input =
        bench.file(
            "day.jsonl",
            later(person(1).replace("Jane", "Joan")),
            later(person(2)),
            later(person(3).replace("realized", "exited")),
            later(person(4).replace("realized", "exited")),
            later(person(5)));

    Preview known = PreviewBench.make(PreviewBench.request(workspace(), 9, true, input));

    assertThat(list(unknown, "champions", "p1").known(), is(false));
    assertThat(list(unknown, "champions", "p1").diff(), is(Optional.empty()));
    assertThat(unknown.hasUnknown(), is(true));
    ListPreview champions = list(known, "champions", "p1");
    assertThat(champions.known(), is(true));
    assertThat(champions.diff(), is(Optional.of(new Diff(1, 1, 0, 1, 1))));
    assertThat(champions.counts().unchanged(), is(1L));
    assertThat(
        champions.examples().stream()
            .filter(each -> each.fate() == Note.Fate.LEFT_ALONE)
            .map(Note.Example::key)
            .toList(),
        contains("externalPersonId=p5@crm"));
    assertThat(list(known, "abm", "a1").known(), is(false));
    assertThat(
        "only what is needed",
        known.requests().stream().map(sent -> sent.request().body()).toList().toString(),
        not(containsString("p5@crm")));
  }

  private static String later(String change) {
    return change.replace("2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z");
  }

  @Test
  void aMirrorsRemovalsAreForetoldAndAFullRunSendsAllAgain() throws Exception {
    bench.run("first", workspace(), bench.file("first.jsonl", person(1), person(2), person(3)));
    Path snapshot = bench.file("snapshot.jsonl", person(1));

    PreviewRequest plain = PreviewBench.request(workspace(), 0, false, snapshot);
    AudienceLine asItIs = list(PreviewBench.make(plain), "champions", "p1").counts();
    AudienceLine mirrored =
        list(
                PreviewBench.make(using(plain, MembershipUse.ofSnapshot(false, true))),
                "champions",
                "p1")
            .counts();
    AudienceLine full =
        list(
                PreviewBench.make(using(plain, MembershipUse.ofSnapshot(true, false))),
                "champions",
                "p1")
            .counts();

    assertThat(asItIs.removed() + asItIs.added(), is(0L));
    assertThat(mirrored.removed(), is(2L));
    assertThat(mirrored.added(), is(0L));
    assertThat(full.added(), is(1L));
    assertThat(full.removed(), is(0L));
    assertThat(
        "nothing was done",
        bench.sandbox().list(Vendor.DEMANDBASE_PEOPLE, "Champions").orElseThrow().identifiers(),
        hasSize(3));
  }

  private static PreviewRequest using(PreviewRequest request, MembershipUse use) {
    return new PreviewRequest(
        request.workspace(),
        request.inputs(),
        request.limit(),
        request.showsPersonalData(),
        request.confirmedRemovals(),
        request.state(),
        use,
        request.diffs(),
        request.letters(),
        request.beamArguments());
  }

  @Test
  void anInputThatIsNotThereIsWrongUsageAndABrokenOneAFailure() throws Exception {
    Path broken = Files.write(folder.resolve("broken.jsonl.gz"), new byte[] {31, -117, 8, 0, 1});

    RunException missing =
        assertThrows(
            RunException.class,
            () ->
                PreviewBench.make(
                    PreviewBench.request(workspace(), 1, false, folder.resolve("nope"))));
    RunException unreadable =
        assertThrows(
            RunException.class,
            () -> PreviewBench.make(PreviewBench.request(workspace(), 0, false, broken)));

    assertThat(missing.exitCode(), is(ExitCode.USAGE));
    assertThat(unreadable.exitCode(), is(ExitCode.FAILED));
    assertThat(unreadable.getMessage(), containsString("broken.jsonl.gz"));
  }
}
