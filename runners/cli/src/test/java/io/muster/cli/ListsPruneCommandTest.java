package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.delivery.ListRef;
import io.muster.destination.VendorLists.ListName;
import io.muster.pipelines.registry.LeaseHolder;
import io.muster.pipelines.registry.Registry;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListsPruneCommandTest {

  @TempDir private Path folder;
  private ListsBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new ListsBench(folder);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private void oneKeptAndOneLeftEverywhere() {
    bench.known("linkedin", "abm", "a1", "Kept");
    bench.known("linkedin", "abm", "a2", "Spring");
    bench.known("bombora", "intent", "a1", "Kept");
    bench.known("bombora", "intent", "a2", "Spring");
    bench.known("demandbase", "tier", "a1", "Kept");
    bench.known("demandbase", "tier", "a2", "Spring");
  }

  private long callsTo(Vendor vendor) {
    return bench.sandbox.calls().stream().filter(call -> call.vendor() == vendor).count();
  }

  @Test
  void withoutAConfirmationItOnlySaysWhatItWouldDo() {
    oneKeptAndOneLeftEverywhere();
    int calls = bench.sandbox.calls().size();

    CommandRun run = bench.prune();

    assertThat(run.code(), is(0));
    assertThat(
        run.out(),
        allOf(
            containsString("would delete \"Spring\" at linkedin"),
            containsString("would delete \"Spring\" at bombora"),
            containsString("would forget \"Spring\" at demandbase"),
            containsString("4000 members known"),
            containsString("Nothing was done. With --confirm it is."),
            not(containsString("Kept"))));
    assertThat(bench.sandbox.calls(), hasSize(calls));
    assertThat(bench.registered(), hasSize(6));
  }

  @Test
  void withAConfirmationItDeletesWhereTheVendorCanAndForgets() {
    oneKeptAndOneLeftEverywhere();
    long callsToDemandbase = callsTo(Vendor.DEMANDBASE);

    CommandRun run = bench.prune("--confirm");

    assertThat(run.err(), is(emptyString()));
    assertThat(run.code(), is(0));
    assertThat(
        run.out(),
        allOf(
            containsString("deleted \"Spring\" at linkedin"),
            containsString("deleted \"Spring\" at bombora"),
            containsString("forgot \"Spring\" at demandbase"),
            containsString("delete it there by hand, or use the name again with adopt: true")));
    assertThat(bench.atVendors(), containsInAnyOrder("linkedin Kept", "bombora Kept"));
    assertThat(callsTo(Vendor.DEMANDBASE), is(callsToDemandbase));
    assertThat(bench.registered(), contains("bombora Kept", "demandbase Kept", "linkedin Kept"));
    assertThat(bench.sandbox.breaches(), is(empty()));

    CommandRun again = bench.prune("--confirm");
    assertThat(again.out(), containsString("Nothing to prune"));
    assertThat(again.code(), is(0));
  }

  @Test
  void aListThatIsGoneAlreadyIsForgotten() {
    bench.register("linkedin", "abm", "a2", "Spring", "99999");
    bench.register("bombora", "intent", "a2", "Spring", "0d9a0000-0000-4000-8000-000000000000");

    CommandRun run = bench.prune("--confirm");

    assertThat(run.code(), is(0));
    assertThat(run.out(), containsString("gone at the vendor already"));
    assertThat(bench.registered(), is(empty()));
  }

  @Test
  void aListWhoseCreationWasNeverConfirmedIsDeletedWhereTheVendorShowsThatItIsOurs() {
    bench.make("linkedin", new ListName("Spring", new ListRef("abm", "a2").key()));
    bench.make("bombora", "Summer");
    bench.register("linkedin", "abm", "a2", "Spring", "");
    bench.register("bombora", "intent", "a2", "Spring", "");

    CommandRun run = bench.prune("--confirm");

    assertThat(run.code(), is(0));
    assertThat(run.out(), containsString("the vendor has no such list"));
    assertThat(bench.atVendors(), contains("bombora Summer"));
    assertThat(bench.registered(), is(empty()));
  }

  @Test
  void aListOfTheNameThatMayBeSomebodyElsesIsNotDeleted() {
    bench.make("bombora", "Spring");
    bench.make("linkedin", "Spring");
    bench.register("bombora", "intent", "a2", "spring ", "");
    bench.register("linkedin", "abm", "a2", "Spring", "");

    CommandRun run = bench.prune("--confirm");

    assertThat(run.code(), is(3));
    assertThat(
        run.out(),
        allOf(
            containsString("KEPT \"spring \" at bombora"),
            containsString("KEPT \"Spring\" at linkedin"),
            containsString("a list of that name exists"),
            containsString("may not be ours; delete it by hand")));
    assertThat(bench.atVendors(), containsInAnyOrder("bombora Spring", "linkedin Spring"));
    assertThat(bench.registered(), hasSize(2));
  }

  /** A clock that lets something happen once Bombora has deleted Spring. */
  private Clock afterTheDeletion(Runnable incident) {
    return new IncidentClock(() -> !bench.atVendors().contains("bombora Spring"), incident);
  }

  @Test
  void whatWasDoneBeforeAnotherRunTookOverIsShown() {
    bench.known("bombora", "intent", "a2", "Spring");
    bench.known("linkedin", "abm", "a2", "Summer");
    Clock clock =
        afterTheDeletion(
            () -> {
              try (Registry registry = bench.registry()) {
                registry
                    .leases(Clock.fixed(CommandRun.NOW.plusSeconds(65), ZoneOffset.UTC))
                    .acquire(List.of("linkedin"), LeaseHolder.ofThisProcess("run-0"));
              }
            });

    CommandRun run = bench.prune(clock, "--confirm");

    assertThat(run.code(), is(1));
    assertThat(
        run.out(),
        allOf(
            containsString("deleted \"Spring\" at bombora"),
            containsString("KEPT \"Summer\" at linkedin"),
            containsString("not tried")));
    assertThat(run.err(), containsString("run run-0 has taken connection linkedin over"));
    assertThat(bench.atVendors(), contains("linkedin Summer"));
    assertThat(bench.registered(), contains("linkedin Summer"));
  }

  @Test
  void whatWasDoneBeforeTheStateFailedIsShown() {
    bench.known("bombora", "intent", "a2", "Spring");
    bench.known("linkedin", "abm", "a2", "Summer");
    Clock clock =
        afterTheDeletion(
            () -> {
              try {
                Files.writeString(bench.database(), "no database\n".repeat(2_000));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    CommandRun run = bench.prune(clock, "--confirm");

    assertThat(run.code(), is(1));
    assertThat(
        run.out(),
        allOf(
            containsString("KEPT \"Spring\" at bombora"),
            containsString("the vendor has it no longer, but the state still does"),
            containsString("KEPT \"Summer\" at linkedin")));
    assertThat(run.err(), containsString("this is no database, or a damaged one"));
    assertThat(bench.atVendors(), contains("linkedin Summer"));
  }

  @Test
  void aVendorsRefusalIsSaidAndTheListKept() {
    bench.known("bombora", "intent", "a2", "Spring");
    bench.known("linkedin", "abm", "a2", "Spring");
    bench.sandbox.faults().order(Fault.status(400).on(Vendor.BOMBORA).method("DELETE"));

    CommandRun run = bench.prune("--confirm");

    assertThat(run.code(), is(3));
    assertThat(
        run.out(),
        allOf(
            containsString("KEPT \"Spring\" at bombora"),
            containsString("the vendor refused: "),
            containsString("deleted \"Spring\" at linkedin")));
    assertThat(bench.registered(), contains("bombora Spring"));
    assertThat(bench.atVendors(), contains("bombora Spring"));
  }

  @Test
  void aVendorThatDoesNotAnswerKeepsTheList() throws IOException {
    bench.known("linkedin", "abm", "a2", "Spring");
    bench.sandbox.faults().order(Fault.status(503).on(Vendor.LINKEDIN));

    CommandRun run = bench.prune("--confirm", "--json");

    JsonNode list = new ObjectMapper().readTree(run.out()).path("lists").get(0);
    assertThat(run.code(), is(3));
    assertThat(list.path("action").asText(), is("delete"));
    assertThat(list.path("done").asBoolean(true), is(false));
    assertThat(list.path("words").asText(), containsString("run this again later"));
    assertThat(bench.registered(), contains("linkedin Spring"));
  }

  @Test
  void aSpentBudgetKeepsTheRest() throws IOException {
    bench.known("bombora", "intent", "a2", "Spring");
    bench.known("bombora", "intent", "a3", "Summer");
    bench.write("limits: { requestsPerMinute: 1 }");

    CommandRun run = bench.prune("--confirm");

    assertThat(run.code(), is(3));
    assertThat(run.out(), containsString("our budget of"));
    assertThat(bench.atVendors(), contains("bombora Summer"));
    assertThat(bench.registered(), contains("bombora Summer"));
  }

  @Test
  void aConnectionThatAnotherRunWritesToIsRefused() {
    bench.known("linkedin", "abm", "a2", "Spring");
    try (Registry registry = bench.registry()) {
      registry
          .leases(Clock.fixed(CommandRun.NOW, ZoneOffset.UTC))
          .acquire(List.of("linkedin"), LeaseHolder.ofThisProcess("run-0"));
    }

    CommandRun run = bench.prune("--confirm");

    assertThat(run.code(), is(4));
    assertThat(run.err(), allOf(containsString("run-0"), containsString("nothing was deleted")));
    assertThat(bench.atVendors(), contains("linkedin Spring"));
    assertThat(bench.registered(), contains("linkedin Spring"));
  }

  @Test
  void aConnectionThatTheWorkspaceNoLongerHasIsLeftAlone() {
    bench.register("old", "abm", "a2", "Spring", "77");

    CommandRun run = bench.prune("--confirm");

    assertThat(run.code(), is(0));
    assertThat(
        run.out(),
        allOf(
            containsString("left alone: \"Spring\" at old"),
            containsString("the workspace has no connection old")));
    assertThat(bench.registered(), contains("old Spring"));
  }

  @Test
  void onlyTheListsThatAreNamedAreTaken() {
    bench.known("bombora", "intent", "a2", "Spring");
    bench.known("bombora", "intent", "a3", "Summer");
    bench.known("bombora", "intent", "a4", "Autumn");

    CommandRun run = bench.prune("--confirm", "--list", "SPRING", "--list", "a4");

    assertThat(run.code(), is(0));
    assertThat(bench.registered(), contains("bombora Summer"));
    assertThat(bench.atVendors(), contains("bombora Summer"));
  }

  @Test
  void aListThatNobodyKnowsGetsTheNearest() {
    bench.register("bombora", "intent", "a2", "Spring", "1");

    CommandRun run = bench.prune("--confirm", "--list", "Sprong");

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("did you mean Spring?"));
  }

  @Test
  void aListThatTheWorkspaceStillHasIsNotPruned() {
    bench.known("bombora", "intent", "a1", "Kept");

    CommandRun run = bench.prune("--confirm", "--list", "Kept");

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("take audience a1 out of dataflow intent first"));
    assertThat(bench.atVendors(), contains("bombora Kept"));
  }

  @Test
  void aListThatAnotherAudienceFillsStaysAtTheVendor() {
    String id = bench.make("linkedin", "Kept");
    bench.register("linkedin", "abm", "a1", "Kept", id);
    bench.register("linkedin", "abm", "a2", "Former name", id);

    CommandRun run = bench.prune("--confirm");

    assertThat(run.code(), is(0));
    assertThat(run.out(), containsString("audience a1 of dataflow abm fills this very list"));
    assertThat(bench.atVendors(), contains("linkedin Kept"));
    assertThat(bench.registered(), contains("linkedin Kept"));
  }

  @Test
  void anAudienceThatCouldTakeTheListOverIsNamed() {
    bench.register("linkedin", "old-dataflow", "a1", "kept", "77");

    assertThat(
        bench.prune().out(),
        containsString(
            "audience a1 of dataflow abm has the same name: with adopt: true it takes the list"));
  }

  @Test
  void optionsInFrontOfItAreNotLost() {
    CommandRun run = CommandRun.of("lists", "-w", bench.file().toString(), "prune", "--confirm");

    assertThat(run.code(), is(2));
    assertThat(run.err(), containsString("write the options behind 'prune'"));
  }

  @Test
  void itsHelpHasExamplesAndExitCodes() {
    CommandRun run = CommandRun.of("lists", "prune", "--help");

    assertThat(run.code(), is(0));
    assertThat(
        run.out(),
        allOf(
            containsString("muster lists prune"),
            containsString("Exit codes:"),
            containsString("Examples:"),
            containsString("--confirm")));
  }
}
