package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JobsCommandTest {

  private static final String OLD = "0000000000000000000000000000000a";
  private static final String OTHERS = "0000000000000000000000000000000b";
  private static final String NEW = "0000000000000000000000000000000c";

  private FakeFlink flink;

  @BeforeEach
  void start() throws IOException {
    flink = FakeFlink.start();
  }

  @AfterEach
  void stop() {
    flink.close();
  }

  @Test
  void mustersJobsAreShownTheLatestFirst() {
    flink.with(OLD, "run-1", "FINISHED").with(OTHERS, "", "RUNNING").with(NEW, "run-2", "RUNNING");

    CommandRun run = CommandRun.of("jobs", "--flinkMaster", flink.address());

    assertThat(run.err(), is(emptyString()));
    assertThat(run.code(), is(0));
    assertThat(
        run.out().lines().toList().get(1),
        allOf(
            containsString(NEW),
            containsString("run-2"),
            containsString("RUNNING"),
            containsString("2023-11-14T22:13:22Z"),
            containsString("topic changes"),
            containsString("/runs/1")));
    assertThat(
        run.out().lines().toList().get(2), allOf(containsString(OLD), containsString("FINISHED")));
    assertThat(run.out(), not(containsString(OTHERS)));
  }

  @Test
  void theSameAsJson() throws IOException {
    flink.with(NEW, "run-2", "RESTARTING");

    CommandRun run = CommandRun.of("jobs", "--flinkMaster", flink.address(), "--json");

    JsonNode job = new ObjectMapper().readTree(run.out()).at("/jobs/0");
    assertThat(job.get("job").asText(), is(NEW));
    assertThat(job.get("run").asText(), is("run-2"));
    assertThat(job.get("state").asText(), is("RESTARTING"));
    assertThat(job.get("since").asText(), is("2023-11-14T22:13:20Z"));
    assertThat(job.get("reads").asText(), is("topic changes"));
    assertThat(job.get("folder").asText(), is("/runs/1"));
  }

  @Test
  void noneIsSaid() {
    CommandRun run = CommandRun.of("jobs", "--flinkMaster", flink.address());

    assertThat(run.code(), is(0));
    assertThat(run.out(), containsString("No job of Muster's"));
  }

  @Test
  void whatIsNoAddressIsWrongUsage() {
    CommandRun run = CommandRun.of("jobs", "--flinkMaster", "flink:port");

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("write HOST:PORT"));
  }
}
