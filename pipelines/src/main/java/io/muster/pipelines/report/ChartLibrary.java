package io.muster.pipelines.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * uPlot, from its jar, and what draws with it.
 *
 * @param script the library
 * @param style its style
 * @param drawing the page's own script
 */
record ChartLibrary(String script, String style, String drawing) {

  /** Says where the jar's files are, which depends on its version. */
  private static final String PLACE = "charts.properties";

  static ChartLibrary load() {
    Properties place = new Properties();
    try (InputStream in = HtmlReport.class.getResourceAsStream(PLACE)) {
      place.load(present(in, PLACE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String folder = place.getProperty("uplot");
    return new ChartLibrary(
        text("/" + folder + "uPlot.iife.min.js"),
        text("/" + folder + "uPlot.min.css"),
        text("report.js"));
  }

  private static String text(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(present(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream present(InputStream in, String name) {
    if (in == null) {
      throw new IllegalStateException(name + " is not on the class path");
    }
    return in;
  }
}
