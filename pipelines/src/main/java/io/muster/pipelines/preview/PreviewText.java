package io.muster.pipelines.preview;

import io.muster.pipelines.preview.Note.Example;
import io.muster.pipelines.preview.Note.Fate;
import io.muster.pipelines.preview.Note.NotActivated;
import io.muster.pipelines.preview.Note.Sent;
import io.muster.pipelines.report.RunReport.AudienceLine;
import io.muster.pipelines.report.TextTable;
import io.muster.pipelines.report.WarningsText;
import io.muster.vendor.RehearsedRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A preview for a terminal. */
public final class PreviewText {

  private static final String UNKNOWN = "unknown";
  private static final String HELD_BACK =
      "would be held back or stay owed, in none of these counts";
  private static final String LEFT_OUT = "would be left out, while the change goes on without it";

  private final Preview preview;
  private final PreviewRequest request;
  private final StringBuilder text = new StringBuilder();

  private PreviewText(Preview preview, PreviewRequest request) {
    this.preview = preview;
    this.request = request;
  }

  /**
   * The whole preview, ending with a line feed.
   *
   * @param showsDiff whether what would be sent is held against what is kept
   */
  public static String render(Preview preview, PreviewRequest request, boolean showsDiff) {
    PreviewText page = new PreviewText(preview, request);
    page.counts();
    page.warnings();
    if (showsDiff) {
      page.diff();
    }
    page.examples();
    page.letters();
    page.requests();
    return page.text.toString();
  }

  private void counts() {
    text.append("preview: this is what a run would do; nothing was sent\n\n");
    TextTable table =
        new TextTable(
            3,
            List.of(
                "dataflow",
                "audience",
                "list",
                "received",
                "activated",
                "added",
                "removed",
                "unchanged",
                "excluded",
                "failed",
                "superseded",
                "calls"));
    for (ListPreview list : preview.lists()) {
      AudienceLine counts = list.counts();
      table.row(
          List.of(
              counts.dataflow(),
              counts.audienceName(),
              list.list().orElse("looked up"),
              Long.toString(counts.received()),
              Long.toString(counts.activated()),
              Long.toString(counts.added()),
              Long.toString(counts.removed()),
              Long.toString(counts.unchanged()),
              Long.toString(counts.excluded()),
              Long.toString(counts.failed()),
              Long.toString(counts.superseded()),
              Long.toString(counts.calls())));
    }
    text.append(table.render());
    boolean lookedUp = preview.lists().stream().anyMatch(list -> list.list().isEmpty());
    text.append(lookedUp || preview.hasUnknown() ? "\n" : "");
    if (lookedUp) {
      text.append(
          "looked up: no run has used the list yet; it would be looked for by its name, and made if"
              + " it is not there. Whether it is there, and whose it is, is unknown.\n");
    }
    if (preview.hasUnknown()) {
      text.append("What is in these lists now is unknown, since nothing is kept of them: ")
          .append(
              preview.lists().stream()
                  .filter(list -> !list.known())
                  .map(PreviewText::name)
                  .collect(Collectors.joining("; ")))
          .append(
              ".\nSo all that is for them would be sent, and how many of the added are there already, and how"
                  + " many of the removed are not, is unknown.\n");
    }
  }

  private void warnings() {
    List<AudienceLine> lines = preview.lists().stream().map(ListPreview::counts).toList();
    text.append(WarningsText.owed(lines, HELD_BACK)).append(WarningsText.leftOut(lines, LEFT_OUT));
  }

  private static String name(ListPreview list) {
    return TextTable.printable(list.counts().dataflow())
        + ", "
        + TextTable.printable(list.counts().audienceName());
  }

  private void diff() {
    text.append("\nagainst what is known of each list, in members:\n\n");
    TextTable table =
        new TextTable(
            2,
            List.of(
                "dataflow", "audience", "new", "changed", "again", "same", "leaving", "absent"));
    for (ListPreview list : preview.lists()) {
      Optional<Diff> diff = list.diff();
      table.row(
          List.of(
              list.counts().dataflow(),
              list.counts().audienceName(),
              number(diff, Diff::fresh),
              number(diff, Diff::changed),
              number(diff, Diff::again),
              number(diff, known -> list.counts().unchanged()),
              number(diff, Diff::leaving),
              number(diff, Diff::absent)));
    }
    text.append(table.render());
  }

  private static String number(Optional<Diff> diff, Function<Diff, Long> count) {
    return diff.map(count).map(number -> Long.toString(number)).orElse(UNKNOWN);
  }

  private void examples() {
    for (ListPreview list : preview.lists()) {
      if (list.examples().isEmpty()) {
        continue;
      }
      text.append("\nfor example, in ").append(name(list)).append(":\n");
      for (Fate fate : Fate.values()) {
        list.examples().stream()
            .filter(example -> example.fate() == fate)
            .forEach(example -> text.append("  ").append(word(fate)).append(line(example)));
      }
    }
  }

  private static String word(Fate fate) {
    return switch (fate) {
      case ADDED -> "add          ";
      case REMOVED -> "remove       ";
      case LEFT_ALONE -> "leave alone  ";
    };
  }

  private static String line(Example example) {
    String fields =
        example.fields().entrySet().stream()
            .map(field -> field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining(", "));
    return TextTable.printable(fields.isEmpty() ? example.key() : fields) + "\n";
  }

  private void letters() {
    for (ListPreview list : preview.lists()) {
      letters("would not be activated in " + name(list), list.notActivated(), list.counts());
    }
    if (preview.malformed() > 0) {
      text.append("\nno profile changes: ").append(preview.malformed()).append('\n');
      preview.malformedExamples().forEach(this::letter);
    }
  }

  private void letters(String title, List<NotActivated> examples, AudienceLine counts) {
    if (counts.byCode().isEmpty()) {
      return;
    }
    text.append('\n').append(title).append(":\n");
    counts
        .byCode()
        .forEach(
            (code, count) -> {
              text.append("  ").append(count).append(' ').append(code).append(", such as\n");
              examples.stream().filter(each -> each.code().equals(code)).forEach(this::letter);
            });
  }

  private void letter(NotActivated letter) {
    text.append("    ")
        .append(TextTable.printable(letter.source()))
        .append(": ")
        .append(TextTable.printable(letter.reason()))
        .append('\n');
  }

  private void requests() {
    if (request.limit() == 0) {
      return;
    }
    text.append("\nrequests, if the first ")
        .append(preview.first() == 1 ? "change were" : preview.first() + " changes were")
        .append(" all (")
        .append(
            request.showsPersonalData()
                ? "secrets are masked)\n"
                : "secrets and personal data are masked)\n");
    int number = 0;
    for (Sent sent : preview.requests()) {
      RehearsedRequest shown = sent.request();
      text.append(
          "\n%d. %s: %s %s\n".formatted(++number, sent.connection(), shown.method(), shown.url()));
      shown
          .headers()
          .forEach(
              (name, value) ->
                  text.append("   ").append(TextTable.printable(name + ": " + value)).append('\n'));
      if (!shown.body().isEmpty()) {
        text.append('\n');
        shown
            .body()
            .lines()
            .forEach(line -> text.append("   ").append(TextTable.printable(line)).append('\n'));
      }
    }
  }
}
