package io.muster.delivery;

import java.util.ArrayList;
import java.util.List;

/** Writes down what later runs have to know of what a step has changed. */
final class NoteWriter {

  private final ConnectionMemory memory;
  private final MembershipLog log;

  NoteWriter(ConnectionMemory memory, MembershipLog log) {
    this.memory = memory;
    this.log = log;
  }

  /** Of one list, and waits until it is written: a call is made that rests on it. */
  void writeAhead(CachedStore store, ListDesk desk) {
    ListRef ref = desk.plan().ref();
    List<MembershipNote> notes = store.takeNotes(ref);
    if (!notes.isEmpty()) {
      log.append(List.of(new MembershipLog.Page(ref, desk.memory().listId, notes)));
    }
    log.sync();
  }

  /** Begins to write what there is of all lists; no more than this is under way at a time. */
  void write(CachedStore store) {
    log.sync();
    List<MembershipLog.Page> pages = new ArrayList<>();
    for (ListRef ref : store.lists()) {
      List<MembershipNote> notes = store.takeNotes(ref);
      if (!notes.isEmpty()) {
        pages.add(new MembershipLog.Page(ref, memory.list(ref).listId, notes));
      }
    }
    if (!pages.isEmpty()) {
      log.append(pages);
    }
  }

  /** Waits until all is written that was begun. */
  void await() {
    log.sync();
  }
}
