package io.muster.pipelines.page;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.muster.pipelines.page.PageSources.ListSource;
import io.muster.pipelines.report.RunDetails.Example;
import io.muster.pipelines.report.RunDetails.Words;
import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page says of a run's dead letters: enough to mend the data, and nobody's data. */
class LetterFindingsTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00.500Z");
  private static final String LATER = "2026-11-22T10:00:01Z";

  private static final List<ListSource> LISTS =
      List.of(
          new ListSource("c1", "other", "a1", "LinkedIn Companies", Map.of()),
          new ListSource("c2", "flow", "a2", "Bombora", Map.of()),
          new ListSource(
              "c2",
              "flow",
              "a1",
              "Bombora",
              Map.of(
                  "companyWebsiteDomain", "accountOrganization.domain",
                  "identity:email", "identityMap.Email")));

  @TempDir private Path folder;
  private final List<String> lines = new ArrayList<>();

  private void letter(String code, String field, String reason, String at, String more) {
    lines.add(
        ("{\"code\":\"%s\",\"field\":\"%s\",\"reason\":\"%s\",\"at\":\"%s\","
                + "\"source\":\"s3://in/day.jsonl:%d\",\"dataflow\":\"flow\",\"audience\":\"a1\"%s}")
            .formatted(code, field, reason, at, lines.size() + 1, more));
  }

  private static String change(String json) {
    return ",\"change\":" + json;
  }

  private LetterFindings read() throws IOException {
    Path letters = Files.createDirectories(folder.resolve(RunFolder.DEAD_LETTERS));
    Files.writeString(letters.resolve("1.jsonl"), String.join("\n", lines) + "\n");
    return LetterFindings.in(new RunFolder(folder.toString()), LISTS, START);
  }

  @Test
  void anExampleShowsTheShapeOfWhatWasThereAndOfWhoseItIs() throws IOException {
    letter(
        "INVALID_FORMAT",
        "companyWebsiteDomain",
        "accountOrganization.domain is no domain",
        LATER,
        change(
            "{\"accountKey\":{\"sourceKey\":\"profile-17\"},"
                + "\"accountOrganization\":{\"domain\":\"no domain\"}}"));

    LetterFindings found = read();

    assertThat(
        found.examples(),
        contains(
            new Example(
                "INVALID_FORMAT",
                "flow",
                "a1",
                "companyWebsiteDomain",
                "no ••••••",
                "pr•••••-••",
                "accountOrganization.domain is no domain",
                "day.jsonl:1")));
    assertThat("our own words are no vendor's", found.words(), is(empty()));
    assertThat(found.read(), is(1L));
    assertThat(found.isMoreLeft(), is(false));
  }

  @Test
  void aPersonIsFoundByItsOwnKeyAndOneWithoutByItsKeyInTheTopic() throws IOException {
    letter(
        "TOO_LONG",
        "",
        "long",
        LATER,
        change("{\"b2b\":{\"personKey\":{\"sourceKey\":\"person\"}}}"));
    letter("TOO_LONG", "", "long", LATER, ",\"key\":\"topic-key\"" + change("{}"));
    letter("TOO_LONG", "", "long", LATER, change("\"no JSON\""));

    assertThat(
        read().examples().stream().map(Example::profile).toList(),
        contains("pe••••", "to•••-•••", ""));
  }

  /** It is the primary entry that is mapped, wherever it stands. */
  @Test
  void ofAnIdentityThatEntryIsShownThatTheMappingTakes() throws IOException {
    letter(
        "INVALID_FORMAT",
        "identity:email",
        "identityMap.Email is no address",
        LATER,
        change(
            "{\"identityMap\":{\"Email\":[{\"id\":\"first@x.com\"},"
                + "{\"id\":\"second at x\",\"primary\":true}]}}"));
    letter(
        "INVALID_FORMAT",
        "identity:email",
        "identityMap.Email is no address",
        LATER,
        change("{\"identityMap\":{\"Email\":[{\"id\":\"only at x\"},{\"id\":\"another\"}]}}"));

    assertThat(
        read().examples().stream().map(Example::value).toList(),
        contains("se•••• •• •", "on•• •• •"));
  }

  @Test
  void ofEachCodeThreeDifferentRecordsAreEnough() throws IOException {
    for (int i = 0; i < 5; i++) {
      letter("TOO_LONG", "", "long", LATER, change("{}"));
      letter("MISSING_FIELD", "", "missing", LATER, change("{}"));
    }
    lines.add(0, lines.get(0).replace("\"a1\"", "\"a2\""));

    assertThat(
        read().examples().stream().map(each -> each.code() + " " + each.source()).toList(),
        contains(
            "MISSING_FIELD day.jsonl:2",
            "MISSING_FIELD day.jsonl:4",
            "MISSING_FIELD day.jsonl:6",
            "TOO_LONG day.jsonl:1",
            "TOO_LONG day.jsonl:3",
            "TOO_LONG day.jsonl:5"));
  }

  @Test
  void aRecordThatWasNoProfileChangeIsOfNoList() throws IOException {
    lines.add(
        ("{\"code\":\"NOT_JSON\",\"field\":\"\",\"reason\":\"the record is not JSON\",\"at\":\"%s\","
                + "\"source\":\"day.jsonl:9\",\"key\":null,\"dataflow\":null,\"audience\":null,"
                + "\"change\":\"{\"}")
            .formatted(LATER));

    assertThat(
        read().examples(),
        contains(
            new Example("NOT_JSON", "", "", "", "", "", "the record is not JSON", "day.jsonl:9")));
  }

  @Test
  void lettersOfAnEarlierRunInTheFolderAndOtherLinesAreNotThisRuns() throws IOException {
    letter("TOO_LONG", "", "long", "2026-11-22T10:00:00.499Z", change("{}"));
    letter("TOO_LONG", "", "long", "soon", change("{}"));
    lines.add("no JSON");
    letter("TOO_LONG", "", "long", "2026-11-22T10:00:00.500Z", change("{}"));

    LetterFindings found = read();

    assertThat(found.read(), is(1L));
    assertThat(found.examples().stream().map(Example::source).toList(), contains("day.jsonl:4"));
  }

  @Test
  void whatVendorsSaidIsCountedAndNamesNobody() throws IOException {
    letter("VENDOR_REJECTED", "", "no jane@acme.com", LATER, change("{}"));
    for (int i = 0; i < 2; i++) {
      letter("VENDOR_UNAVAILABLE", "", "503", LATER, change("{}"));
    }
    letter("VENDOR_REJECTED", "", "no jack@acme.org", LATER, change("{}"));
    lines.add(lines.get(0).replace("\"a1\"", "\"gone\""));

    LetterFindings found = read();

    assertThat(
        found.words(),
        contains(
            new Words("VENDOR_REJECTED", "Bombora", "no ja••@••••.•••", 2),
            new Words("VENDOR_UNAVAILABLE", "Bombora", "503", 2),
            new Words("VENDOR_REJECTED", "", "no ja••@••••.•••", 1)));
    assertThat(found.examples().get(0).reason(), is("no ja••@••••.•••"));
  }

  @Test
  void theTwelveMostFrequentWordsAreShown() throws IOException {
    for (int words = 0; words < 14; words++) {
      for (int times = 0; times <= words; times++) {
        letter("VENDOR_REJECTED", "", "words " + words, LATER, change("{}"));
      }
    }

    List<Words> words = read().words();

    assertThat(words, hasSize(12));
    assertThat(words.get(0), is(new Words("VENDOR_REJECTED", "Bombora", "words 13", 14)));
    assertThat(words.get(11), is(new Words("VENDOR_REJECTED", "Bombora", "words 2", 3)));
  }

  @Test
  void aLongReasonIsCut() throws IOException {
    letter("VENDOR_REJECTED", "", "x".repeat(300), LATER, change("{}"));
    letter("TOO_LONG", "", "y".repeat(301), LATER, change("{}"));

    assertThat(
        read().examples().stream().map(Example::reason).toList(),
        contains("y".repeat(300) + "…", "x".repeat(300)));
  }

  @Test
  void ofMoreLettersThanAPageNeedsItIsSaidThatMoreAreLeft() throws IOException {
    for (int i = 0; i < LetterFindings.LONGEST; i++) {
      lines.add("{\"code\":\"TOO_LONG\",\"at\":\"" + LATER + "\"}");
    }
    assertThat(read().isMoreLeft(), is(false));

    lines.add(lines.get(0));
    LetterFindings found = read();
    assertThat(found.read(), is(LetterFindings.LONGEST));
    assertThat(found.isMoreLeft(), is(true));
  }

  @Test
  void aRunWithoutLettersHasNothingToSay() throws IOException {
    LetterFindings found = LetterFindings.in(new RunFolder(folder.toString()), LISTS, START);

    assertThat(found.examples(), is(empty()));
    assertThat(found.words(), is(empty()));
    assertThat(found.isMoreLeft(), is(false));
  }
}
