package io.muster.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.benchmarks.hand.NaiveBeam;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * The naive pipeline in this process; arguments are those of {@link Contender.Job}, then Beam's.
 */
final class NaiveBeamMain {

  private NaiveBeamMain() {}

  public static void main(String[] args) throws IOException {
    OwnProcess process = OwnProcess.watch();
    NaiveBeam.run(
        new NaiveBeam.Job(
            args[3],
            URI.create(args[0]),
            Workload.ACCOUNT,
            Files.readString(Path.of(args[1])).strip(),
            Workload.audiences(Integer.parseInt(args[2]))),
        PipelineOptionsFactory.fromArgs(Arrays.copyOfRange(args, 5, args.length)).create());
    System.out.println(new ObjectMapper().writeValueAsString(process.report(0, true)));
    System.exit(0);
  }
}
