package io.muster.delivery;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * What is remembered of one connection's lists between runs: every run appends to it, and a run
 * that has nothing of its own about a list reads it there. Whoever writes holds the connection's
 * lease. Safe for several threads.
 */
public interface MembershipLog extends AutoCloseable {

  /**
   * Shows what is remembered of a list, the oldest first.
   *
   * @return which of the vendor's lists it is true of: the vendor's id; empty where nothing is
   *     remembered, or the list was not found before the run ended
   * @throws java.io.UncheckedIOException when it can't be read
   */
  String recall(ListRef list, Reader reader);

  /**
   * Begins to write notes down beside what the caller does next, behind all that was begun before.
   */
  void append(List<Page> pages);

  /**
   * Waits until all that was appended outlives this process. To be called by whoever appends.
   *
   * @throws java.io.UncheckedIOException when some of it can't be written
   */
  void sync();

  /**
   * A run ends. Where much has come together, it is put together, each subject once, so that the
   * next run reads less; what it reads is the same.
   *
   * @param touched the lists that the run has worked on
   * @throws java.io.UncheckedIOException when it can't be read or written
   */
  void runEnds(Set<ListRef> touched);

  @Override
  void close();

  /** Is shown what is remembered. */
  @FunctionalInterface
  interface Reader {

    /**
     * One note.
     *
     * @param first whether no other of the same subject came before it
     */
    void read(MembershipNote note, boolean first);
  }

  /**
   * Notes of one list.
   *
   * @param listId the vendor's id of the list; empty while it is not known
   */
  record Page(ListRef list, String listId, List<MembershipNote> notes) {

    public Page {
      notes = List.copyOf(notes);
    }
  }

  /** Opens a connection's where the work is done. */
  @FunctionalInterface
  interface Opener extends Serializable {

    /** Nothing is remembered, and nothing read. */
    Opener NOTHING = connection -> new Forgetful();

    MembershipLog open(String connection);
  }

  /** Remembers nothing. */
  final class Forgetful implements MembershipLog {

    private Forgetful() {}

    @Override
    public String recall(ListRef list, Reader reader) {
      return "";
    }

    @Override
    public void append(List<Page> pages) {
      // Nothing is kept.
    }

    @Override
    public void sync() {
      // Nothing is kept.
    }

    @Override
    public void runEnds(Set<ListRef> touched) {
      // Nothing is kept.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
