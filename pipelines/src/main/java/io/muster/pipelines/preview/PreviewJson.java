package io.muster.pipelines.preview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.pipelines.preview.Note.Example;
import io.muster.pipelines.preview.Note.Fate;
import io.muster.pipelines.preview.Note.NotActivated;
import io.muster.pipelines.preview.Note.Sent;
import io.muster.pipelines.report.RunReport.AudienceLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A preview for programs; docs/commands.md has its shape. */
public final class PreviewJson {

  private static final String UNKNOWN = "unknown";

  private PreviewJson() {}

  /** The whole preview, ending with a line feed. */
  public static String write(Preview preview, PreviewRequest request) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("workspace", request.workspace().file());
    request.inputs().forEach(json.putArray("inputs")::add);
    json.put("personalData", request.showsPersonalData() ? "shown" : "masked");
    ArrayNode dataflows = json.putArray("dataflows");
    preview.lists().forEach(list -> write(list, dataflows.addObject()));
    json.put("malformed", preview.malformed());
    write(preview.malformedExamples(), json.putArray("malformedExamples"));
    json.put("limit", request.limit());
    json.put("first", preview.first());
    ArrayNode requests = json.putArray("requests");
    preview.requests().forEach(sent -> write(sent, requests.addObject()));
    preview.notices().forEach(json.putArray("notices")::add);
    return json.toPrettyString() + "\n";
  }

  private static void write(ListPreview list, ObjectNode json) {
    AudienceLine counts = list.counts();
    json.put("dataflow", counts.dataflow())
        .put("audience", counts.audience())
        .put("audienceName", counts.audienceName())
        .put("connection", list.connection())
        .put("list", list.list().orElse(null))
        .put("received", counts.received())
        .put("activated", counts.activated())
        .put("added", counts.added())
        .put("removed", counts.removed())
        .put("excluded", counts.excluded())
        .put("failed", counts.failed())
        .put("unchanged", counts.unchanged())
        .put("superseded", counts.superseded())
        .put("calls", counts.calls());
    write(counts.byCode(), json.putObject("byCode"));
    write(counts.warnings(), json.putObject("warnings"));
    writeDiff(list, json.putObject("diff"));
    ObjectNode examples = json.putObject("examples");
    for (Fate fate : Fate.values()) {
      ArrayNode some = examples.putArray(name(fate));
      list.examples().stream()
          .filter(example -> example.fate() == fate)
          .forEach(example -> write(example, some.addObject()));
    }
    write(list.notActivated(), examples.putArray("notActivated"));
  }

  private static String name(Fate fate) {
    return switch (fate) {
      case ADDED -> "added";
      case REMOVED -> "removed";
      case LEFT_ALONE -> "unchanged";
    };
  }

  /** What isn't known is said to be so, and is no number. */
  private static void writeDiff(ListPreview list, ObjectNode json) {
    Optional<Diff> diff = list.diff();
    json.put("state", list.known() ? "known" : UNKNOWN)
        .put("new", diff.map(Diff::fresh).orElse(null))
        .put("changed", diff.map(Diff::changed).orElse(null))
        .put("again", diff.map(Diff::again).orElse(null))
        .put("same", diff.map(known -> list.counts().unchanged()).orElse(null))
        .put("leaving", diff.map(Diff::leaving).orElse(null))
        .put("absent", diff.map(Diff::absent).orElse(null));
  }

  private static void write(Example example, ObjectNode json) {
    json.put("key", example.key());
    ObjectNode fields = json.putObject("fields");
    example.fields().forEach(fields::put);
  }

  private static void write(List<NotActivated> letters, ArrayNode json) {
    letters.forEach(
        letter ->
            json.addObject()
                .put("code", letter.code())
                .put("field", letter.field())
                .put("reason", letter.reason())
                .put("source", letter.source()));
  }

  private static void write(Map<String, Long> counts, ObjectNode json) {
    counts.forEach(json::put);
  }

  private static void write(Sent sent, ObjectNode json) {
    json.put("connection", sent.connection())
        .put("kind", sent.request().kind())
        .put("method", sent.request().method())
        .put("url", sent.request().url());
    ObjectNode headers = json.putObject("headers");
    sent.request().headers().forEach(headers::put);
    json.put("body", sent.request().body());
  }
}
