package io.muster.pipelines.membership;

import com.google.common.io.Closer;
import io.muster.delivery.ListRef;
import io.muster.delivery.MembershipLog.Page;
import io.muster.delivery.MembershipNote;
import io.muster.pipelines.files.Folder;
import io.muster.pipelines.membership.ListFolder.Pointer;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes new generations of lists out of the present ones and the segments after them, each subject
 * once. Never holds more than a part of a list in memory, and reads the segments once for many
 * lists.
 */
final class Compaction {

  /** Bytes of notes that are held in memory at once; as objects they are some times as large. */
  private static final long PART = 4L << 20;

  /** Files that are open at once. */
  private static final int MOST_PARTS = 256;

  private final Folder segments;
  private final Folder lists;
  private final NavigableMap<Mark, Map<ListRef, Long>> index;
  private final Map<ListRef, Mark> covered = new HashMap<>();

  /**
   * @param index the segments that there are, and how many bytes each has of which lists
   */
  Compaction(Folder segments, Folder lists, NavigableMap<Mark, Map<ListRef, Long>> index) {
    this.segments = segments;
    this.lists = lists;
    this.index = index;
  }

  /**
   * Makes new generations of those lists that have segments.
   *
   * @return how many bytes they have
   */
  long run(Set<ListRef> wanted) throws IOException {
    List<Renewal> renewals = new ArrayList<>();
    for (Map.Entry<ListRef, NavigableMap<Mark, Long>> each : byList().entrySet()) {
      ListFolder folder = new ListFolder(lists, each.getKey());
      Pointer pointer = folder.pointer();
      covered.put(each.getKey(), pointer.upTo());
      NavigableMap<Mark, Long> tail = each.getValue().tailMap(pointer.upTo(), false);
      if (wanted.contains(each.getKey()) && !tail.isEmpty()) {
        long bytes = tail.values().stream().mapToLong(Long::longValue).sum();
        renewals.add(
            new Renewal(each.getKey(), folder, pointer, bytes + folder.bytes(pointer.number())));
      }
    }
    long bytes = 0;
    for (int from = 0; from < renewals.size(); ) {
      int to = from + 1;
      int parts = renewals.get(from).parts();
      while (to < renewals.size() && parts + renewals.get(to).parts() <= MOST_PARTS) {
        parts += renewals.get(to).parts();
        to++;
      }
      bytes += renew(renewals.subList(from, to));
      from = to;
    }
    return bytes;
  }

  private Map<ListRef, NavigableMap<Mark, Long>> byList() {
    Map<ListRef, NavigableMap<Mark, Long>> lists = new LinkedHashMap<>();
    index.forEach(
        (mark, in) ->
            in.forEach(
                (list, bytes) ->
                    lists.computeIfAbsent(list, key -> new TreeMap<>()).put(mark, bytes)));
    return lists;
  }

  /** Segments that no list needs any more. */
  List<Mark> dispensable() {
    List<Mark> free = new ArrayList<>();
    index.forEach(
        (mark, in) -> {
          if (in.keySet().stream().noneMatch(list -> mark.isAfter(covered.get(list)))) {
            free.add(mark);
          }
        });
    return free;
  }

  /** One list's. */
  private record Renewal(ListRef list, ListFolder folder, Pointer pointer, long bytes) {

    int parts() {
      return (int) Math.min(MOST_PARTS, 1 + bytes / PART);
    }
  }

  private long renew(List<Renewal> renewals) throws IOException {
    Map<ListRef, Gathered> gathered = new LinkedHashMap<>();
    try (Closer spills = Closer.create()) {
      for (Renewal each : renewals) {
        Gathered list = new Gathered(each, spills.register(new Spill(each.list(), each.parts())));
        gathered.put(each.list(), list);
        list.takeGeneration();
      }
      for (Mark mark : index.keySet()) {
        takeSegment(mark, gathered);
      }
      long bytes = 0;
      for (Gathered each : gathered.values()) {
        bytes += each.write(index.lastKey());
        covered.put(each.renewal.list(), index.lastKey());
      }
      return bytes;
    }
  }

  private void takeSegment(Mark mark, Map<ListRef, Gathered> gathered) throws IOException {
    if (index.get(mark).keySet().stream().noneMatch(gathered::containsKey)) {
      return;
    }
    Pages.Filter filter = list -> gathered.containsKey(list) && gathered.get(list).needs(mark);
    Map<ListRef, String> listIds = new HashMap<>();
    gathered.forEach((list, each) -> listIds.put(list, each.listId));
    try (Pages.Reader pages = new Pages.Reader(segments.open(mark.fileName()), filter)) {
      pages.each(page -> gathered.get(page.list()).take(page));
    } catch (EOFException e) {
      // Its writer died before it was written, so it made no call by it. Of a list that was made
      // anew it says only in part who is owed there: the rest is true of the list before.
      listIds.forEach((list, listId) -> gathered.get(list).listId = listId);
    }
  }

  /** What is known of one list. */
  private static final class Gathered {
    private final Renewal renewal;
    private final Spill spill;
    private String listId = "";

    Gathered(Renewal renewal, Spill spill) {
      this.renewal = renewal;
      this.spill = spill;
    }

    boolean needs(Mark mark) {
      return mark.isAfter(renewal.pointer().upTo());
    }

    void takeGeneration() throws IOException {
      if (renewal.pointer().number() == 0) {
        return;
      }
      try (Pages.Reader pages = renewal.folder().open(renewal.pointer().number(), renewal.list())) {
        pages.each(this::take);
      }
    }

    void take(Page page) throws IOException {
      listId = page.listId().isEmpty() ? listId : page.listId();
      for (MembershipNote note : page.notes()) {
        spill.add(note);
      }
    }

    long write(Mark upTo) throws IOException {
      Pointer next = new Pointer(renewal.pointer().number() + 1, upTo);
      long bytes;
      try (Pages.Writer out = renewal.folder().create(next.number())) {
        Map<Subject, MembershipNote> latest = new LinkedHashMap<>();
        spill.read(
            note ->
                latest.compute(
                    Subject.of(note), (key, earlier) -> note.after(Optional.ofNullable(earlier))),
            () -> write(latest, out));
        bytes = out.bytes();
      }
      renewal.folder().point(next);
      return bytes;
    }

    private void write(Map<Subject, MembershipNote> latest, Pages.Writer out) throws IOException {
      List<MembershipNote> notes = List.copyOf(latest.values());
      for (int from = 0; from < notes.size(); from += Spill.PAGE) {
        int to = Math.min(notes.size(), from + Spill.PAGE);
        out.write(new Page(renewal.list(), listId, notes.subList(from, to)));
      }
      latest.clear();
    }
  }
}
