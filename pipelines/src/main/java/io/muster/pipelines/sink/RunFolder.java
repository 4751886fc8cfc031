package io.muster.pipelines.sink;

import com.google.common.base.Splitter;
import io.muster.pipelines.files.Folder;
import io.muster.pipelines.report.HtmlReport;
import io.muster.pipelines.report.RunDetails;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReportJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A run's folder on any Beam filesystem. Files appear whole: they are written under another name
 * first. On a local filesystem they are their owner's only, for they hold personal data.
 *
 * @param path the folder
 */
public record RunFolder(String path) implements Serializable {

  public static final String REPORT_JSON = "report.json";
  public static final String REPORT_HTML = "report.html";
  public static final String LEDGER = "ledger";
  public static final String DEAD_LETTERS = "dead-letters";

  /**
   * Makes a local folder ready, what is below it readable by its owner only.
   *
   * @param below the folders that it needs
   * @throws IOException when it can't be written
   */
  public void prepare(List<String> below) throws IOException {
    Optional<Path> local = local();
    if (local.isEmpty()) {
      return;
    }
    // The folder itself may be anybody's to list.
    Files.createDirectories(local.get());
    for (String name : below) {
      folder().below(name).make();
    }
  }

  /** The folder on a local filesystem; empty where it is elsewhere. */
  public Optional<Path> local() {
    return folder().local();
  }

  /** Writes the report anew, for programs and for people. */
  public void write(RunReport report) throws IOException {
    write(REPORT_JSON, RunReportJson.write(report));
    write(REPORT_HTML, HtmlReport.render(report));
  }

  /** Writes the page anew, with what is known beyond the report. */
  public void writePage(RunReport report, RunDetails details) throws IOException {
    write(REPORT_HTML, HtmlReport.render(report, details));
  }

  /** Writes a file of the folder, or of a folder below it, anew. */
  public void write(String name, String text) throws IOException {
    int slash = name.lastIndexOf('/') + 1;
    below(name.substring(0, slash)).write(name.substring(slash), text);
  }

  /** The text of a file of the folder, if it is there. */
  public Optional<String> read(String name) throws IOException {
    return folder().read(name);
  }

  /** The report as it was last written, if it was. */
  public Optional<RunReport> report() throws IOException {
    return read(REPORT_JSON).map(RunReportJson::read);
  }

  /** Where it is, for whoever has another current folder. */
  public String place() {
    return folder().toString().replaceFirst("(?<=.)/+$", "");
  }

  /**
   * Hands on the lines of the files in a folder below it, until it is told that it is enough.
   *
   * @param wanted is given a line, and says whether it wants more
   * @return whether all were handed on
   */
  public boolean lines(String below, Predicate<String> wanted) throws IOException {
    Folder files = below(below);
    for (String file : files.files()) {
      if (!file.endsWith(".jsonl")) {
        continue;
      }
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(files.open(file), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!wanted.test(line)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private Folder folder() {
    return Folder.at(path);
  }

  /** The folder itself where there is no name. */
  private Folder below(String names) {
    Folder folder = folder();
    for (String name : Splitter.on('/').omitEmptyStrings().split(names)) {
      folder = folder.below(name);
    }
    return folder;
  }
}
