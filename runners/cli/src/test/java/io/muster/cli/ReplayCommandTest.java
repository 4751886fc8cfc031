package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Wrong usage; what a replay does is shown by runs. */
final class ReplayCommandTest {

  @TempDir private Path folder;

  private static CommandRun replay(String... more) {
    List<String> arguments = new ArrayList<>(List.of("replay", "-w", Workspaces.DEMO.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static void assertRefused(CommandRun run, String words) {
    assertThat(run.err(), allOf(containsString(words), not(containsString("\tat "))));
    assertThat(run.out(), is(emptyString()));
    assertThat(run.code(), is(2));
  }

  @Test
  void filesAndATopicExcludeEachOtherAndOneIsNeeded() {
    assertRefused(replay(), "--dead-letters PATH..., or --kafka-brokers");
    assertRefused(
        replay("--dead-letters", "x", "--kafka-brokers", "b:1", "--dead-letter-topic", "t"),
        "exclude each other");
    assertRefused(replay("--kafka-brokers", "b:1"), "--dead-letter-topic TOPIC is missing");
    assertRefused(replay("--dead-letter-topic", "t"), "--kafka-brokers HOST:PORT is missing");
    assertRefused(replay("--dead-letters", "--json"), "--dead-letters needs a path");
  }

  @Test
  void anOptionForATopicIsRefusedByItsNameBesideFiles() {
    for (String[] option :
        new String[][] {
          {"--kafka-from", "latest"},
          {"--kafka-group", "g"},
          {"--kafka-brokers", "b:1"},
          {"--kafka-config", "f"}
        }) {
      assertRefused(
          replay("--dead-letters", "x", option[0], option[1]),
          "--dead-letters and %s exclude each other".formatted(option[0]));
    }
  }

  @Test
  void lettersThatAreNotThereAreSaid() {
    assertRefused(replay("--dead-letters", folder.resolve("nope").toString()), "nope");
  }

  @Test
  void aCodeThatThereIsNotGetsThoseThatThereAre() {
    assertRefused(replay("--dead-letters", "x", "--code", "TOO_SHORT"), "VENDOR_UNAVAILABLE");
  }

  @Test
  void anUnknownAudienceGetsTheNearestHereToo() {
    assertRefused(
        replay("--dead-letters", "x", "--audience", "Renewal due"), "did you mean 'Renewals due'?");
    assertRefused(
        replay("--dead-letters", "x", "--confirm-removals", "Renewal due"),
        "did you mean 'Renewals due'?");
  }

  @Test
  void whatAnActivationTakesAndAReplayDoesNotIsRefused() {
    assertRefused(replay("--dead-letters", "x", "--kafka-stop", "latest"), "--kafka-stop");
    assertRefused(replay("--dead-letters", "x", "--input=y"), "--input");
  }

  @Test
  void aTimeThatIsNoneIsSaidAndHowToWriteOne() {
    assertRefused(replay("--dead-letters", "x", "--from", "yesterday"), "--from yesterday");
    assertRefused(replay("--dead-letters", "x", "--to", "22.11.2026"), "2026-11-22T10:00:00Z");
  }

  @Test
  void aTimeThatEndsBeforeItBeginsIsNone() {
    assertRefused(
        replay("--dead-letters", "x", "--from", "2026-11-23", "--to", "2026-11-22"),
        "--from 2026-11-23 --to 2026-11-22: no time is between them");
    // A day by itself is one.
    assertRefused(
        replay(
            "--dead-letters",
            folder.resolve("nope").toString(),
            "--from",
            "2026-11-22",
            "--to",
            "2026-11-22"),
        "nope: no such file");
  }

  @Test
  void whatIsForAPreviewDoesNotSendLettersWhereThePreviewWasForgotten() {
    assertRefused(replay("--dead-letters", "x", "--limit", "3"), "are for --preview");
    assertRefused(replay("--dead-letters", "x", "--limit", "20"), "are for --preview");
    assertRefused(replay("--dead-letters", "x", "--show-personal-data"), "are for --preview");
  }

  @Test
  void aDateIsAllOfItsDayAndATimeWithoutAZoneIsUtc() {
    Moments moments = new Moments(new CommandLine(new ReplayCommand(null)));

    assertThat(moments.from("--from", "2026-11-22"), is(Instant.parse("2026-11-22T00:00:00Z")));
    assertThat(moments.to("--to", "2026-11-22"), is(Instant.parse("2026-11-23T00:00:00Z")));
    assertThat(
        moments.to("--to", "2026-11-22T10:00:00"), is(Instant.parse("2026-11-22T10:00:00Z")));
    assertThat(
        moments.from("--from", "2026-11-22T10:00:00+02:00"),
        is(Instant.parse("2026-11-22T08:00:00Z")));
  }

  @Test
  void aTopicsLettersCannotBePreviewed() {
    assertRefused(
        replay("--kafka-brokers", "b:1", "--dead-letter-topic", "t", "--preview"),
        "--preview is for --dead-letters PATH...");
  }

  @Test
  void lettersArePreviewedAsJsonToo() throws IOException {
    Path letters =
        Files.writeString(
            folder.resolve("letters.jsonl"),
            "{\"code\":\"VENDOR_UNAVAILABLE\",\"at\":\"2026-11-21T10:00:00Z\",\"source\":\"day.jsonl:1\","
                + "\"dataflow\":\"intent\",\"audience\":\"8c21d7f4-0e9a-4b63-a5d7-91f3c6e20b02\","
                + "\"change\":{\"accountKey\":{\"sourceKey\":\"a\"},\"accountOrganization\":{\"domain\":"
                + "\"acme.com\"},\"segmentMembership\":{\"ups\":{\"8c21d7f4-0e9a-4b63-a5d7-91f3c6e20b02\":"
                + "{\"status\":\"realized\",\"lastQualificationTime\":\"2026-11-20T10:00:00Z\"}}}}}\n");

    CommandRun run =
        replay("--dead-letters", letters.toString(), "--preview", "--json", "--to", "2026-11-21");
    CommandRun none =
        replay("--dead-letters", letters.toString(), "--preview", "--json", "--to", "2026-11-20");

    assertThat(run.code(), is(0));
    assertThat(run.out(), containsString("[{\\\"domain\\\":\\\"acme.com\\\"}]"));
    assertThat(none.out(), containsString("\"requests\" : [ ]"));
  }
}
