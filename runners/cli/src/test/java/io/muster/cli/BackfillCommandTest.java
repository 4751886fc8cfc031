package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What 'muster backfill' says of options that don't go together; nothing is sent by then. */
class BackfillCommandTest {

  private static final String TO_TOPIC = "--into-topic t --kafka-brokers b:1 ";

  @ParameterizedTest
  @CsvSource({
    "--wait, are for --into-topic TOPIC",
    "--kafka-brokers b:1, are for --into-topic TOPIC",
    "--kafka-group g, are for --into-topic TOPIC",
    "--into-topic t, --kafka-brokers HOST:PORT is missing"
  })
  void whatIsForATopicGoesWithOne(String options, String fault) {
    assertRefused(options, fault);
  }

  @ParameterizedTest
  @CsvSource({
    "--mirror, are not for --into-topic",
    "--full, are not for --into-topic",
    "--detached, are not for --into-topic",
    "--run-id r, are not for --into-topic",
    "--if-running wait, are not for --into-topic"
  })
  void whatIsForVendorsDoesNotGoWithATopic(String options, String fault) {
    assertRefused(TO_TOPIC + options, fault);
  }

  @Test
  void aGroupThatNobodyAsksIsRefused() {
    assertRefused(TO_TOPIC + "--kafka-group g", "--kafka-group is for --wait");
  }

  private static void assertRefused(String options, String fault) {
    List<String> arguments =
        new ArrayList<>(List.of("backfill", "-w", Workspaces.DEMO.toString(), "--input", "x"));
    arguments.addAll(List.of(options.split(" ")));

    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));

    assertThat(run.err(), run.code(), is(2));
    assertThat(run.out(), is(emptyString()));
    assertThat(run.err(), containsString(fault));
  }
}
