package io.muster.pipelines.membership;

import io.muster.delivery.ListRef;
import io.muster.pipelines.files.Folder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One list's generations: each holds all that was remembered up to a mark, each subject once. Which
 * of them counts is said by one small file, which is replaced in one step.
 */
final class ListFolder {

  private static final String CURRENT = "current";
  private static final Pattern POINTER =
      Pattern.compile("generation (\\d+) upto (\\d+) (\\d+)\\s*");
  private static final Pattern GENERATION = Pattern.compile("generation-(\\d+)\\.notes");

  /** The one that counts, and those that it has taken the place of. */
  private static final int KEPT = 3;

  private final Folder folder;

  ListFolder(Folder lists, ListRef list) {
    this.folder = lists.below(FolderName.of(list.dataflow(), list.audience()));
  }

  /**
   * Which generation counts.
   *
   * @param number from 1; 0 where there is none yet
   * @param upTo the last segment that it holds
   */
  record Pointer(long number, Mark upTo) {
    static final Pointer NONE = new Pointer(0, Mark.NONE);
  }

  Pointer pointer() throws IOException {
    Optional<String> text = folder.read(CURRENT);
    if (text.isEmpty()) {
      return Pointer.NONE;
    }
    Matcher matcher = POINTER.matcher(text.get());
    if (!matcher.matches()) {
      throw new IOException("it is damaged: " + folder + CURRENT + " names no generation");
    }
    return new Pointer(
        Long.parseLong(matcher.group(1)),
        new Mark(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))));
  }

  /** Reads a generation that is there. */
  Pages.Reader open(long number, ListRef list) throws IOException {
    return new Pages.Reader(folder.open(fileName(number)), list::equals);
  }

  long bytes(long number) throws IOException {
    return number == 0 ? 0 : folder.size(fileName(number));
  }

  /** Begins a generation; nobody reads it before {@link #point}. */
  Pages.Writer create(long number) throws IOException {
    folder.make();
    return new Pages.Writer(folder.create(fileName(number)));
  }

  /** From now on this one counts; the oldest are deleted. */
  void point(Pointer to) throws IOException {
    folder.make();
    folder.write(
        CURRENT,
        String.format(
            Locale.ROOT,
            "generation %d upto %d %d%n",
            to.number(),
            to.upTo().writer(),
            to.upTo().append()));
    List<String> old = new ArrayList<>();
    for (String name : folder.files()) {
      Matcher matcher = GENERATION.matcher(name);
      if (matcher.matches() && Long.parseLong(matcher.group(1)) <= to.number() - KEPT) {
        old.add(name);
      }
    }
    folder.delete(old);
  }

  private static String fileName(long number) {
    return String.format(Locale.ROOT, "generation-%06d.notes", number);
  }
}
