package io.muster.cli;

import io.muster.pipelines.files.Folder;
import io.muster.pipelines.report.HtmlReport;
import io.muster.pipelines.report.RunReport;
import io.muster.pipelines.report.RunReportJson;
import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * The report in a run folder.
 *
 * @param folder of any Beam filesystem
 */
record ReportFile(String folder) {

  private static final String NAME = "report.json";
  private static final String PAGE = "report.html";

  /** Two letters at least, so that a drive is no scheme. */
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");

  /**
   * Reads it.
   *
   * @throws RunException when there is none, or it cannot be read
   */
  RunReport read() throws RunException {
    try {
      return RunReportJson.read(text(NAME));
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw new RunException(
          ExitCode.USAGE,
          folder + ": there is no " + NAME + "; name a run folder, as a run says it at its end",
          e);
    } catch (IOException e) {
      throw new RunException(
          ExitCode.USAGE, folder + "/" + NAME + " cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new RunException(ExitCode.USAGE, folder + "/" + NAME + ": " + e.getMessage(), e);
    }
  }

  /**
   * The page that the run has written beside the report, which knows more than the report; empty
   * when it is not there, or the report is none of it.
   */
  Optional<String> page(RunReport report) {
    try {
      return Optional.of(text(PAGE)).filter(page -> HtmlReport.isOf(page, report));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String text(String name) throws IOException {
    if (!URL.matcher(folder).matches()) {
      return Files.readString(local(name));
    }
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    try (InputStream in = Folder.at(folder).open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path local(String name) throws IOException {
    try {
      return Path.of(folder).resolve(name);
    } catch (InvalidPathException e) {
      throw new IOException("it is no possible path", e);
    }
  }
}
