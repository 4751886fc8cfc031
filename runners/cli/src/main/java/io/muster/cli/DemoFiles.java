package io.muster.cli;

import io.muster.pipelines.run.ExitCode;
import io.muster.pipelines.run.RunException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * What the demo works with: a workspace for the sandbox, its credentials and its input, unpacked
 * from test-data into a folder that nothing else uses.
 */
final class DemoFiles {

  private static final List<String> INPUTS =
      List.of(
          "profiles/accounts.jsonl",
          "profiles/people.jsonl",
          "changes/day.jsonl",
          "changes/people-day.jsonl");

  /** What the workspace reads from the environment, and what the sandbox takes for it. */
  private static final Map<String, String> CREDENTIALS =
      Map.of(
          "DEMANDBASE_TOKEN", "sandbox-demandbase-token",
          "LINKEDIN_TOKEN", "sandbox-linkedin-token",
          "BOMBORA_SECRET", "sandbox-secret");

  private final Path folder;

  private DemoFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes a new folder in a run folder: a sandbox begins empty, so the state must too.
   *
   * @throws RunException when it cannot be made
   */
  static DemoFiles in(Path out) throws RunException {
    try {
      Files.createDirectories(out);
      return new DemoFiles(newFolder(out));
    } catch (FileAlreadyExistsException e) {
      throw new RunException(ExitCode.USAGE, "--out " + out + " is no folder; name another", e);
    } catch (IOException e) {
      throw new RunException(
          ExitCode.USAGE,
          "--out %s cannot be written (%s); name another".formatted(out, e.getMessage()),
          e);
    }
  }

  private static Path newFolder(Path out) throws IOException {
    for (int number = 1; ; number++) {
      Path folder = out.resolve(number == 1 ? "workspace" : "workspace-" + number);
      if (!Files.exists(folder)) {
        return Files.createDirectory(folder);
      }
    }
  }

  Path folder() {
    return folder;
  }

  Path workspace() {
    return folder.resolve("muster.yaml");
  }

  List<String> inputs() {
    return INPUTS.stream().map(input -> folder.resolve(input).toString()).toList();
  }

  /** Writes the files. */
  void write(URI sandbox) throws IOException {
    for (String input : INPUTS) {
      Path file = folder.resolve(input);
      Files.createDirectories(file.getParent());
      try (InputStream in = resource(input)) {
        Files.copy(in, file);
      }
    }
    String workspace;
    try (InputStream in = resource("workspaces/demo.yaml")) {
      workspace = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    workspace = workspace.replace("http://127.0.0.1:8089", sandbox.toString());
    Path credentials =
        Files.createDirectory(folder.resolve("credentials"), ownersOnly("rwx------"));
    for (Map.Entry<String, String> credential : CREDENTIALS.entrySet()) {
      Path file = credentials.resolve(credential.getKey());
      Files.createFile(file, ownersOnly("rw-------"));
      Files.writeString(file, credential.getValue() + "\n");
      workspace =
          workspace.replace(
              "${env:" + credential.getKey() + "}",
              "${file:credentials/" + credential.getKey() + "}");
    }
    Files.writeString(workspace(), workspace);
  }

  private FileAttribute<?>[] ownersOnly(String mode) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static InputStream resource(String name) {
    InputStream in = DemoFiles.class.getResourceAsStream("demo/" + name);
    if (in == null) {
      throw new IllegalStateException("the demo's " + name + " is not on the class path");
    }
    return in;
  }
}
