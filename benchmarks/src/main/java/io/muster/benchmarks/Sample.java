package io.muster.benchmarks;

import io.muster.model.SourcePosition;
import io.muster.model.SourceRecord;
import io.muster.workspace.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A little of the benchmarks' input in memory, for measuring a part by itself.
 *
 * @param workspace whose dataflow activates each of its lists at LinkedIn
 * @param records as a file's
 */
public record Sample(Workspace workspace, List<SourceRecord> records) {

  private static final long SEED = 20261122;

  /** So many changes over so many lists, always the same ones. */
  public static Sample of(int changes, int lists) throws IOException {
    Path folder = Files.createTempDirectory("muster-sample");
    try {
      Path file = folder.resolve("changes.jsonl");
      InputWriter.write(Workload.mixed(SEED, changes, lists), file);
      List<SourceRecord> records = new ArrayList<>(changes);
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          records.add(
              SourceRecord.ofFile(
                  new SourcePosition("changes.jsonl", records.size() + 1L),
                  line.getBytes(StandardCharsets.UTF_8)));
        }
      }
      Path workspace =
          Workspaces.write(
              folder, URI.create("http://127.0.0.1:1"), List.of(Target.LINKEDIN), lists);
      return new Sample(MusterMain.workspace(workspace), records);
    } finally {
      Folders.delete(folder);
    }
  }
}
