package io.muster.cli.deploy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.muster.cli.WrittenCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of procedures. */
final class OperatePageTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
  private static final Pattern SECTION =
      Pattern.compile("(?ms)^## An always-on job in six commands$(.*?)^## ");

  private String page;

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(DeployFiles.ROOT.resolve("docs/operate.md"));
  }

  @Test
  void everyCommandIsMusters() {
    TreeSet<String> seen = new TreeSet<>();
    List<String> wrong = new ArrayList<>();
    for (String line : ShellLines.of(page)) {
      for (List<String> arguments : ShellLines.uses(line, "./muster")) {
        try {
          seen.add(WrittenCommand.parse(arguments).name());
        } catch (RuntimeException e) {
          wrong.add(line + ": " + e.getMessage());
        }
      }
    }
    assertThat(wrong, is(empty()));
    assertThat(
        seen,
        hasItems("activate", "check", "jobs", "lists", "replay", "report", "sandbox", "stop"));
  }

  @Test
  void everyFileThatItNamesIsThere() {
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (String line : ShellLines.of(page)) {
      for (String word : ShellLines.words(line)) {
        if (word.matches("(runners|docs|test-data)/.*") && !word.contains("/target")) {
          named++;
          if (!Files.exists(DeployFiles.ROOT.resolve(word))) {
            missing.add(word);
          }
        }
      }
    }
    Matcher link = LINK.matcher(page);
    while (link.find()) {
      named++;
      if (!Files.exists(DeployFiles.ROOT.resolve(Path.of("docs", link.group(1))))) {
        missing.add(link.group(1));
      }
    }
    assertThat(missing, is(empty()));
    assertThat(named, is(greaterThan(10)));
  }

  @Test
  void aNewcomerNeedsSixCommandsAtMost() {
    Matcher section = SECTION.matcher(page);
    assertThat(section.find(), is(true));
    List<String> commands = ShellLines.of(section.group(1));

    assertThat(commands.size(), is(lessThanOrEqualTo(6)));
    assertThat(
        commands.stream()
            .flatMap(line -> ShellLines.uses(line, "./muster").stream())
            .map(arguments -> arguments.get(0))
            .toList(),
        hasItems("sandbox", "activate"));
  }
}
