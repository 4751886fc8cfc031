package io.muster.pipelines.membership;

import io.muster.delivery.ListRef;
import io.muster.delivery.MembershipLog;
import io.muster.pipelines.files.Folder;
import io.muster.pipelines.membership.ListFolder.Pointer;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's memberships in a folder: segments that are appended, a file each, and for each
 * list a generation that holds what came before.
 *
 * <pre>
 * segments/0000000012-0000000345.notes    the 345th append of the 12th writer, of any lists
 * writer                                  how many writers there have been
 * lists/DATAFLOW-AUDIENCE-HASH/current    which generation counts, and up to which segment it goes
 * lists/DATAFLOW-AUDIENCE-HASH/generation-000007.notes
 * </pre>
 *
 * <p>Segments are told apart by writers that are counted, so that one which was given up for dead
 * and goes on all the same is overruled by its successor. What is read is the generation and the
 * segments after it, so a process may die at any moment.
 */
final class MembershipFolder implements MembershipLog {

  private static final Logger LOG = LoggerFactory.getLogger(MembershipFolder.class);

  private static final String WRITER = "writer";

  private static final long LONGEST_WORK_MINUTES = 5;

  private final Folder folder;
  private final Folder segments;
  private final Folder lists;
  private final ExecutorService compactor = thread("memberships");
  private final ExecutorService writer = thread("membership notes");

  // The last append; done where all is written and nobody has to be told of a failure.
  private volatile CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

  // How many bytes each segment has of which lists; null before it is known.
  private NavigableMap<Mark, Map<ListRef, Long>> index;
  private Mark last = Mark.NONE;
  private boolean compacting;
  private final Upkeep upkeep;

  // Held while segments are read, and while those are deleted that a compaction has made needless.
  private final Object files = new Object();

  // Held by a compaction. A recall does not wait for it: what it reads stays till it has read it.
  private final Object putTogether = new Object();

  MembershipFolder(Folder folder, Upkeep upkeep) {
    this.folder = folder;
    this.upkeep = upkeep;
    this.segments = folder.below("segments");
    this.lists = folder.below("lists");
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(
        work -> {
          Thread thread = new Thread(work, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public String recall(ListRef list, Reader reader) {
    try {
      synchronized (files) {
        return read(list, reader);
      }
    } catch (IOException e) {
      throw failure("read what is remembered of list " + list.key(), e);
    }
  }

  private String read(ListRef list, Reader reader) throws IOException {
    ListFolder own = new ListFolder(lists, list);
    Pointer pointer = own.pointer();
    Telling telling = new Telling(reader);
    if (pointer.number() > 0) {
      try (Pages.Reader pages = own.open(pointer.number(), list)) {
        pages.each(telling);
      }
    }
    telling.first = false;
    long generation = own.bytes(pointer.number());
    for (Mark mark : segmentsOf(list, pointer.upTo(), generation)) {
      readSegment(mark, list, telling);
    }
    return telling.listId;
  }

  private void readSegment(Mark mark, ListRef list, Telling telling) throws IOException {
    String before = telling.listId;
    try (Pages.Reader pages = new Pages.Reader(segments.open(mark.fileName()), list::equals)) {
      pages.each(telling);
    } catch (EOFException e) {
      // Its writer died before it was written, so it made no call by it.
      telling.listId = before;
    }
  }

  /** Tells what pages have, and knows of which of the vendor's lists it was last. */
  private static final class Telling implements Pages.PageReader {
    private final Reader reader;
    private boolean first = true;
    private String listId = "";

    Telling(Reader reader) {
      this.reader = reader;
    }

    @Override
    public void read(Page page) {
      listId = page.listId().isEmpty() ? listId : page.listId();
      page.notes().forEach(note -> reader.read(note, first));
    }
  }

  private synchronized List<Mark> segmentsOf(ListRef list, Mark after, long generation)
      throws IOException {
    List<Mark> marks = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<Mark, Map<ListRef, Long>> each : index().tailMap(after, false).entrySet()) {
      Long ofList = each.getValue().get(list);
      if (ofList != null) {
        marks.add(each.getKey());
        bytes += ofList;
      }
    }
    upkeep.read(list, generation, marks.size(), bytes);
    return marks;
  }

  private NavigableMap<Mark, Map<ListRef, Long>> index() throws IOException {
    if (index == null) {
      NavigableMap<Mark, Map<ListRef, Long>> found = new TreeMap<>();
      for (String name : segments.files()) {
        Optional<Mark> mark = Mark.ofFile(name);
        if (mark.isPresent()) {
          found.put(mark.get(), bytesByList(name));
        }
      }
      index = found;
    }
    return index;
  }

  private Map<ListRef, Long> bytesByList(String segment) throws IOException {
    Map<ListRef, Long> found = new HashMap<>();
    try (Pages.Reader pages = new Pages.Reader(segments.open(segment), list -> false)) {
      pages.measure(found);
    } catch (EOFException e) {
      LOG.debug("segment {} breaks off", segment);
    } catch (FileNotFoundException | NoSuchFileException e) {
      return Map.of(); // whoever writes has put it together with others just now
    }
    return found;
  }

  @Override
  public void append(List<Page> pages) {
    // What comes behind one that has failed is not written either.
    written = written.thenRunAsync(() -> writeDown(pages), writer);
  }

  private void writeDown(List<Page> pages) {
    try {
      if (write(pages)) {
        compactor.execute(this::compactAll);
      }
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  @Override
  public void sync() {
    CompletableFuture<Void> all = written;
    try {
      all.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unwritten(new InterruptedIOException("interrupted"));
    } catch (ExecutionException e) {
      written = CompletableFuture.completedFuture(null);
      if (e.getCause() instanceof UncheckedIOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Whether so much has come together that it should be compacted. */
  private synchronized boolean write(List<Page> pages) throws IOException {
    if (last.writer() == 0) {
      last = new Mark(nextWriter(), 0);
    }
    Mark mark = new Mark(last.writer(), last.append() + 1);
    Map<ListRef, Long> in = new HashMap<>();
    try (Pages.Writer out = new Pages.Writer(segments.create(mark.fileName()))) {
      for (Page page : pages) {
        long before = out.bytes();
        for (int from = 0; from < page.notes().size(); from += Spill.PAGE) {
          int to = Math.min(page.notes().size(), from + Spill.PAGE);
          out.write(new Page(page.list(), page.listId(), page.notes().subList(from, to)));
        }
        in.merge(page.list(), out.bytes() - before, Long::sum);
      }
      upkeep.wrote(out.bytes());
    }
    last = mark;
    index().put(mark, in);
    if (compacting || !upkeep.isDueNow()) {
      return false;
    }
    compacting = true;
    return true;
  }

  private long nextWriter() throws IOException {
    folder.make();
    segments.make();
    long before = folder.read(WRITER).map(text -> Long.parseLong(text.strip())).orElse(0L);
    NavigableMap<Mark, Map<ListRef, Long>> known = index();
    long next = Math.max(before, known.isEmpty() ? 0 : known.lastKey().writer()) + 1;
    folder.write(WRITER, next + System.lineSeparator());
    return next;
  }

  private void compactAll() {
    try {
      Set<ListRef> all = new HashSet<>();
      synchronized (this) {
        index().values().forEach(in -> all.addAll(in.keySet()));
      }
      compact(all);
    } catch (IOException | UncheckedIOException e) {
      // Nothing is lost: it is tried again when as much has come.
      LOG.warn("memberships in {} are not put together yet: {}", folder, e.getMessage());
    } finally {
      synchronized (this) {
        compacting = false;
      }
    }
  }

  @Override
  public void runEnds(Set<ListRef> touched) {
    boolean due;
    synchronized (this) {
      due = upkeep.isDueAtEnd();
    }
    if (due) {
      compact(touched);
    }
  }

  /** Makes generations of all that is remembered of some lists, however little it is. */
  void compact(Set<ListRef> wanted) {
    try {
      synchronized (putTogether) {
        NavigableMap<Mark, Map<ListRef, Long>> now;
        synchronized (this) {
          now = new TreeMap<>(index());
        }
        if (!now.isEmpty()) {
          Compaction compaction = new Compaction(segments, lists, now);
          long bytes = compaction.run(wanted);
          List<Mark> dispensable = compaction.dispensable();
          synchronized (files) {
            synchronized (this) {
              upkeep.putTogether(bytes);
              dispensable.forEach(index()::remove);
            }
            segments.delete(dispensable.stream().map(Mark::fileName).toList());
          }
        }
      }
    } catch (IOException e) {
      throw failure("put together what is remembered", e);
    }
  }

  private UncheckedIOException unwritten(IOException cause) {
    return failure("write down what the vendor's lists hold", cause);
  }

  private UncheckedIOException failure(String what, IOException cause) {
    return new UncheckedIOException(
        new IOException(
            "could not %s in %s: %s; mend it, or move the folder away: then nothing is remembered and all is sent again"
                .formatted(what, folder, cause.getMessage()),
            cause));
  }

  @Override
  public void close() {
    // In this order: what is still being written may be followed by a compaction.
    end(writer, "written");
    end(compactor, "put together");
  }

  private void end(ExecutorService thread, String work) {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LONGEST_WORK_MINUTES, TimeUnit.MINUTES)) {
        LOG.warn("memberships in {} are still being {}", folder, work);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
