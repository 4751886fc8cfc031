package io.muster.pipelines.report;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** {@code report.json}: every key always there, in the contract's order. */
public final class RunReportJson {

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final ObjectWriter WRITER =
      MAPPER.writer(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  // A key that this version does not know is left to the version that wrote it; which keys must be
  // there is said in the record, since an earlier version's report has fewer.
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .readerFor(RunReport.class);

  private RunReportJson() {}

  /** The report as indented JSON, ending with a line feed. */
  public static String write(RunReport report) {
    return write(report, nothing -> {});
  }

  /** The same, with keys of a command's own behind the report's. */
  public static String write(RunReport report, Consumer<ObjectNode> more) {
    try {
      ObjectNode json = MAPPER.valueToTree(report);
      more.accept(json);
      return WRITER.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is made of texts and numbers", e);
    }
  }

  /** The same in one line, without a line feed. */
  public static String line(RunReport report) {
    try {
      return WRITER.with(new MinimalPrettyPrinter()).writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is made of texts and numbers", e);
    }
  }

  /**
   * Reads a report back.
   *
   * @throws IllegalArgumentException when the text is no report; the message says the line and why
   */
  public static RunReport read(String json) {
    try {
      RunReport report = READER.readValue(json);
      if (report == null) {
        throw new IllegalArgumentException("it holds no report, only null");
      }
      return report;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(why(e), e);
    }
  }

  private static String why(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String line = at == null || at.getLineNr() < 1 ? "" : "line " + at.getLineNr() + ": ";
    if (e instanceof JsonParseException) {
      return line + "it is not JSON: " + e.getOriginalMessage();
    }
    String key =
        e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
            ? path(mapping) + ": "
            : "";
    return line + key + "it is not a run's report: " + firstLine(e.getOriginalMessage());
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getIndex() >= 0) {
        path.append('[').append(step.getIndex()).append(']');
      } else if (step.getFieldName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
