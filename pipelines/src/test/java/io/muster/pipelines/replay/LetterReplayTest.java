package io.muster.pipelines.replay;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.model.Counts;
import io.muster.model.CountsDelta;
import io.muster.model.DeadLetter;
import io.muster.model.MembershipChange;
import io.muster.model.Reason;
import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.model.Tally;
import io.muster.parse.ParsePlan;
import io.muster.pipelines.workspace.WorkspaceReader;
import io.muster.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of each kind of letter, before anything is sent. */
class LetterReplayTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String FIRST = "2026-11-22T09:00:00Z";

  private static final String WORKSPACE =
      """
      connections:
        intent:
          destination: bombora
          auth: { clientId: "c", clientSecret: "${file:secret}" }
      dataflows:
        domains:
          connection: intent
          audiences: [ { id: a1, name: First }, { id: a2, name: Second } ]
          mappings:
            - { source: accountOrganization.domain, target: companyWebsiteDomain }
            - { source: accountKey.sourceKey,       target: "identity:primaryId" }
        more:
          connection: intent
          audiences: [ { id: a1, name: Third } ]
          mappings:
            - { source: accountOrganization.domain, target: companyWebsiteDomain }
            - { source: accountKey.sourceKey,       target: "identity:primaryId" }
      """;

  @TempDir private Path folder;
  private Workspace workspace;
  private final Tally tally = new Tally();
  private final Told told = new Told();

  private static final class Told implements LetterReplay.Output {
    final List<MembershipChange> changes = new ArrayList<>();
    final List<DeadLetter> letters = new ArrayList<>();
    final Map<String, Failures> before = new TreeMap<>();
    final List<LetterMark> marks = new ArrayList<>();
    final List<String> left = new ArrayList<>();

    @Override
    public void change(MembershipChange change) {
      changes.add(change);
    }

    @Override
    public void letter(DeadLetter letter) {
      letters.add(letter);
    }

    @Override
    public void failedBefore(String key, Failures failures) {
      before.put(key, failures);
    }

    @Override
    public void sent(String key, LetterMark mark) {
      marks.add(mark);
    }

    @Override
    public void left(String why) {
      left.add(why);
    }
  }

  @BeforeEach
  void read() {
    workspace =
        WorkspaceReader.of(Destinations.load().all().stream().map(Destination::spec).toList())
            .read("muster.yaml", WORKSPACE, folder)
            .workspace()
            .orElseThrow();
  }

  private static String account(String domain) {
    String membership =
        "{\"status\":\"realized\",\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"}";
    return ("{\"accountKey\":{\"sourceKey\":\"p1\"},\"accountOrganization\":{\"domain\":\"%s\"},"
            + "\"segmentMembership\":{\"ups\":{\"a1\":%s,\"a2\":%s}}}")
        .formatted(domain, membership, membership);
  }

  private static String letter(Reason code, String dataflow, String audience, String change) {
    return ("{\"code\":\"%s\",\"field\":\"f\",\"reason\":\"words\",\"firstFailedAt\":\"%s\","
            + "\"attempts\":3,\"source\":\"day.jsonl:7\",\"key\":\"k\",\"dataflow\":%s,"
            + "\"audience\":%s,\"change\":%s}")
        .formatted(code, FIRST, quoted(dataflow), quoted(audience), change);
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "null" : '"' + text.replace("\"", "\\\"") + '"';
  }

  private void replay(ReplayChoice choice, String line) {
    replay(choice, record("letters.jsonl", line));
  }

  private void replay(ReplayChoice choice, SourceRecord record) {
    new LetterReplay(
            workspace,
            ParsePlan.of(workspace.dataflows()),
            choice,
            Clock.fixed(NOW, ZoneOffset.UTC),
            tally)
        .replay(record, told);
  }

  private void replay(String line) {
    replay(new ReplayChoice(Set.of(), Set.of()), line);
  }

  private static String place(MembershipChange change) {
    return change.dataflow() + "/" + change.audience();
  }

  /** The counts of one audience, or none of any. */
  private Counts counts() {
    CountsDelta delta = tally.drain();
    assertThat(delta.counts(), hasSize(1));
    return delta.counts().get(0);
  }

  @Test
  void changeGoesToItsOwnAudienceOnlyWithItsOldPlaceAndKey() {
    replay(letter(Reason.VENDOR_UNAVAILABLE, "domains", "a2", account("acme.com")));

    assertThat(told.changes.stream().map(LetterReplayTest::place).toList(), contains("domains/a2"));
    SourceRecord origin = told.changes.get(0).origin();
    assertThat(origin.position(), is(new SourcePosition("day.jsonl", 7)));
    assertThat(origin.key(), is("k"));
    assertThat(told.before, is(Map.of("domains\na2\nday.jsonl:7", failures())));
    assertThat(counts().received(), is(1L));
    assertThat(told.letters, is(empty()));
  }

  private static Failures failures() {
    return new Failures(Instant.parse(FIRST), 3);
  }

  @Test
  void changeThatStillDoesNotQualifyIsALetterAgain() {
    replay(letter(Reason.INVALID_FORMAT, "domains", "a1", account("no domain")));

    assertThat(told.changes, is(empty()));
    assertThat(told.letters.get(0).reason(), is(Reason.INVALID_FORMAT));
    assertThat(Failures.keyOf(told.letters.get(0)), is("domains\na1\nday.jsonl:7"));
    assertThat(told.before.keySet(), contains("domains\na1\nday.jsonl:7"));
    assertThat(counts().byCode(), is(Map.of("INVALID_FORMAT", 1L)));
  }

  @Test
  void recordThatIsAProfileChangeNowGoesToEveryAudienceThatItNames() {
    replay(letter(Reason.NOT_JSON, "", "", quoted(account("acme.com"))));

    assertThat(
        told.changes.stream().map(LetterReplayTest::place).toList(),
        containsInAnyOrder("domains/a1", "domains/a2", "more/a1"));
    assertThat(told.before.size(), is(3));
  }

  @Test
  void recordThatIsStillNoneIsALetterAgain() {
    replay(letter(Reason.NOT_JSON, "", "", "\"{\""));

    assertThat(told.letters.get(0).reason(), is(Reason.NOT_JSON));
    assertThat(told.letters.get(0).origin().position(), is(new SourcePosition("day.jsonl", 7)));
    assertThat(told.before, is(Map.of("\n\nday.jsonl:7", failures())));
    assertThat(tally.drain().malformed(), is(1L));
  }

  @Test
  void recordOfWhichOnlyAPartIsThereIsTheSameLetterAgain() {
    replay(letter(Reason.TOO_LARGE, "", "", quoted(account("acme.com"))));
    replay(letter(Reason.NOT_JSON, "", "", quoted(account("acm\uFFFD.com"))));

    assertThat(told.changes, is(empty()));
    assertThat(
        told.letters.stream().map(DeadLetter::reason).toList(),
        contains(Reason.TOO_LARGE, Reason.NOT_JSON));
    assertThat(told.letters.get(0).words(), is("words"));
    assertThat(tally.drain().malformed(), is(2L));
  }

  @Test
  void removalThatWasHeldBackIsSentOnlyWhenItIsConfirmed() {
    String blocked =
        letter(
            Reason.REMOVALS_BLOCKED,
            "domains",
            "a1",
            account("acme.com").replace("realized", "exited"));
    replay(blocked);
    assertThat(told.changes, is(empty()));
    assertThat(told.letters.get(0).reason(), is(Reason.REMOVALS_BLOCKED));
    assertThat(told.before.size(), is(1));
    Counts counts = counts();
    assertThat(counts.received(), is(1L));
    assertThat(counts.failed(), is(1L));

    replay(new ReplayChoice(Set.of(), Set.of("a2")), blocked);
    assertThat("another audience's is", told.changes, is(empty()));

    replay(new ReplayChoice(Set.of(), Set.of("a1")), blocked);
    assertThat(told.changes.get(0).version().exit(), is(true));
  }

  @Test
  void onlyTheCodesThatAreAskedFor() {
    ReplayChoice choice = new ReplayChoice(Set.of(Reason.UNAUTHORIZED), Set.of());
    replay(choice, letter(Reason.VENDOR_UNAVAILABLE, "domains", "a1", account("acme.com")));
    replay(choice, letter(Reason.UNAUTHORIZED, "domains", "a2", account("acme.com")));

    assertThat(told.changes.stream().map(LetterReplayTest::place).toList(), contains("domains/a2"));
    assertThat(told.left, contains(containsString("codes")));
    assertThat(told.letters, is(empty()));
  }

  @Test
  void whatCannotBeSentIsLeftAloneAndSaid() {
    replay(letter(Reason.VENDOR_UNAVAILABLE, "domains", "gone", account("acme.com")));
    replay(letter(Reason.VENDOR_UNAVAILABLE, "gone", "a1", account("acme.com")));
    replay(letter(Reason.REMOVALS_BLOCKED, "domains", "a1", "null"));
    replay(
        letter(Reason.REMOVALS_BLOCKED, "domains", "a1", "null").replace(",\"change\":null", ""));
    replay(letter(Reason.VENDOR_UNAVAILABLE, "domains", "a1", "{\"accountName\":\"Acme\"}"));
    replay(letter(Reason.VENDOR_UNAVAILABLE, "domains", "a1", "\"\""));
    replay(letter(Reason.NOT_JSON, "", "", "\" \""));

    assertThat(
        told.left,
        contains(
            containsString("dataflow domains, audience gone"),
            containsString("dataflow gone, audience a1"),
            containsString("have no change"),
            containsString("have no change"),
            containsString("name no audience"),
            containsString("hold blanks"),
            containsString("hold blanks")));
    assertThat(told.changes, is(empty()));
    assertThat(told.letters, is(empty()));
    assertThat(tally.drain().isEmpty(), is(true));
  }

  @Test
  void lineThatIsNoLetterIsALetterOfItsOwnPlace() {
    replay(account("acme.com"));

    assertThat(told.changes, is(empty()));
    assertThat(told.letters.get(0).reason(), is(Reason.INVALID_RECORD));
    assertThat(told.letters.get(0).origin().position(), is(new SourcePosition("letters.jsonl", 1)));
    assertThat(tally.drain().malformed(), is(1L));
  }

  @Test
  void failuresOfOneChangeAddUpOnceHoweverManyLettersSaySo() {
    Failures early = new Failures(Instant.parse("2026-11-22T08:00:00Z"), 2);
    Failures both = failures().or(early);
    assertThat(both, is(new Failures(Instant.parse("2026-11-22T08:00:00Z"), 3)));

    DeadLetter again =
        new DeadLetter(
            Reason.VENDOR_REJECTED,
            "",
            "no",
            NOW,
            NOW,
            2,
            "domains",
            "a1",
            SourceRecord.ofFile(new SourcePosition("day.jsonl", 7), new byte[0]));
    DeadLetter carried = both.before(again);
    assertThat(carried.firstFailedAt(), is(Instant.parse("2026-11-22T08:00:00Z")));
    assertThat(carried.attempts(), is(5));
    assertThat(carried.at(), is(NOW));
    Failures byHand = new Failures(NOW, Integer.MAX_VALUE);
    assertThat(byHand.before(again).attempts(), is(Integer.MAX_VALUE));
  }

  @Test
  void onlyLettersOfTheAskedTimeAreSentAndThoseThatSayNoneOnlyWhereNoTimeIsAsked() {
    String timed =
        letter(Reason.UNAUTHORIZED, "domains", "a1", account("acme.com"))
            .replace("{\"code\"", "{\"at\":\"2026-11-21T10:00:00Z\",\"code\"");
    Instant at = Instant.parse("2026-11-21T10:00:00Z");

    replay(new ReplayChoice(Set.of(), Set.of(), at, at.plusSeconds(1), false), timed);
    assertThat(told.changes, hasSize(1));
    replay(new ReplayChoice(Set.of(), Set.of(), Instant.MIN, at, false), timed);
    replay(new ReplayChoice(Set.of(), Set.of(), at.plusMillis(1), Instant.MAX, false), timed);
    replay(
        new ReplayChoice(Set.of(), Set.of(), at, Instant.MAX, false),
        letter(Reason.UNAUTHORIZED, "domains", "a1", account("acme.com")));
    assertThat(told.changes, hasSize(1));
    assertThat(
        told.left, is(Collections.nCopies(3, "were given up at another time than was asked for")));
  }

  @Test
  void aPreviewsFirstLettersAreThoseThatAReplayDoesSomethingAbout() throws IOException {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    String file = folder.resolve("letters.jsonl").toString();
    SourceRecord delivered =
        record(file, letter(Reason.UNAUTHORIZED, "domains", "a1", account("acme.com")));
    SourceRecord open =
        record(file, letter(Reason.UNAUTHORIZED, "domains", "a2", account("acme.com")));
    SourceRecord elsewhere =
        record(file, letter(Reason.UNAUTHORIZED, "domains", "gone", account("acme.com")));
    Letter letter = ((Letter.Reading.Read) new LetterReader().read(delivered)).letter();
    LetterMark mark = LetterMark.of(delivered, letter).orElseThrow();
    Path marks = Files.createDirectory(folder.resolve("_replayed"));
    Files.writeString(marks.resolve("1.jsonl"), mark.line("run", NOW) + "\n");

    ReplayChoice all = new ReplayChoice(Set.of(), Set.of());
    assertThat(
        Stream.of(delivered, open, elsewhere)
            .filter(ReplayLetters.chosenBy(all, workspace))
            .toList(),
        contains(open));
    ReplayChoice again = new ReplayChoice(Set.of(), Set.of(), Instant.MIN, Instant.MAX, true);
    assertThat(ReplayLetters.chosenBy(again, workspace).test(delivered), is(true));
  }

  @Test
  void aLetterThatIsSentIsToBeMarkedOnceForEachOfItsChanges() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    String file = folder.resolve("letters.jsonl").toString();
    ReplayChoice all = new ReplayChoice(Set.of(), Set.of());
    replay(all, record(file, letter(Reason.NOT_JSON, "", "", quoted(account("acme.com")))));
    assertThat(told.marks, hasSize(3));
    assertThat("all of one letter", Set.copyOf(told.marks), hasSize(1));

    told.marks.clear();
    replay(all, record(file, letter(Reason.UNAUTHORIZED, "domains", "a1", account("no domain"))));
    assertThat("one that fails here says so by its letter", told.marks, hasSize(1));
    assertThat(told.letters, hasSize(1));

    told.marks.clear();
    replay(all, record(file, letter(Reason.UNAUTHORIZED, "gone", "a1", account("acme.com"))));
    assertThat(told.marks, is(empty()));
  }

  @Test
  void everyMarkInAFolderCountsAndOtherLinesThereMarkNothing() throws IOException {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    String file = folder.resolve("letters.jsonl").toString();
    Path marks = Files.createDirectory(folder.resolve("_replayed"));
    StringBuilder lines = new StringBuilder("no mark\n{}\n");
    for (String audience : List.of("a1", "a2")) {
      String line = letter(Reason.UNAUTHORIZED, "domains", audience, account("acme.com"));
      Letter letter = ((Letter.Reading.Read) new LetterReader().read(record(file, line))).letter();
      LetterMark mark = LetterMark.of(record(file, line), letter).orElseThrow();
      lines.append(mark.line("run", NOW)).append('\n');
    }
    Files.writeString(marks.resolve("1.jsonl"), lines);

    ReplayChoice all = new ReplayChoice(Set.of(), Set.of());
    for (String audience : List.of("a1", "a2")) {
      replay(
          all, record(file, letter(Reason.UNAUTHORIZED, "domains", audience, account("acme.com"))));
    }
    assertThat(told.changes, is(empty()));
    assertThat(told.left, is(Collections.nCopies(2, ChosenLetters.ALREADY_REPLAYED)));
  }

  @Test
  void aChoiceIsToldByItsOptions() {
    Instant from = Instant.parse("2026-11-21T00:00:00Z");
    Instant to = Instant.parse("2026-11-22T00:00:00Z");
    assertThat(new ReplayChoice(Set.of(), Set.of("a1")).options(), is(empty()));
    assertThat(
        new ReplayChoice(Set.of(Reason.UNAUTHORIZED, Reason.NOT_JSON), Set.of(), from, to, true)
            .options(),
        contains(
            "--code NOT_JSON",
            "--code UNAUTHORIZED",
            "--from 2026-11-21T00:00:00Z",
            "--to 2026-11-22T00:00:00Z",
            "--again"));
  }

  @Test
  void aLetterIsMarkedInItsRunFolderElseBesideItsFileAndOneOfATopicNowhere() {
    Map<String, String> folders =
        Map.of(
            "/runs/one/dead-letters/1.jsonl", "/runs/one/_replayed",
            "s3://b/letters/1.jsonl", "s3://b/letters/_replayed");
    String line = letter(Reason.UNAUTHORIZED, "domains", "a1", account("acme.com"));
    Letter letter = ((Letter.Reading.Read) new LetterReader().read(record("x", line))).letter();

    folders.forEach(
        (file, folder) ->
            assertThat(
                LetterMark.of(record(file, line), letter).orElseThrow().folder(), is(folder)));
    assertThat(LetterMark.of(record("failed-0", line), letter).isPresent(), is(false));
    LetterMark mark = LetterMark.of(record("/a/1.jsonl", line), letter).orElseThrow();
    assertThat(LetterMark.decode(mark.encoded()), is(mark));
  }

  private static SourceRecord record(String source, String line) {
    return SourceRecord.ofFile(
        new SourcePosition(source, 1), line.getBytes(StandardCharsets.UTF_8));
  }
}
