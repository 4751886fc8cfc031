package io.muster.cli.operations;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a Prometheus server reads of a process, in the text format 0.0.4.
 *
 * @param series each with its value
 */
public record Exposition(List<Series> series) {

  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)(?: -?\\d+)?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  public Exposition {
    series = List.copyOf(series);
  }

  /** One line. */
  public record Series(String name, Map<String, String> labels, double value) {

    /** A label's value; Prometheus knows no difference between an empty one and none. */
    public String label(String label) {
      return labels.getOrDefault(label, "");
    }
  }

  /** Asks a process for it. */
  public static Exposition scrape(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .timeout(Duration.ofSeconds(10))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("HTTP " + response.statusCode());
    }
    return parse(response.body());
  }

  /**
   * Reads the format.
   *
   * @throws IllegalArgumentException when a line is not of the format
   */
  public static Exposition parse(String text) {
    List<Series> series = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not of the format: " + line);
      }
      series.add(new Series(matcher.group(1), labels(matcher.group(2)), value(matcher.group(3))));
    }
    return new Exposition(series);
  }

  private static double value(String text) {
    return Double.parseDouble(text.replace("+Inf", "Infinity").replace("-Inf", "-Infinity"));
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (text != null) {
      Matcher matcher = LABEL.matcher(text);
      int end = 0;
      while (matcher.find() && matcher.start() == end) {
        labels.put(matcher.group(1), unescaped(matcher.group(2)));
        end = matcher.end();
      }
      if (end != text.length()) {
        throw new IllegalArgumentException("not labels: " + text);
      }
    }
    return labels;
  }

  private static String unescaped(String value) {
    return value.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
  }

  /** The series of a name. */
  public List<Series> of(String name) {
    return series.stream().filter(each -> each.name().equals(name)).toList();
  }

  /** The sum over a name's series. */
  public double sum(String name, Predicate<Series> which) {
    return of(name).stream().filter(which).mapToDouble(Series::value).sum();
  }

  /** All names. */
  public Set<String> names() {
    return series.stream().map(Series::name).collect(Collectors.toCollection(TreeSet::new));
  }
}
