package io.muster.cli.endtoend;

import static io.muster.cli.endtoend.WorkspaceText.BOMBORA;
import static io.muster.cli.endtoend.WorkspaceText.DEMANDBASE;
import static io.muster.cli.endtoend.WorkspaceText.LINKEDIN;
import static io.muster.cli.endtoend.WorkspaceText.PEOPLE;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import io.muster.cli.WrittenCommand;
import io.muster.cli.WrittenCommand.Ended;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.report.RunReportJson;
import io.muster.sandbox.fault.Fault;
import io.muster.sandbox.fault.FaultKind;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run's page, in a real browser: what a marketer sees of a run over all four vendors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReportPageTest {

  /** For people, after the test. */
  private static final Path PICTURES = Path.of("target", "report-page");

  /** Smaller text needs this by WCAG 2.2 AA; all of the page is held to it. */
  private static final double CONTRAST = 4.5;

  private Bench bench;
  private Browser browser;
  private Path page;
  private RunReport report;

  @BeforeAll
  void makeARun(@TempDir Path folder) throws IOException {
    browser = Browser.open();
    bench = new Bench(folder, Bench.freeOfRates());
    WorkspaceText text = bench.workspaceText();
    for (String vendor : List.of(DEMANDBASE, PEOPLE, LINKEDIN, BOMBORA)) {
      text.delivery(vendor, "maxBatchAge: 1s, pollEvery: 1s, firstRetry: 1s, retryFor: 4s");
    }
    bench.read(text);
    bench
        .sandbox
        .faults()
        .order(Fault.of(FaultKind.REJECT_ELEMENTS).on(Vendor.LINKEDIN).elements("^d7\\.com$"));
    Ended ended =
        WrittenCommand.runNow(
            "activate",
            "-w",
            bench.workspaceFile().toString(),
            "--input",
            bench.input("day", lines()).toString(),
            "--out",
            bench.out("page").toString());
    assertThat(ended.err(), ended.code(), is(3));
    page = bench.out("page").resolve("report.html");
    report = RunReportJson.read(Files.readString(bench.out("page").resolve("report.json")));
  }

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      for (String audience : List.of(Bench.TIER, Bench.RENEWALS, Bench.CHAMPIONS)) {
        Change joins = Change.joins(audience, i, i);
        lines.add(joins.json());
        if (i % 8 == 0) {
          lines.add(joins.leaves(1000 + i).json());
        }
      }
    }
    lines.add(Change.joins(Bench.TIER, 50, 50).json().replace("https://www.D50.com/", "no domain"));
    lines.add(Change.joins(Bench.CHAMPIONS, 51, 51).json().replace("P51@D51.com", "jane.roe(at)x"));
    lines.add("no JSON");
    return lines;
  }

  @AfterAll
  void close() {
    if (browser != null) {
      browser.close();
    }
    if (bench != null) {
      bench.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"360,false", "360,true", "1280,false", "1280,true"})
  void itStandsByItselfDrawsItsChartsAndFits(int width, boolean dark) throws IOException {
    browser.requests();
    browser.console();

    browser.show(page, width, dark);

    browser.picture(PICTURES.resolve(width + (dark ? "-dark.png" : "-light.png")));
    assertThat(browser.console(), is(empty()));
    assertThat("nothing but itself", browser.requests(), contains(page.toUri().toString()));
    assertThat(
        number("return document.documentElement.scrollWidth"), lessThanOrEqualTo((long) width));
    assertThat(number("return document.querySelectorAll('.chart').length"), is(4L));
    assertThat("every chart is drawn", blankCharts(), is(List.of()));
    assertThat("texts that are hard to read", faint(), is(List.of()));
  }

  @Test
  void itsColoursFollowTheSystemsWhileItIsOpen() {
    browser.show(page, 1280, false);
    String byDay = background();
    Object chartByDay = chart();
    browser.light(true);

    assertThat(background(), is(not(byDay)));
    assertThat("the charts too", chart(), is(not(chartByDay)));
  }

  private String background() {
    return (String) browser.ask("return getComputedStyle(document.body).backgroundColor");
  }

  private Object chart() {
    return browser.ask("return document.querySelector('.chart canvas').toDataURL()");
  }

  @Test
  void itsChartsFollowTheWindow() {
    browser.show(page, 1280, false);
    browser.show(page, 360, false);

    assertThat(
        number(
            "return Math.max(...[...document.querySelectorAll('.chart canvas')]"
                + ".map(c => c.getBoundingClientRect().width))"),
        lessThanOrEqualTo(360L));
  }

  @Test
  void whatItShowsIsWhatTheReportSays() {
    browser.show(page, 1280, false);

    Map<String, Map<String, Long>> shown = table("Each audience");
    for (AudienceLine line : report.dataflows()) {
      Map<String, Long> wanted = new LinkedHashMap<>();
      wanted.put("received", line.received());
      wanted.put("activated", line.activated());
      wanted.put("unchanged", line.unchanged());
      wanted.put("superseded", line.superseded());
      wanted.put("excluded", line.excluded());
      wanted.put("failed", line.failed());
      wanted.put("pending", line.pending());
      wanted.put("added", line.added());
      wanted.put("removed", line.removed());
      wanted.put("calls", line.calls());
      assertThat(line.toString(), shown.get(key(line)), is(wanted));
    }
    Map<String, Long> drawn = lastOfTheFirstChart();
    for (AudienceLine line : report.dataflows()) {
      assertThat(
          drawn.get("%s (%s)".formatted(line.audienceName(), line.dataflow())),
          is(line.accepted()));
    }
    Map<String, Map<String, Long>> lists = table("What each list holds now");
    for (AudienceLine line : report.dataflows()) {
      Map<String, Long> row = lists.get(key(line));
      assertThat(row.get("added"), is(line.added()));
      assertThat(row.get("removed"), is(line.removed()));
      assertThat(row.get("accepted"), is(line.accepted()));
      assertThat(row.get("landed"), is(line.landed()));
      assertThat(row.get("matched"), is(line.matched()));
      assertThat(
          line.toString(),
          row.get("holds now"),
          is((long) bench.sandbox.members(vendor(line), line.audienceName()).size()));
    }
    assertThat(lists.keySet(), hasSize(report.dataflows().size()));
  }

  @Test
  void itSaysWhatWasWrongWithoutSayingWhose() throws IOException {
    browser.show(page, 1280, false);
    String words = (String) browser.ask("return document.body.innerText");

    assertThat(words, containsString("What the vendors said"));
    assertThat(words, containsString("INVALID_FORMAT"));
    assertThat(words, containsString("no \u2022\u2022\u2022\u2022\u2022\u2022"));
    assertThat(words, containsString("ja\u2022\u2022.\u2022\u2022\u2022(\u2022\u2022)\u2022"));
    assertThat(words, containsString("day.jsonl:"));
    String source = Files.readString(page, StandardCharsets.UTF_8);
    assertThat(source, not(containsString("jane.roe")));
    assertThat(source, not(containsString("p51@")));
  }

  private static Vendor vendor(AudienceLine line) {
    return switch (line.dataflow()) {
      case "tier" -> Vendor.DEMANDBASE;
      case "champions" -> Vendor.DEMANDBASE_PEOPLE;
      case "abm" -> Vendor.LINKEDIN;
      default -> Vendor.BOMBORA;
    };
  }

  private static String key(AudienceLine line) {
    return line.audienceName() + " " + line.dataflow();
  }

  private long number(String script) {
    return Math.round(((Number) browser.ask(script)).doubleValue());
  }

  /** A table's visible numbers by row and column; null where there is none. */
  @SuppressWarnings("unchecked")
  private Map<String, Map<String, Long>> table(String label) {
    List<Map<String, Object>> rows =
        (List<Map<String, Object>>)
            browser.ask(
                """
                return [...document.querySelectorAll('[aria-label="%s"] tbody tr')].map(row => ({
                  name: row.querySelector('th').firstChild.textContent,
                  under: row.querySelector('small').innerText,
                  cells: [...row.querySelectorAll('td')].filter(c => c.checkVisibility())
                      .map(c => [c.dataset.name, c.innerText])}))\
                """
                    .formatted(label));
    Map<String, Map<String, Long>> table = new LinkedHashMap<>();
    for (Map<String, Object> row : rows) {
      Map<String, Long> cells = new LinkedHashMap<>();
      for (List<String> cell : (List<List<String>>) row.get("cells")) {
        String text = cell.get(1).replace(",", "");
        cells.put(cell.get(0), text.matches("[0-9]+") ? Long.valueOf(text) : null);
      }
      String under = (String) row.get("under");
      for (AudienceLine line : report.dataflows()) {
        if (line.audienceName().equals(row.get("name"))
            && List.of(under.split(", ")).contains(line.dataflow())) {
          table.put(key(line), cells);
        }
      }
    }
    return table;
  }

  /** What the lines of the first chart end at. */
  @SuppressWarnings("unchecked")
  private Map<String, Long> lastOfTheFirstChart() {
    return (Map<String, Long>)
        browser.ask(
            "return Object.fromEntries(JSON.parse(document.getElementById('charts').textContent)[0]"
                + ".series.map(s => [s.name, s.y.at(-1)]))");
  }

  /** Charts whose canvas is missing, tiny, or has too little on it to be a chart. */
  private Object blankCharts() {
    return browser.ask(
        """
        return [...document.querySelectorAll('.chart')].filter(place => {
          const canvas = place.querySelector('canvas');
          if (!canvas || canvas.width < 200 || canvas.height < 100) return true;
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          const colours = new Map();
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] > 200) {
              const colour = data[i] + ',' + data[i + 1] + ',' + data[i + 2];
              colours.set(colour, (colours.get(colour) || 0) + 1);
            }
          }
          // Axes and grid, and something in the colour of a series; one may cover another.
          const probe = document.createElement('i');
          document.body.append(probe);
          const drawn = [1, 2, 3, 4, 5, 6, 7, 8].map(n => {
            probe.style.color = 'var(--chart-' + n + ')';
            return getComputedStyle(probe).color.match(/[0-9]+/g).join(',');
          }).map(colour => colours.get(colour) || 0);
          probe.remove();
          return colours.size < 5 || Math.max(...drawn) < 100;
        }).map(place => place.id)\
        """);
  }

  /** Visible texts with too little contrast to what is behind them. */
  private Object faint() {
    return browser.ask(
        """
        const parse = c => c.match(/[0-9.]+/g).map(Number);
        const light = c => {
          const [r, g, b] = c.slice(0, 3).map(v => v / 255)
              .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = e => {
          for (; e; e = e.parentElement) {
            const c = parse(getComputedStyle(e).backgroundColor);
            if (c.length < 4 || c[3] > 0) return c;
          }
          return [255, 255, 255];
        };
        const found = [];
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        let seen = 0;
        while (walk.nextNode()) {
          const e = walk.currentNode.parentElement;
          if (!walk.currentNode.data.trim() || !e.checkVisibility() || e.closest('script')) continue;
          seen++;
          const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < %s) found.push(ratio.toFixed(2) + ' ' + walk.currentNode.data.trim());
        }
        if (seen < 50) found.push('only ' + seen + ' texts were seen');
        return found;\
        """
            .formatted(CONTRAST));
  }
}
