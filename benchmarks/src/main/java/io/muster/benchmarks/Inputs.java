package io.muster.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The inputs of a folder, each written once: ten million lines take longer to write than to read. A
 * file's name says how it was made, by a digest of its shape and of its first lines.
 */
record Inputs(Path folder) {

  private static final int SAMPLE = 1_000;

  /** The input of a workload, written unless it is there. */
  Input of(Workload workload) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name(workload));
    if (Files.exists(file)) {
      return new Input(file, InputWriter.oracle(workload));
    }
    Path unfinished = Files.createTempFile(folder, "unfinished", ".jsonl");
    Oracle oracle = InputWriter.write(workload, unfinished);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    return new Input(file, oracle);
  }

  /** Without any change. */
  Input nothing(Workload workload) throws IOException {
    Files.createDirectories(folder);
    return new Input(Files.writeString(folder.resolve("empty.jsonl"), ""), new Oracle(workload));
  }

  private String name(Workload workload) throws IOException {
    Path sample = Files.createTempFile(folder, "sample", ".jsonl");
    try {
      InputWriter.write(workload.withChanges(Math.min(SAMPLE, workload.changes())), sample);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(workload.toString().getBytes(StandardCharsets.UTF_8));
      String hash = HexFormat.of().formatHex(digest.digest(Files.readAllBytes(sample)));
      return String.format(
          Locale.ROOT, "changes-%d-%s.jsonl", workload.changes(), hash.substring(0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    } finally {
      Files.delete(sample);
    }
  }
}
