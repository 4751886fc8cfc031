package io.muster.pipelines.files;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.ReleaseInfo;

/**
 * Which of Beam's filesystems are on this process's class path. Muster ships the local one; others
 * are the user's to add.
 */
public final class Filesystems {

  /** As Beam takes it, but for one letter, which is a drive. */
  private static final Pattern URL = Pattern.compile("(?<scheme>[a-zA-Z][-a-zA-Z0-9+.]+):/.*");

  private static final String ABSENT = "No filesystem found for scheme";

  private static final Map<String, String> JARS =
      Map.of(
          "s3", "beam-sdks-java-io-amazon-web-services2",
          "gs", "beam-sdks-java-extensions-google-cloud-platform-core",
          "hdfs", "beam-sdks-java-io-hadoop-file-system",
          "webhdfs", "beam-sdks-java-io-hadoop-file-system",
          "azfs", "beam-sdks-java-io-azure");

  private Filesystems() {}

  /**
   * A path that leads nowhere.
   *
   * @param reason what is wrong
   * @param mend what to do about it
   */
  public record Absent(String reason, String mend) {

    private static Absent of(String scheme) {
      String jar =
          Optional.ofNullable(JARS.get(scheme))
              .map(name -> name + " " + ReleaseInfo.getReleaseInfo().getVersion())
              .orElse("the jar of a Beam filesystem for it");
      return new Absent(
          "there is no filesystem for %s:// on the class path".formatted(scheme),
          "add %s with MUSTER_CLASSPATH (docs/operate.md says how), or name a folder"
              .formatted(jar));
    }
  }

  /** Makes those on the class path known to this process, for whoever has no Beam options yet. */
  public static void load() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  /**
   * What a path lacks; empty where there is a filesystem for it, whether the path is right or not.
   * They have to be known to this process by then.
   *
   * @param path of a file or folder, a glob or a URL
   */
  public static Optional<Absent> absentFor(String path) {
    Matcher url = URL.matcher(path);
    if (!url.matches()) {
      return Optional.empty();
    }
    try {
      Object unused = FileSystems.matchNewResource(path, true);
      return Optional.empty();
    } catch (RuntimeException e) {
      // Whatever else a filesystem has against the path, it is there.
      return String.valueOf(e.getMessage()).startsWith(ABSENT)
          ? Optional.of(Absent.of(url.group("scheme").toLowerCase(Locale.ROOT)))
          : Optional.empty();
    }
  }
}
