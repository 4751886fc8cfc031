package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
