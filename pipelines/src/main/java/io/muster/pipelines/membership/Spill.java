package io.muster.pipelines.membership;

import com.google.common.io.Closer;
import io.muster.delivery.ListRef;
import io.muster.delivery.MembershipLog.Page;
import io.muster.delivery.MembershipNote;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Notes of one list in temporary files on this machine, one for each part of the subjects, so that
 * a part fits into memory. Within a part they stay in their order.
 */
final class Spill implements Closeable {

  /** How many notes a page has at most. */
  static final int PAGE = 2_000;

  private static final int PAGE_OF_PART = 200;

  private final ListRef list;
  private final Closer files = Closer.create();
  private final List<Part> parts = new ArrayList<>();

  Spill(ListRef list, int count) throws IOException {
    this.list = list;
    Path folder = Files.createTempDirectory("muster-memberships");
    files.register(() -> Files.deleteIfExists(folder));
    try {
      for (int i = 0; i < count; i++) {
        parts.add(new Part(folder.resolve("part-" + i)));
      }
    } catch (IOException e) {
      close(); // what they hold is personal
      throw e;
    }
  }

  /** One part. */
  private final class Part {
    private final Path file;
    private final Pages.Writer out;
    private final List<MembershipNote> notes = new ArrayList<>();

    Part(Path file) throws IOException {
      this.file = file;
      files.register(() -> Files.deleteIfExists(file));
      this.out = files.register(new Pages.Writer(Files.newOutputStream(file)));
    }

    void add(MembershipNote note) throws IOException {
      notes.add(note);
      if (notes.size() == PAGE_OF_PART) {
        flush();
      }
    }

    void flush() throws IOException {
      out.write(new Page(list, "", notes));
      notes.clear();
    }
  }

  void add(MembershipNote note) throws IOException {
    parts.get(Math.floorMod(Subject.of(note).hashCode(), parts.size())).add(note);
  }

  /** Is shown the notes of a part. */
  @FunctionalInterface
  interface PartReader {
    void read(MembershipNote note) throws IOException;
  }

  /** Shows each part's notes; {@code afterPart} follows each. */
  void read(PartReader reader, AfterPart afterPart) throws IOException {
    for (Part part : parts) {
      part.flush();
      part.out.close();
      try (Pages.Reader pages = new Pages.Reader(Files.newInputStream(part.file), each -> true)) {
        pages.each(
            page -> {
              for (MembershipNote note : page.notes()) {
                reader.read(note);
              }
            });
      }
      afterPart.run();
    }
  }

  /** What follows a part. */
  @FunctionalInterface
  interface AfterPart {
    void run() throws IOException;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
