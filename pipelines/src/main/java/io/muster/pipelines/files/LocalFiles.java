package io.muster.pipelines.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The files of this machine, by path or {@code file:} URL. They are named by their absolute paths.
 * Links are followed.
 */
final class LocalFiles implements FileTree {

  /** As Beam tells filesystems apart. */
  private static final Pattern WITH_SCHEME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9+.]*:/");

  private static final Pattern FILE_SCHEME = Pattern.compile("^(?i:file):");

  // As stat(2) has them.
  private static final int KINDS = 0170000;
  private static final int FIFO = 0010000;
  private static final int SOCKET = 0140000;

  /** Whether a path or glob is for here. */
  static boolean has(String path) {
    return !WITH_SCHEME.matcher(path).lookingAt() || FILE_SCHEME.matcher(path).lookingAt();
  }

  private static Path at(String path) {
    return Path.of(FILE_SCHEME.matcher(path).replaceFirst("")).toAbsolutePath().normalize();
  }

  @Override
  public String nameOf(String path) {
    return at(path).toString();
  }

  @Override
  public Optional<FoundFile> file(String path) throws IOException {
    Path file = at(path);
    try {
      if (Files.isDirectory(file)) {
        return Optional.empty();
      }
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isOther() && isPipe(file)) {
        throw new IOException("it is a pipe, which can be read only once; write it into a file");
      }
      return Optional.of(found(file, attributes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Devices such as {@code /dev/null} are none. */
  private static boolean isPipe(Path file) throws IOException {
    int kind = (int) Files.getAttribute(file, "unix:mode") & KINDS;
    return kind == FIFO || kind == SOCKET;
  }

  @Override
  public boolean isFolder(String path) {
    return Files.isDirectory(at(path));
  }

  @Override
  public List<FoundFile> in(String folder) throws IOException {
    List<FoundFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(at(folder))) {
      for (Path each : (Iterable<Path>) all::iterator) {
        if (Files.isRegularFile(each)) {
          file(each.toString()).ifPresent(files::add);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    return files;
  }

  @Override
  public List<FoundFile> below(String folder) throws IOException {
    Path top = at(folder);
    List<FoundFile> files = new ArrayList<>();
    if (Files.isDirectory(top)) {
      walk(
          top,
          Integer.MAX_VALUE,
          new Walk() {
            @Override
            FileVisitResult folder(Path folder) {
              boolean hidden = !folder.equals(top) && Hidden.is(folder.getFileName().toString());
              return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            void file(FoundFile file) {
              if (!Hidden.is(file.name())) {
                files.add(file);
              }
            }

            @Override
            boolean isMeant(Path file) {
              return !Hidden.is(file.getFileName().toString());
            }
          });
    }
    return files;
  }

  /** The folders that a glob begins with, and that are there, are no part of what is matched. */
  @Override
  public Matches matching(String glob) throws IOException {
    Path all = at(glob);
    Path base = all.getRoot();
    for (Path name : all) {
      if (!Files.isDirectory(base.resolve(name))) {
        break;
      }
      base = base.resolve(name);
    }
    return matching(base, base.relativize(all).toString());
  }

  private static Matches matching(Path base, String glob) throws IOException {
    List<FoundFile> files = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    Optional<PathMatcher> matcher = matcher(base, glob);
    if (matcher.isPresent()) {
      PathMatcher matches = matcher.get();
      boolean takesHidden = Hidden.isAskedForBy(glob);
      int deepest = glob.contains("**") ? Integer.MAX_VALUE : glob.split("/").length;
      walk(
          base,
          deepest,
          new Walk() {
            @Override
            FileVisitResult folder(Path folder) {
              String below = base.relativize(folder).toString();
              boolean isHidden = Hidden.isPartOf(below) && !takesHidden;
              if (matches.matches(base.relativize(folder)) && !isHidden) {
                folders.add(folder.toString());
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            void file(FoundFile file) {
              if (isMeant(Path.of(file.path()))) {
                files.add(file);
              }
            }

            @Override
            boolean isMeant(Path file) {
              Path below = base.relativize(file);
              return matches.matches(below) && (takesHidden || !Hidden.isPartOf(below.toString()));
            }

            @Override
            boolean passesOver(IOException fault) {
              // As a shell does: whether anything there would match is not known.
              return super.passesOver(fault) || fault instanceof AccessDeniedException;
            }
          });
    }
    return new Matches(base.toString(), files, folders);
  }

  /** Nothing for what is no glob either, such as a brace that isn't closed. */
  private static Optional<PathMatcher> matcher(Path base, String glob) {
    try {
      // A backslash is part of a name, as Beam has it.
      return Optional.of(base.getFileSystem().getPathMatcher("glob:" + glob.replace("\\", "\\\\")));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  private static FoundFile found(Path file, BasicFileAttributes attributes) {
    return new FoundFile(
        file.toString(), attributes.size(), attributes.lastModifiedTime().toMillis(), true);
  }

  private static void walk(Path top, int deepest, Walk walk) throws IOException {
    Files.walkFileTree(top, EnumSet.of(FileVisitOption.FOLLOW_LINKS), deepest, walk);
  }

  /** A way through folders. */
  private abstract static class Walk extends SimpleFileVisitor<Path> {

    abstract FileVisitResult folder(Path folder);

    abstract void file(FoundFile file);

    /** Whether a file would be found here, if it were there. */
    abstract boolean isMeant(Path file);

    /** Whether what can't be read is left out. */
    boolean passesOver(IOException fault) {
      // What a link leads back to is met anyway; what has just gone is not there.
      return fault instanceof FileSystemLoopException || fault instanceof NoSuchFileException;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return folder(folder);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        file(found(file, attributes));
      } else if (attributes.isDirectory()) {
        // The deepest ones come here.
        folder(file);
      } else if (attributes.isSymbolicLink() && isMeant(file)) {
        // Links are followed, so this one leads nowhere: to a share that isn't mounted, say.
        throw new IOException(file + " is a link to something that is not there");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
      if (passesOver(fault)) {
        return FileVisitResult.CONTINUE;
      }
      throw fault;
    }
  }
}
