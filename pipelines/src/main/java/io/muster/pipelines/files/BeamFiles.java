package io.muster.pipelines.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MatchResult.Status;

/**
 * The files of a filesystem that is known to Beam only, which takes every path for a glob. Not all
 * of them know an escape, but all know the question mark.
 */
final class BeamFiles implements FileTree {

  /**
   * S3's says that nothing matches a glob also when one of what it has listed goes before it has
   * looked at it closer; others say it of nothing only.
   */
  private static final int LOOKS = 10;

  private static final Pattern OF_GLOBS = Pattern.compile("[*?\\[\\]{}\\\\]");

  @Override
  public String nameOf(String path) {
    return path.replaceFirst("(?<=[^/])/+$", "");
  }

  @Override
  public Optional<FoundFile> file(String path) throws IOException {
    return match(literal(path)).stream()
        .filter(each -> !each.resourceId().isDirectory())
        .filter(each -> isPlain(path) || name(each).equals(path))
        .map(BeamFiles::found)
        .findFirst();
  }

  @Override
  public boolean isFolder(String path) {
    return false;
  }

  @Override
  public List<FoundFile> in(String folder) throws IOException {
    return filesBelow(nameOf(folder) + "/", "*").toList();
  }

  @Override
  public List<FoundFile> below(String folder) throws IOException {
    String base = base(folder);
    return filesBelow(base, "**")
        .filter(file -> !Hidden.isPartOf(below(base, file.path())))
        .toList();
  }

  @Override
  public Matches matching(String glob) throws IOException {
    String base = OF_GLOBS.split(glob, 2)[0].replaceFirst("/[^/]*$", "");
    List<FoundFile> files = matching(glob, base);
    if (files.isEmpty()) {
      files = matching(nameOf(glob) + "/**", base);
    }
    return new Matches(base, files, List.of());
  }

  private static List<FoundFile> matching(String glob, String base) throws IOException {
    boolean takesHidden = Hidden.isAskedForBy(below(base + "/", glob));
    return files(glob)
        .filter(file -> takesHidden || !Hidden.isPartOf(below(base + "/", file.path())))
        .toList();
  }

  /** As the filesystem names it where it can, since that is how it names what is below. */
  private String base(String folder) throws IOException {
    return match(literal(nameOf(folder))).stream()
            .filter(each -> each.resourceId().isDirectory())
            .map(each -> nameOf(name(each)))
            .filter(name -> isPlain(folder) || name.equals(nameOf(folder)))
            .findFirst()
            .orElse(nameOf(folder))
        + "/";
  }

  private static Stream<FoundFile> filesBelow(String base, String glob) throws IOException {
    return files(literal(base) + glob)
        .filter(file -> isPlain(base) || file.path().startsWith(base));
  }

  private static Stream<FoundFile> files(String glob) throws IOException {
    return match(glob).stream()
        .filter(each -> !each.resourceId().isDirectory())
        .map(BeamFiles::found);
  }

  /** A glob for a path: it matches that, and what differs in a character of globs at most. */
  private static String literal(String path) {
    return OF_GLOBS.matcher(path).replaceAll("?");
  }

  private static boolean isPlain(String path) {
    return !OF_GLOBS.matcher(path).find();
  }

  private static String below(String base, String path) {
    return path.startsWith(base) ? path.substring(base.length()) : path;
  }

  private static List<Metadata> match(String spec) throws IOException {
    int looks = isPlain(spec) ? 1 : LOOKS;
    for (int look = 0; look < looks; look++) {
      try {
        MatchResult found = FileSystems.match(spec);
        if (found.status() != Status.NOT_FOUND) {
          return found.metadata();
        }
      } catch (FileNotFoundException e) {
        // Said in another way, by some.
      }
    }
    return List.of();
  }

  private static String name(Metadata file) {
    return file.resourceId().toString();
  }

  private static FoundFile found(Metadata file) {
    return new FoundFile(
        name(file), file.sizeBytes(), file.lastModifiedMillis(), file.isReadSeekEfficient());
  }
}
