package io.muster.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is remembered, in memory; may die with an append. */
public final class MapMembershipLog implements MembershipLog {

  private final Map<ListRef, List<Page>> pages = new HashMap<>();
  private int appendsLeft = Integer.MAX_VALUE;
  private boolean writtenFirst;

  /** The process dies here. */
  public static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Dies with an append to come.
   *
   * @param after how many appends go well before it
   * @param written whether it is still written
   */
  void dieAfter(int after, boolean written) {
    appendsLeft = after;
    writtenFirst = written;
  }

  void live() {
    appendsLeft = Integer.MAX_VALUE;
  }

  @Override
  public String recall(ListRef list, Reader reader) {
    String listId = "";
    Set<Object> known = new HashSet<>();
    for (Page page : List.copyOf(pages.getOrDefault(list, List.of()))) {
      listId = page.listId().isEmpty() ? listId : page.listId();
      for (MembershipNote note : page.notes()) {
        Object subject =
            (note instanceof MembershipNote.OfProfile ? "profile " : "") + note.subject();
        reader.read(note, known.add(subject));
      }
    }
    return listId;
  }

  @Override
  public void append(List<Page> more) {
    boolean dies = appendsLeft-- <= 0;
    if (!dies || writtenFirst) {
      more.forEach(page -> pages.computeIfAbsent(page.list(), key -> new ArrayList<>()).add(page));
    }
    if (dies) {
      throw new Died();
    }
  }

  @Override
  public void sync() {
    // It is written in place.
  }

  @Override
  public void runEnds(Set<ListRef> touched) {
    // It is small.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
