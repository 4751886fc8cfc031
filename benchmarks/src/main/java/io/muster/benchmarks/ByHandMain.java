package io.muster.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.benchmarks.hand.ByHand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The hand-written job in this process; arguments are those of {@link Contender.Job}. */
final class ByHandMain {

  private ByHandMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    OwnProcess process = OwnProcess.watch();
    Path out = Files.createDirectories(Path.of(args[4]));
    ByHand.Outcome outcome =
        ByHand.run(
            new ByHand.Job(
                Path.of(args[3]),
                URI.create(args[0]),
                Workload.ACCOUNT,
                Files.readString(Path.of(args[1])).strip(),
                Workload.audiences(Integer.parseInt(args[2])),
                out.resolve("rejected.jsonl")));
    System.out.println(
        new ObjectMapper().writeValueAsString(process.report(outcome.lines(), true)));
    System.exit(0);
  }
}
