package io.muster.pipelines.page;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.muster.delivery.BudgetBook.Writer;
import io.muster.delivery.ListRef;
import io.muster.delivery.ListRegistry;
import io.muster.delivery.ListRegistry.Registration;
import io.muster.destination.CallLimit;
import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.pipelines.page.PageSources.BudgetSource;
import io.muster.pipelines.page.PageSources.LimitSource;
import io.muster.pipelines.page.PageSources.ListSource;
import io.muster.pipelines.registry.Registry;
import io.muster.pipelines.report.RunDetails;
import io.muster.pipelines.report.RunDetails.Accepted;
import io.muster.pipelines.report.RunDetails.Budget;
import io.muster.pipelines.report.RunDetails.Holding;
import io.muster.pipelines.report.RunDetails.Kind;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.sink.RunFolder;
import io.muster.pipelines.workspace.WorkspaceReader;
import io.muster.workspace.Limits;
import io.muster.workspace.StateLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is gathered of a run that has ended, from its folder and the registry. */
class PageDetailsTest {

  private static final String START = "2026-11-22T10:00:30Z";
  private static final String END = "2026-11-22T10:02:10Z";
  private static final int UNLIMITED = Limits.UNLIMITED;

  @TempDir private Path folder;
  private Registry registry;

  @BeforeEach
  void open() {
    String state = folder.resolve("state").toString();
    registry = Registry.open(new StateLocation(state, state));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private static RunReport report(String start, String end, Map<String, Long> byCode) {
    AudienceLine line =
        new AudienceLine("flow", "a1", "A", "l1", 9, 5, 4, 1, 4, 0, 0, 0, 0, 1, byCode, Map.of());
    return new RunReport("run", "completed", start, end, List.of(line), 0);
  }

  private static PageSources sources(List<BudgetSource> budgets, boolean letters, boolean ledger) {
    return new PageSources(
        List.of(
            new ListSource("c1", "flow", "a1", "Bombora", Map.of()),
            new ListSource("c1", "flow", "a2", "Bombora", Map.of())),
        budgets,
        letters,
        ledger);
  }

  private RunDetails gather(PageSources sources, RunReport report) throws IOException {
    return PageDetails.of(sources, report, new RunFolder(folder.toString()), registry);
  }

  private void draw(String kind, int calls, String at) {
    registry
        .unleasedBudgets()
        .draw(
            new Writer("c1", "run"),
            "tenant",
            new CallLimit(kind, 1_000, 10_000),
            calls,
            Instant.parse(at));
  }

  @Test
  void whatWasSpentIsByMinuteOfTheRunAndByDayOfTheMonth() throws IOException {
    draw("companies", 100, "2026-11-21T23:00:00Z");
    draw("companies", 50, "2026-11-22T23:56:59Z");
    draw("companies", 2, "2026-11-22T23:57:40Z");
    draw("companies", 4, "2026-11-22T23:58:59.500Z");
    draw("segments", 8, "2026-11-22T23:58:10Z");
    draw("reads", 1_000, "2026-11-22T23:58:20Z");
    draw("companies", 32, "2026-11-23T00:00:30Z");
    BudgetSource budget =
        new BudgetSource(
            "tenant",
            List.of(
                new LimitSource("companies", 300, UNLIMITED),
                new LimitSource("segments", UNLIMITED, 500)));

    RunReport lateInTheDay = report("2026-11-22T23:57:30Z", "2026-11-22T23:59:10Z", Map.of());

    List<Budget> budgets =
        gather(
                sources(List.of(budget, new BudgetSource("free", List.of())), true, true),
                lateInTheDay)
            .budgets();

    assertThat(
        budgets,
        contains(
            new Budget(
                "tenant",
                List.of(
                    new Kind("companies", 300, UNLIMITED, 4, 56),
                    new Kind("segments", UNLIMITED, 500, 8, 8)),
                Map.of(
                    Instant.parse("2026-11-22T23:57:00Z"), 2L,
                    Instant.parse("2026-11-22T23:58:00Z"), 12L,
                    Instant.parse("2026-11-22T23:59:00Z"), 0L),
                Map.of(LocalDate.parse("2026-11-21"), 100L, LocalDate.parse("2026-11-22"), 64L))));
  }

  @Test
  void ofALongRunTheLastHourIsShown() throws IOException {
    BudgetSource budget =
        new BudgetSource("tenant", List.of(new LimitSource("companies", 300, 500)));

    Map<Instant, Long> minutes =
        gather(
                sources(List.of(budget), true, true),
                report("2026-11-22T07:00:00Z", "2026-11-22T10:02:10Z", Map.of()))
            .budgets()
            .get(0)
            .byMinute();

    assertThat(minutes.size(), is(61));
    assertThat(minutes.containsKey(Instant.parse("2026-11-22T09:02:00Z")), is(true));
    assertThat(minutes.containsKey(Instant.parse("2026-11-22T10:02:00Z")), is(true));
  }

  @Test
  void listsHoldWhatTheRegistryKnowsOfThemAtTheirOwnConnection() throws IOException {
    Instant then = Instant.parse(START);
    ListRef first = new ListRef("flow", "a1");
    ListRegistry lists = registry.lists(Clock.systemUTC());
    lists.put(new Registration("c1", first, "A", "l1", then, then, "run", 41));
    lists.put(new Registration("c0", first, "A", "l0", then, then, "run", 7));
    lists.put(new Registration("c1", new ListRef("gone", "a1"), "B", "l2", then, then, "run", 9));

    assertThat(
        gather(sources(List.of(), true, true), report(START, END, Map.of())).holdings(),
        contains(new Holding("flow", "a1", "Bombora", 41)));
  }

  private void write(String below, String line) throws IOException {
    Path files = Files.createDirectories(folder.resolve(below));
    Files.writeString(files.resolve("1.jsonl"), line + "\n");
  }

  private void writeOneOfEach() throws IOException {
    write(
        RunFolder.LEDGER,
        "{\"dataflow\":\"flow\",\"audience\":\"a1\",\"members\":9,\"status\":\"accepted\","
            + "\"at\":\"2026-11-22T10:01:00Z\"}");
    write(
        RunFolder.DEAD_LETTERS,
        "{\"code\":\"VENDOR_REJECTED\",\"reason\":\"no\",\"source\":\"day.jsonl:1\","
            + "\"dataflow\":\"flow\",\"audience\":\"a1\",\"at\":\"2026-11-22T10:01:00Z\"}");
  }

  @Test
  void theFoldersLedgerAndLettersAreRead() throws IOException {
    writeOneOfEach();

    RunDetails details =
        gather(sources(List.of(), true, true), report(START, END, Map.of("VENDOR_REJECTED", 1L)));

    assertThat(
        "no more than the five that were acknowledged",
        details.accepted(),
        contains(new Accepted("flow", "a1", Map.of(Instant.parse("2026-11-22T10:01:00Z"), 5L))));
    assertThat(details.words().get(0).reason(), is("no"));
    assertThat(details.examples().get(0).source(), is("day.jsonl:1"));
    assertThat(details.lettersRead(), is(1L));
    assertThat(details.lettersLeft(), is(false));
  }

  @Test
  void lettersAndLedgerThatAreInTopicsAreSaidToBeElsewhere() throws IOException {
    writeOneOfEach(); // of an earlier run

    RunDetails some =
        gather(sources(List.of(), false, false), report(START, END, Map.of("TOO_LONG", 1L)));
    RunDetails none = gather(sources(List.of(), false, false), report(START, END, Map.of()));

    assertThat(some.examples(), is(empty()));
    assertThat(some.words(), is(empty()));
    assertThat(some.accepted(), is(empty()));
    assertThat(some.lettersLeft(), is(true));
    assertThat(none.lettersLeft(), is(false));
    RunReport malformed = new RunReport("run", "completed", START, END, List.of(), 1);
    assertThat(gather(sources(List.of(), false, false), malformed).lettersLeft(), is(true));
  }

  @Test
  void aWorkspacesListsAndBudgetsAreThoseOfItsDataflows() {
    String yaml =
        """
        connections:
          one:
            destination: linkedin-companies
            account: "1"
            auth: { token: "${file:secret}" }
            budget: shared
            limits: { requestsPerMinute: 120 }
          two:
            destination: linkedin-companies
            account: "1"
            auth: { token: "${file:secret}" }
            budget: shared
            limits: { requestsPerMinute: 120 }
          unused:
            destination: linkedin-companies
            account: "2"
            auth: { token: "${file:secret}" }
        dataflows:
          ads:
            connection: one
            audiences: [ { id: a1, name: First }, { id: a2, name: Second } ]
            mappings:
              - { source: accountName,             target: companyName }
              - { source: accountKey.sourceKey,    target: "identity:primaryId" }
          more:
            connection: two
            audiences: [ { id: a1, name: Third } ]
            mappings:
              - { source: accountName,             target: companyName }
              - { source: accountKey.sourceKey,    target: "identity:primaryId" }
        """;
    PageSources sources =
        PageSources.of(
            WorkspaceReader.of(Destinations.load().all().stream().map(Destination::spec).toList())
                .read("muster.yaml", yaml, folder)
                .workspace()
                .orElseThrow(),
            true,
            false);

    Map<String, String> mapped =
        Map.of("companyName", "accountName", "identity:primaryId", "accountKey.sourceKey");
    assertThat(
        sources.lists(),
        containsInAnyOrder(
            new ListSource("one", "ads", "a1", "LinkedIn Companies", mapped),
            new ListSource("one", "ads", "a2", "LinkedIn Companies", mapped),
            new ListSource("two", "more", "a1", "LinkedIn Companies", mapped)));
    assertThat(
        "what has no limit is not shown",
        sources.budgets(),
        contains(
            new BudgetSource("shared", List.of(new LimitSource("companies", 120, UNLIMITED)))));
    assertThat(sources.lettersHere(), is(true));
    assertThat(sources.ledgerHere(), is(false));
  }
}
