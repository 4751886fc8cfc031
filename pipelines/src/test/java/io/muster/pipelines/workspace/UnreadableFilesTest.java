package io.muster.pipelines.workspace;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableFilesTest {

  @TempDir Path folder;

  @Test
  void aMissingFileIsAProblem() {
    Path file = folder.resolve("nowhere.yaml");

    Problem problem = only(GoodWorkspace.reader().read(file));

    assertThat(
        problem.toString(), is(file + ": there is no such file; give a workspace file with -w"));
  }

  @Test
  void aFolderIsAProblem() {
    assertThat(only(GoodWorkspace.reader().read(folder)).reason(), is("is a folder"));
    assertThat(only(GoodWorkspace.reader().read(Path.of("/"))).reason(), is("is a folder"));
  }

  @Test
  void aBinaryFileIsAProblem() throws IOException {
    assertThat(
        only(read(new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff})).reason(),
        containsString("not text in UTF-8"));
    Problem nul = only(read(new byte[] {'a', ':', '\n', ' ', 0, 1}));
    assertThat(nul.reason(), containsString("U+0000 is not text"));
    assertThat(nul.line(), is(2));
    assertThat(nul.column(), is(2));
  }

  @Test
  void utf16IsAProblem() throws IOException {
    assertThat(
        only(read("state: .muster".getBytes(StandardCharsets.UTF_16))).mend(),
        containsString("UTF-8"));
  }

  @Test
  void aFileOverOneMebibyteIsAProblem() throws IOException {
    String comment = "# filling\n".repeat(WorkspaceFile.MAX_BYTES / 10);
    String text = GoodWorkspace.TEXT + "#" + comment.substring(GoodWorkspace.TEXT.length() + 1);

    assertThat(text.length() <= WorkspaceFile.MAX_BYTES, is(true));
    assertThat(read(text.getBytes(StandardCharsets.UTF_8)).workspace().isPresent(), is(true));
    assertThat(
        only(read((text + comment).getBytes(StandardCharsets.UTF_8))).reason(),
        is("is larger than 1 MiB"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n\n", "\uFEFF"})
  void anEmptyFileIsAProblem(String text) {
    assertThat(only(GoodWorkspace.read(text)).reason(), is("is empty"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"# only\n# comments\n", "---\n", "null", "~"})
  void aFileThatSaysNothingIsAProblem(String text) {
    assertThat(only(GoodWorkspace.read(text)).mend(), containsString("connections and dataflows"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"connections", "[ a, b ]", "42"})
  void aFileThatIsNoMapIsAProblem(String text) {
    assertThat(only(GoodWorkspace.read(text)).reason(), containsString("a map is wanted"));
  }

  @Test
  void aSecondDocumentIsAProblem() {
    Problem problem = only(GoodWorkspace.read("state: a\n---\nstate: b\n"));

    assertThat(problem.line(), is(2));
    assertThat(problem.reason(), containsString("second document"));
  }

  @ParameterizedTest
  @CsvSource({
    "'state: a\n\tguard: b', 2, a tab stands where blanks belong",
    "'state: a: b', 1, a second",
    "'a:\n  b: { token: ${env:X} }', 2, a map in braces",
    "'a: [ 1, 2', 1, a list in brackets",
    "'a:\n  b: 1\n c: 2', 3, does not fit the ones above",
    "'a: *nowhere', 1, names no anchor",
    "'a: \"open', 1, a quote is not closed",
    "'a: \"\\q\"', 1, no known escape",
    "'a: - b', 1, a list cannot begin here",
    "'a: @b', 1, keeps for itself",
    "'a: 1\nword\n', 3, no",
    "'a: %b', 1, keeps for itself",
    "'a: !<x', 1, is not YAML",
  })
  void brokenYamlIsOneProblemWithItsLine(String text, int line, String reason) {
    Problem problem = only(GoodWorkspace.read(text));

    assertThat(problem.toString(), problem.reason(), containsString(reason));
    assertThat(problem.toString(), problem.line(), is(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth: { token: *canary }",
        "auth: { token: \"\\canary\" }",
        "auth:\n  token: @canary",
        "auth:\n  token: !canary! x",
        "auth:\n  token: canary: b",
        "auth: { token: ${canary} }",
        "auth: { token: canary\n",
        "auth:\n  token: 'canary\n",
        "canary\nauth: b"
      })
  void whatBrokenYamlHoldsIsNotRepeated(String text) {
    assertThat(GoodWorkspace.read(text).problems().toString(), not(containsString("canary")));
  }

  @Test
  void deepNestingIsRefusedBeforeItIsFollowed() {
    assertThat(
        only(GoodWorkspace.read("a: " + "[".repeat(100_000))).reason(),
        containsString("nests deeper than 32 levels"));
  }

  @Test
  void manyAliasesAreRefused() {
    assertThat(
        only(GoodWorkspace.read("a: &a 1\nb: [" + "*a, ".repeat(201) + "]")).reason(),
        containsString("more than 200 aliases"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&a { connections: *a, dataflows: *a }",
        "connections: &a { x: *a }\ndataflows: &b { y: { connection: x, mappings: [ *b ] } }",
        "&a { <<: *a, connections: {} }"
      })
  void aValueThatHoldsItselfEndsAsAMistake(String text) {
    assertThat(
        GoodWorkspace.read(text).problems().toString(),
        GoodWorkspace.read(text).workspace().isPresent(),
        is(false));
  }

  private WorkspaceReading read(byte[] bytes) throws IOException {
    Path file = folder.resolve("muster.yaml");
    Files.write(file, bytes);
    return GoodWorkspace.reader().read(file);
  }

  private static Problem only(WorkspaceReading reading) {
    assertThat(reading.problems().toString(), reading.problems(), hasSize(1));
    Problem problem = reading.problems().get(0);
    assertThat(problem.mend().isEmpty(), is(false));
    assertThat(
        problem.toString(),
        allOf(containsString(problem.reason()), containsString(problem.mend())));
    return problem;
  }
}
