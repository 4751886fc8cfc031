package io.muster.bundle;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.entrypoint.ClusterEntrypoint;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;

/**
 * A JobManager for one jar, as the Kubernetes operator starts it: it calls the jar's main itself.
 * Does what Flink's StandaloneApplicationClusterEntryPoint does, whose artifact not every
 * repository has.
 */
@SuppressWarnings("try") // Flink's close may be interrupted
final class ApplicationEntry extends ApplicationClusterEntryPoint {

  private static final String SETTING = "-D";

  private ApplicationEntry(Configuration configuration, PackagedProgram program) {
    super(configuration, program, StandaloneResourceManagerFactory.getInstance());
  }

  /** Arguments are {@code --configDir DIR}, Flink's settings, the jar, and those of its main. */
  public static void main(String[] args) throws Exception {
    Configuration configuration = GlobalConfiguration.loadConfiguration(args[1]);
    int next = 2;
    for (; args[next].startsWith(SETTING); next++) {
      String[] setting = args[next].substring(SETTING.length()).split("=", 2);
      configuration.setString(setting[0], setting[1]);
    }
    List<String> rest = Arrays.asList(args).subList(next + 1, args.length);
    PackagedProgram program =
        PackagedProgram.newBuilder()
            .setJarFile(new File(args[next]))
            .setArguments(rest.toArray(String[]::new))
            .setConfiguration(configuration)
            .build();
    configureExecution(configuration, program);
    ClusterEntrypoint.runClusterEntrypoint(new ApplicationEntry(configuration, program));
  }
}
