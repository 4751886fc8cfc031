package io.muster.cli.endtoend;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.muster.cli.WrittenCommand;
import io.muster.sandbox.Sandbox;
import io.muster.sandbox.SandboxConfig;
import io.muster.sandbox.journal.RecordedCall;
import io.muster.sandbox.vendor.ListMember;
import io.muster.sandbox.vendor.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/first-list.md and docs/profile-changes.md, done to the letter. */
final class FirstListTest {

  private static final Path DOCS = Path.of("..", "..", "docs");

  @TempDir private Path folder;

  @Test
  void theStepsOfTheDocsLeadToTheListThatTheyPromise() throws IOException {
    try (Sandbox sandbox = Sandbox.start(SandboxConfig.defaults())) {
      String workspace = workspace(sandbox);
      Path changes =
          Files.writeString(folder.resolve("changes.jsonl"), block("first-list.md", "json"));

      assertThat(WrittenCommand.run("check", "--connect", "-w", workspace).code(), is(0));
      WrittenCommand.Outcome first = activate(workspace, changes);
      int calls = sandbox.calls().size();
      WrittenCommand.Outcome again = activate(workspace, changes);

      assertThat(first.err(), first.code(), is(3));
      assertThat(again.code(), is(3));
      assertThat(members(sandbox), containsInAnyOrder("acme.com", "example.org"));
      assertThat(sandbox.calls().stream().skip(calls).mapToInt(RecordedCall::members).sum(), is(0));
    }
  }

  @Test
  void theRecordOfTheDocsIsTakenAsItStands() throws IOException {
    try (Sandbox sandbox = Sandbox.start(SandboxConfig.defaults())) {
      String record = block("profile-changes.md", "json").replaceAll("\\s*\n\\s*", "");
      Path changes = Files.writeString(folder.resolve("one.jsonl"), record + "\n");

      assertThat(record, containsString("\"5f3a9c1e\""));
      WrittenCommand.Outcome one = activate(workspace(sandbox), changes);

      assertThat(one.err(), one.code(), is(0));
      assertThat(members(sandbox), contains("acme.com"));
    }
  }

  private static List<String> members(Sandbox sandbox) {
    return sandbox.members(Vendor.BOMBORA, "Tier 1 accounts").stream()
        .map(ListMember::identifier)
        .toList();
  }

  private String workspace(Sandbox sandbox) throws IOException {
    Files.writeString(folder.resolve("bombora.secret"), "sandbox-secret");
    String text =
        block("first-list.md", "yaml")
            .replace("http://127.0.0.1:8089/", sandbox.baseUri().toString());
    return Files.writeString(folder.resolve("muster.yaml"), text).toString();
  }

  private static WrittenCommand.Outcome activate(String workspace, Path changes) {
    return WrittenCommand.run("activate", "-w", workspace, "--input", changes.toString());
  }

  /** The page's first block of a language. */
  private static String block(String page, String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCS.resolve(page)));
    assertThat(page + " has " + language, block.find(), is(true));
    return block.group(1);
  }
}
