package io.muster.pipelines.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file's text, or the problem that keeps it from being read. */
final class WorkspaceFile {
  static final int MAX_BYTES = 1 << 20;

  private static final String GIVE_ANOTHER = "give a workspace file with -w";

  private WorkspaceFile() {}

  static Optional<String> text(Path file, ProblemLog log) {
    if (Files.isDirectory(file)) {
      log.addAboutFile(
          "is a folder", "name the file in it, such as " + file.resolve("muster.yaml"));
      return Optional.empty();
    }
    if (Files.notExists(file)) {
      log.addAboutFile("there is no such file", GIVE_ANOTHER);
      return Optional.empty();
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (AccessDeniedException e) {
      log.addAboutFile("cannot be read: permission denied", "let this user read it");
      return Optional.empty();
    } catch (IOException e) {
      log.addAboutFile("cannot be read (" + e.getClass().getSimpleName() + ")", GIVE_ANOTHER);
      return Optional.empty();
    }
    if (bytes.length > MAX_BYTES) {
      log.addAboutFile(
          "is larger than 1 MiB", "split it into several workspaces that share one state");
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      log.addAboutFile("is not text in UTF-8", "save it as UTF-8, or name the right file");
      return Optional.empty();
    }
  }
}
