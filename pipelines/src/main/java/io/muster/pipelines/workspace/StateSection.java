package io.muster.pipelines.workspace;

import io.muster.pipelines.files.Filesystems;
import io.muster.pipelines.registry.RegistryException;
import io.muster.pipelines.registry.RegistryLocation;
import io.muster.workspace.StateLocation;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code state}: one folder for everything, or {@code { registry, membership }}.
 *
 * @param base the workspace's folder, against which folders are resolved
 */
record StateSection(Path base) implements ValueReader<StateLocation> {
  static final List<String> KEYS = List.of("registry", "membership");
  static final String DEFAULT = ".muster";

  /** Two letters at least, so that a drive is no scheme. */
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private static final Pattern PASSWORD =
      Pattern.compile(".*([?&;]password=[^&;]|//[^/@]*:[^/@]+@).*", Pattern.CASE_INSENSITIVE);

  StateLocation defaults() {
    String folder = base.resolve(DEFAULT).normalize().toString();
    return new StateLocation(folder, folder);
  }

  @Override
  public Optional<StateLocation> read(YamlValue value) {
    if (value.isText()) {
      return Name.READER
          .read(value)
          .flatMap(text -> folder(text, value.place()))
          .map(folder -> new StateLocation(folder, folder));
    }
    return value
        .map(KEYS)
        .map(
            map ->
                new StateLocation(
                    map.read("registry", this::registry, defaults().registry()),
                    map.read("membership", this::membership, defaults().membership())));
  }

  private Optional<String> registry(YamlValue value) {
    return Name.READER
        .read(value)
        .flatMap(
            text -> {
              if (!text.toLowerCase(Locale.ROOT).startsWith("jdbc:")) {
                return folder(text, value.place());
              }
              if (PASSWORD.matcher(text).matches()) {
                value
                    .place()
                    .mistake(
                        "the URL holds a password, which would travel with the job",
                        "cut it out and set PGPASSWORD, or use PostgreSQL's password file");
                return Optional.empty();
              }
              // A scheme has no case; StateLocation knows it in lower case.
              return database("jdbc:" + text.substring("jdbc:".length()), value.place());
            });
  }

  private static Optional<String> database(String url, Place place) {
    try {
      RegistryLocation unused = RegistryLocation.of(new StateLocation(url, ""));
      return Optional.of(url);
    } catch (RegistryException e) {
      place.mistake(e.reason(), e.mend());
      return Optional.empty();
    }
  }

  private Optional<String> membership(YamlValue value) {
    return Name.READER
        .read(value)
        .flatMap(
            text -> {
              if (!URL.matcher(text).matches()) {
                return folder(text, value.place());
              }
              if (text.toLowerCase(Locale.ROOT).startsWith("jdbc:")) {
                value
                    .place()
                    .mistake(
                        "a database does not hold it", "write a folder, or a URL such as s3://");
                return Optional.empty();
              }
              return reachable(text.replaceFirst("(?<![:/])/+$", ""), value.place());
            });
  }

  private static Optional<String> reachable(String url, Place place) {
    Filesystems.load();
    Optional<Filesystems.Absent> absent = Filesystems.absentFor(url);
    absent.ifPresent(each -> place.mistake(each.reason(), each.mend()));
    return absent.isPresent() ? Optional.empty() : Optional.of(url);
  }

  /** What is there where the folder would be, or one above it, and is none. */
  private static Optional<Path> fileAt(Path folder) {
    Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return Optional.ofNullable(there).filter(each -> !Files.isDirectory(each));
  }

  private Optional<String> folder(String text, Place place) {
    if (URL.matcher(text).matches()) {
      place.mistake(
          "it is a URL where a local folder is wanted",
          "write { registry: \"jdbc:...\", membership: \"s3://...\" }");
      return Optional.empty();
    }
    try {
      Path folder = base.resolve(text).normalize();
      Optional<Path> file = fileAt(folder);
      file.ifPresent(
          each -> place.mistake(each + " is a file", "name a folder, or move the file away"));
      return file.isPresent() ? Optional.empty() : Optional.of(folder.toString());
    } catch (InvalidPathException e) {
      place.mistake("it is no possible path", "write a folder such as " + DEFAULT);
      return Optional.empty();
    }
  }
}
